using Strat9.Soundness.Language;

namespace Strat9.Soundness.Generation;

// Containers of linear values, which are linear until they are proved empty.
internal sealed partial class Generator
{
    private void ContainerStatement(List<Stmt> into)
    {
        if (Holding(p => p.Root.Role is Role.Local or Role.Own or Role.Borrow, takes: false, isContainer: true) is not { } container)
        {
            var type = Any(Ty.Containers);
            var made = Fresh(type);
            into.Add(new Declare(made, NewOf(type)));
            Enter(made, Holds.Value);
            SetState(made, 0);
            return;
        }

        // Asking what is known is not written: it silences nothing.
        switch (_depth < 4 && StateOf(container.Root) != 0 ? _random.Next(10) : 0)
        {
            case < 4:
                into.Add(new Push(container, Value(container.Type.Item!, 2)));
                SetState(container.Root, null);
                break;
            case < 7:
                PopInto(into, container, loops: Percent(65));
                break;
            case < 8:
                into.Add(new Look(LookForm.Call, container));
                SetState(container.Root, null);
                break;
            default:
                IfEmpty(into, container);
                break;
        }
    }

    // `while (s.TryPop(out var x)) { … }`, or once.
    private void PopInto(List<Stmt> into, Place container, bool loops)
    {
        var item = Fresh(container.Type.Item!);
        var before = new Dictionary<Place, Holds>(_holds);
        Block Body() => Inner(_random.Next(0, 2), () => Enter(item, Holds.Value));
        var body = loops ? InLoop(Body) : Body();
        _ended = false;
        Join(before);
        if (loops)
        {
            SetState(container.Root, 0);
            into.Add(new While(new TryPop(container, item), body));
            return;
        }

        var test = new TryPop(container, item);
        Enter(item, Holds.Nothing);
        var known = StateOf(container.Root);
        var other = Percent(40) ? Inner(_random.Next(0, 3), () => SetState(container.Root, 0)) : null;
        _ended = false;
        SetState(container.Root, known == 0 ? 0 : null);
        into.Add(new If(test, body, other));
    }

    private void IfEmpty(List<Stmt> into, Place container)
    {
        Cond test = new IsEmpty(container, Percent(50));
        var negated = Percent(40);
        var before = new Dictionary<Place, Holds>(_holds);
        var empty = Inner(_random.Next(0, 3), () => SetState(container.Root, 0));
        var (emptyHolds, emptyEnded) = (new Dictionary<Place, Holds>(_holds), _ended);
        _ended = false;
        Restore(before);
        var full = Inner(_random.Next(0, 3));
        var fullEnded = _ended;
        var (emptyMore, fullMore) = (new List<Stmt>(), new List<Stmt>());
        if (!emptyEnded && !fullEnded)
        {
            Balance(emptyHolds, emptyMore, fullMore);
        }

        _ended = emptyEnded && fullEnded;
        if (fullEnded && !emptyEnded)
        {
            Restore(emptyHolds);
        }
        else if (!emptyEnded)
        {
            Join(emptyHolds);
        }

        empty = empty.With([.. empty.Statements, .. emptyMore]);
        full = full.With([.. full.Statements, .. fullMore]);
        into.Add(negated ? new If(new Not(test), full, empty) : new If(test, empty, full));
    }
}
