using System.Collections.Immutable;
using System.Globalization;
using Strat9.Soundness.Language;

namespace Strat9.Soundness.Generation;

/// <summary>
/// Writes a random method. It keeps a rough idea of what each place holds, so that most statements make sense and about half of the
/// methods are right; the rest is for <see cref="Repair"/> and <see cref="Mutation"/>.
/// </summary>
internal sealed partial class Generator
{
    private readonly Random _random;
    private readonly Features _features;
    private readonly Dictionary<Place, Holds> _holds = [];
    private readonly List<List<Var>> _scopes = [];
    private readonly HashSet<Var> _declared = []; // by statements that a local function can stand after
    private readonly HashSet<Var> _opaque = [];
    private bool _isAsync;
    private int _names;
    private int _loops;
    private int _loopScope;
    private int _switches;
    private int _finallys;
    private int _catches;
    private int _depth;
    private int _budget;
    private Returns _returns;
    private Ty? _type;
    private bool _ended;

    private Generator(Random random, Features features) => (_random, _features) = (random, features);

    private enum Holds
    {
        Nothing,
        Value,
        Perhaps,
        Lent,
    }

    public static Method Generate(Random random, Features features) => new Generator(random, features).Method();

    private bool Percent(int percent) => _random.Next(100) < percent;

    private T Any<T>(IReadOnlyList<T> list) => list[_random.Next(list.Count)];

    private string Name(string stem) => stem + (++_names).ToString(CultureInfo.InvariantCulture);

    private Ty AnyType() => _features.Containers > 0 && Percent(30) ? Any(Ty.Containers) : _features.States > 0 && Percent(70) ? Any(_stateful) : Any([
        Ty.Buf, Ty.Buf, Ty.Buf, Ty.Buf, Ty.Tok, Ty.Tok, Ty.Tok, Ty.Res, Ty.Res, Ty.Res, Ty.Chip, Ty.Pair, Ty.Twin, Ty.Crate, Ty.Conn, Ty.Got,
        .. _features.Tuples > 0 ? new[] { Ty.Duo, Ty.Mixed } : []]);

    private Method Method()
    {
        _isAsync = Percent(_features.Async);
        _stateful = [.. Enumerable.Range(0, Percent(70) ? 1 : 2).Select(_ => Protocol.Type(_features.Protocols + _random.Next(Protocol.Shared)))];
        _budget = Percent(12) ? _random.Next(16, 34) : _random.Next(3, 15);
        _scopes.Add([]);
        var parameters = new List<Var>();
        _returns = _isAsync ? Returns.Nothing : Any([Returns.Nothing, Returns.Nothing, Returns.Nothing, Returns.Bool, Returns.Value]);
        for (var count = Any([0, 1, 1, 2, 2, 3]); count > 0; count--)
        {
            parameters.Add(Parameter());
        }

        if (!_isAsync)
        {
            _type = _returns == Returns.Value ? Any([Ty.Buf, Ty.Tok, Ty.Res, Ty.Pair]) : null;
            _type = _returns == Returns.Value && _features.States > 0 && Percent(60) ? Any(_stateful) : _type;
            _returnState = _type?.Protocol is { } returned && Percent(60) ? _random.Next(returned.Count) : -1;
            if (_returns == Returns.Bool && Percent(60))
            {
                var role = Any([Role.ConsumedWhenTrue, Role.ConsumedWhenTrue, Role.GivenWhenTrue]);
                var on = new Var(Name("p"), Any([Ty.Buf, Ty.Buf, Ty.Res]), role);
                on = role == Role.GivenWhenTrue ? on with { Type = Ty.Buf } : on;
                parameters.Add(on);
                Enter(on, role == Role.GivenWhenTrue ? Holds.Nothing : Holds.Value);
            }
        }

        var statements = Statements(_budget);
        if (!_ended)
        {
            statements.AddRange(_returns == Returns.Nothing ? Close(_scopes[0]) : Leave());
        }
        else if (_returns != Returns.Nothing && statements[^1] is not (Return or Throw))
        {
            statements.AddRange(Leave());
        }

        return new Method([.. parameters], _returns, _type, _isAsync, new Block([.. statements]), _returnState);
    }

    private Var Parameter()
    {
        var role = _isAsync ? Any([Role.Own, Role.Own, Role.Borrow]) : Any([Role.Own, Role.Own, Role.Own, Role.Borrow, Role.Borrow, Role.Ref]);
        var type = AnyType();
        while ((type.IsTuple && role != Role.Own) || (type.IsContainer && (role == Role.Ref || _isAsync)))
        {
            type = AnyType();
        }

        var variable = new Var(Name("p"), type, role, States: ContractOf(type, role));
        Enter(variable, role == Role.Borrow ? Holds.Lent : Holds.Value);
        SetState(variable, variable.States is { Requires: > 0 and var set } && int.IsPow2(set) ? int.Log2(set) : null);
        return variable;
    }

    private void Enter(Var variable, Holds holds)
    {
        _scopes[^1].Add(variable);
        SetWhole(variable, holds);
    }

    private void SetWhole(Var variable, Holds holds)
    {
        _holds[variable] = holds;
        for (var i = 0; i < (variable.Type?.Parts.Length ?? 0); i++)
        {
            _holds[new Place(variable, i)] = holds;
        }

        SetState(variable, null);
    }

    private void SetHolds(Place place, Holds holds)
    {
        if (place.IsPart)
        {
            _holds[place] = holds;
        }
        else
        {
            SetWhole(place.Root, holds);
        }
    }

    private Holds Of(Place place)
    {
        var own = _holds.GetValueOrDefault(place);
        if (place.IsPart || own != Holds.Value)
        {
            return own;
        }

        for (var i = 0; i < place.Type.Parts.Length; i++)
        {
            if (_holds.GetValueOrDefault(place with { Index = i }) != Holds.Value)
            {
                return Holds.Perhaps;
            }
        }

        return own;
    }

    private IEnumerable<Var> Visible() => _scopes.SelectMany(s => s);

    private IEnumerable<Place> Places()
    {
        foreach (var variable in Visible())
        {
            if (variable.Type is not { } type)
            {
                continue;
            }

            yield return variable;
            for (var i = 0; i < type.Parts.Length; i++)
            {
                yield return new Place(variable, i);
            }
        }
    }

    // A place that holds a value; now and then one that does not.
    private Place? Holding(Func<Place, bool> fits, bool takes, bool isContainer = false)
    {
        var wild = Percent(5);
        var candidates = Places()
            .Where(p => p.Type.IsContainer == isContainer && fits(p) && (wild || Of(p) == Holds.Value || (!takes && Of(p) == Holds.Lent)))
            .Where(p => wild || !takes || p.Root.Role != Role.Using)
            .ToList();
        return candidates.Count == 0 ? null : Any(candidates);
    }

    private List<Stmt> Statements(int count)
    {
        var result = new List<Stmt>();
        for (var i = 0; i < count && _budget > 0 && !_ended; i++)
        {
            _budget--;
            Statement(result);
        }

        return result;
    }

    private Block Inner(int count, Action? enter = null)
    {
        _scopes.Add([]);
        enter?.Invoke();
        _depth++;
        var statements = Statements(count);
        _depth--;
        if (!_ended)
        {
            statements.AddRange(Close(_scopes[^1]));
        }

        _scopes.RemoveAt(_scopes.Count - 1);
        return new Block([.. statements]);
    }

    // Consumes what a scope would lose.
    private List<Stmt> Close(IEnumerable<Var> scope)
    {
        var result = new List<Stmt>();
        foreach (var variable in scope.Reverse())
        {
            if (variable is { Role: Role.Borrow, Type.Protocol: not null })
            {
                Keep(variable, result);
                continue;
            }

            if (variable.Type is not { IsLinear: true } type || variable.Role is Role.Borrow or Role.Using or Role.ConsumedWhenTrue or Role.GivenWhenTrue
                || Percent(4))
            {
                continue;
            }

            if (variable is { Role: Role.Ref, Type.Protocol: not null })
            {
                Keep(variable, result);
            }
            else if (variable.Role == Role.Ref)
            {
                Refill(variable, result);
            }
            else if (Of(variable) == Holds.Value)
            {
                CloseStates(variable, result);
            }
            else if (!type.OwesAsWhole)
            {
                for (var i = 0; i < type.Parts.Length; i++)
                {
                    var part = new Place(variable, i);
                    if (type.Parts[i].Type.IsLinear && Of(part) == Holds.Value)
                    {
                        result.Add(Consume(part));
                    }
                }
            }
            else if (_holds.GetValueOrDefault(variable) == Holds.Value)
            {
                Refill(variable, result);
                result.Add(Consume(variable));
            }
        }

        return result;
    }

    private void Refill(Var variable, List<Stmt> result)
    {
        for (var i = 0; i < variable.Type!.Parts.Length; i++)
        {
            var part = new Place(variable, i);
            if (_holds[variable] == Holds.Value && Of(part) == Holds.Nothing)
            {
                result.Add(new Assign(part, new New(part.Type)));
                _holds[part] = Holds.Value;
            }
        }

        if (Of(variable) == Holds.Nothing)
        {
            result.Add(new Assign(variable, new New(variable.Type)));
            SetWhole(variable, Holds.Value);
        }
    }

    private Stmt Consume(Place place)
    {
        var form = TakeFormOf(place);
        SetHolds(place, Holds.Nothing);
        return new Take(form, new Read(place));
    }

    private TakeForm TakeFormOf(Place place)
    {
        if (place.Type.IsTuple)
        {
            return TakeForm.Call;
        }

        if (place.Type.IsContainer)
        {
            return Percent(StateOf(place.Root) == 0 ? 80 : 10) ? TakeForm.End : TakeForm.Call;
        }

        var forms = new List<TakeForm> { TakeForm.Call, TakeForm.Extension, TakeForm.ExtensionMember };
        if (place.Type.End is not null)
        {
            forms.AddRange([TakeForm.End, TakeForm.End, TakeForm.End]);
        }

        if (_isAsync)
        {
            forms.Add(TakeForm.Async);
        }

        if (Percent(8))
        {
            forms.Add(TakeForm.Forget);
        }

        return place.Root.IsNullable && !place.IsPart && place.Type.End is not null && Percent(60) ? TakeForm.Conditional : Any(forms);
    }

    // Leaves the method.
    private List<Stmt> Leave()
    {
        var result = new List<Stmt>();
        Stmt last;
        switch (_returns)
        {
            case Returns.Value:
                var given = Holding(p => p.Type == _type && !p.Root.IsNullable && p.Root.Role is Role.Local or Role.Own, takes: true);
                if (given is not null)
                {
                    Bring(given, _returnState, result);
                    SetHolds(given, Holds.Nothing);
                }

                result.AddRange(Close(Visible()));
                last = new Return(given is null ? NewOf(_type!, _returnState) : new Read(given), null, null);
                break;
            case Returns.Bool:
                var on = Visible().FirstOrDefault(v => v.Role is Role.ConsumedWhenTrue or Role.GivenWhenTrue);
                bool? says = on is null ? Percent(50) : (_holds[on] == Holds.Value) == (on.Role == Role.GivenWhenTrue);
                says = Percent(5) ? !says : says;
                result.AddRange(Close(Visible()));
                last = on is { Role: Role.ConsumedWhenTrue } && _holds[on] == Holds.Value && Percent(30)
                    ? new Return(null, null, new TryTake(Any([TryForm.Send, TryForm.Deliver]), on))
                    : new Return(null, says, null);
                break;
            default:
                result.AddRange(Close(Visible()));
                last = new Return(null, null, null);
                break;
        }

        result.Add(last);
        return result;
    }

    private void Statement(List<Stmt> into)
    {
        var f = _features;
        var nests = _depth < 4;
        Pick(
            into,
            (f.Declare, Declaration),
            (f.Take, TakeStatement),
            (f.Look, LookStatement),
            (f.Assign, AssignStatement),
            (f.Parts, PartStatement),
            (nests ? f.If : 0, IfStatement),
            (nests ? f.Loop : 0, LoopStatement),
            (nests ? f.ForEach : 0, ForEachStatement),
            (nests ? f.Try : 0, TryStatement),
            (nests ? f.Switch : 0, SwitchStatement),
            (_depth > 0 ? f.Jump : 0, JumpStatement),
            (nests ? f.Goto : 0, GotoStatement),
            (f.Flags, FlagStatement),
            (f.Out, OutStatement),
            (f.Ref, RefStatement),
            (f.Discard, DiscardStatement),
            (f.Tuples, TupleStatement),
            (f.Using, UsingStatement),
            (nests ? f.Unions : 0, UnionStatement),
            (f.Nulls, NullStatement),
            (f.States, StateStatement),
            (f.Containers, ContainerStatement),
            (_isAsync ? 0 : f.Views, ViewStatement),
            (f.Prepare, l => l.Add(new Prepare())),
            (f.TwoArguments, TwoArguments),
            (_depth > 0 ? f.Ends : 0, EndStatement));
    }

    private void Pick(List<Stmt> into, params (int Weight, Action<List<Stmt>> Write)[] options)
    {
        var at = _random.Next(options.Sum(o => o.Weight));
        foreach (var (weight, write) in options)
        {
            at -= weight;
            if (at < 0)
            {
                write(into);
                return;
            }
        }
    }

    private Var Fresh(Ty type, bool isNullable = false, Role role = Role.Local) =>
        new(Name(type.Name[..1].ToLowerInvariant()), type, role, isNullable);

    private void Declaration(List<Stmt> into)
    {
        var type = AnyType();
        var value = Value(type, 2);
        var variable = Fresh(type);
        into.Add(new Declare(variable, value));
        _declared.Add(variable);
        Enter(variable, value is Read { Place: { Root.Role: Role.Borrow } } ? Holds.Lent : Holds.Value);
        SetState(variable, StateOf(value));
    }

    private Expr Value(Ty type, int depth)
    {
        var kind = _random.Next(100);
        if (depth > 0 && kind < 22)
        {
            // Another name of what is lent has its state, too: that is not written.
            var source = Holding(p => p.Type == type && !p.Root.IsNullable && p.Root.Role != Role.Ref
                && (type.Protocol is null || p.Root.Role != Role.Borrow), takes: true);
            if (source is not null)
            {
                SetHolds(source, Holds.Nothing);
                return new Read(source);
            }
        }

        if (depth > 0 && kind is >= 22 and < 30)
        {
            return new Pass(Value(type, depth - 1), _isAsync && Percent(40));
        }

        if (depth > 0 && kind is >= 30 and < 38)
        {
            return Choice(type, depth);
        }

        if (depth > 0 && kind is >= 38 and < 42)
        {
            var before = new Dictionary<Place, Holds>(_holds);
            var first = Value(type, 0);
            return new Arms([first, .. Branches(before, type, depth)], Percent(30));
        }

        if (kind is >= 42 and < 55 && !type.Parts.IsEmpty)
        {
            var fresh = type.IsTuple && Percent(50);
            var parts = type.Parts.Select(p => fresh ? new New(p.Type) : PartValue(p.Type, type.IsTuple)).ToList();
            if (!type.IsTuple || parts.All(p => p is Read) || parts.All(p => p is New))
            {
                if (type.IsTuple && parts[^1] is Read last && Percent(40) && Holding(p => p.Type == last.Place.Type
                    && !p.Root.IsNullable && p.Root.Role != Role.Ref, takes: true) is { } other)
                {
                    // A branch after an operand that is taken.
                    parts[^1] = new Choose(new Opaque(Percent(50) ? "c" : "d"), last, new Read(other));
                    SetHolds(other, Holds.Perhaps);
                    SetHolds(last.Place, Holds.Perhaps);
                }

                return new Compose(type, [.. parts]);
            }
        }

        return NewOf(type);
    }

    private Expr PartValue(Ty type, bool onlyRead)
    {
        var place = Holding(p => p.Type == type && !p.Root.IsNullable && p.Root.Role != Role.Ref, takes: true);
        if (place is null || (!onlyRead && Percent(40)))
        {
            return new New(type);
        }

        SetHolds(place, Holds.Nothing);
        return new Read(place);
    }

    private List<Expr> Branches(Dictionary<Place, Holds> before, Ty type, int depth)
    {
        var after = new Dictionary<Place, Holds>(_holds);
        Restore(before);
        var second = Value(type, depth - 1);
        Join(after);
        return [second];
    }

    private Choose Choice(Ty type, int depth)
    {
        var test = Test(1);
        var before = new Dictionary<Place, Holds>(_holds);
        var then = Value(type, depth - 1);
        var afterThen = new Dictionary<Place, Holds>(_holds);
        Restore(before);
        var other = Value(type, depth - 1);
        Join(afterThen);
        return new Choose(test, then, other);
    }

    private void Restore(Dictionary<Place, Holds> holds)
    {
        _holds.Clear();
        foreach (var (place, value) in holds)
        {
            _holds[place] = value;
        }
    }

    private void Join(Dictionary<Place, Holds> other)
    {
        foreach (var (place, value) in other)
        {
            _holds[place] = _holds.GetValueOrDefault(place, value) == value ? value : Holds.Perhaps;
        }
    }

    private Cond Test(int depth)
    {
        var kind = _random.Next(100);
        if (depth > 0 && kind < 12)
        {
            return new And(Test(0), Test(depth - 1));
        }

        if (depth > 0 && kind < 22)
        {
            return new Or(Test(0), Test(depth - 1));
        }

        if (kind < 30)
        {
            return new Not(Test(0));
        }

        if (kind < 45 && Visible().Where(v => v.Role == Role.Flag).ToList() is { Count: > 0 } flags)
        {
            return new FlagIs(Any(flags));
        }

        if (kind < 52 && Holding(p => !p.Type.IsTuple && !p.Root.IsNullable, takes: false) is { } peeked)
        {
            return new PeekIs(peeked);
        }

        return kind < 70 ? new Ready() : new Opaque(Percent(60) ? "c" : "d");
    }

    // A test that takes or gives; with the statement's branches it is followed by the result.
    private Cond? ResultTest(out Place? place, out bool takenOnTrue)
    {
        takenOnTrue = true;
        place = Holding(p => !p.Root.IsNullable && !p.Type.IsTuple && p.Root.Role is not Role.Ref, takes: true);
        if (place is null)
        {
            return null;
        }

        var form = Any([TryForm.Send, TryForm.Send, TryForm.Keep, TryForm.Deliver, TryForm.Undelivered, .. place.Type.End is null ? [] : new[] { TryForm.End, TryForm.EndIsTrue }]);
        takenOnTrue = form is not (TryForm.Keep or TryForm.Undelivered);
        return new TryTake(form, place);
    }

    private void TakeStatement(List<Stmt> into)
    {
        if (Percent(2) && Holding(p => p.Type == Ty.Crate, takes: false) is { } lender)
        {
            into.Add(new Take(TakeForm.Lent, new Read(lender)));
            return;
        }

        if (Holding(p => p.Root.Role is not Role.Ref, takes: true) is { } place)
        {
            into.Add(Consume(place));
            if (Percent(5) && place is { IsPart: false, Root.Role: Role.Local } && !_isAsync && _declared.Contains(place.Root))
            {
                // A slip that is seen through a local function only.
                into.Add(new Look(LookForm.LocalFunction, place));
            }
        }
    }

    private void LookStatement(List<Stmt> into)
    {
        if (Holding(p => !p.Root.IsNullable, takes: false) is { } place)
        {
            into.Add(new Look(LookFormOf(place), place));
        }
    }

    private LookForm LookFormOf(Place place)
    {
        var forms = new List<LookForm> { LookForm.Call };
        if (!place.Type.IsTuple)
        {
            forms.AddRange([LookForm.Member, LookForm.Member, LookForm.Extension, LookForm.ExtensionMember, LookForm.Tag]);
        }

        if (place.Type == Ty.Crate)
        {
            forms.Add(LookForm.Lent);
        }

        // What is captured cannot be a parameter by reference.
        if (!place.IsPart && place.Root.Role is Role.Local or Role.Own)
        {
            forms.Add(LookForm.Lambda);
            if (place.Root.Role == Role.Local && !_isAsync && Percent(60))
            {
                forms.Add(LookForm.LocalFunction);
            }
        }

        if (_isAsync)
        {
            forms.AddRange([LookForm.Async, LookForm.Async]);
        }

        var form = Any(forms);
        return form == LookForm.LocalFunction && !_declared.Contains(place.Root) ? LookForm.Call : form;
    }

    private void AssignStatement(List<Stmt> into)
    {
        var wild = Percent(4);
        var targets = Visible().Where(v => v is { Type: not null, IsNullable: false, Role: Role.Local or Role.Own or Role.Ref }
            && (wild || Of(v) == Holds.Nothing || !v.Type.IsLinear)).ToList();
        if (targets.Count == 0)
        {
            return;
        }

        var target = Any(targets);
        var value = Percent(10) && Of(target) == Holds.Value ? new Pass(new Read(target)) : Value(target.Type!, 1);
        var state = StateOf(value);
        into.Add(new Assign(target, value));
        SetWhole(target, Holds.Value);
        SetState(target, state);
    }

    private void PartStatement(List<Stmt> into)
    {
        var wild = Percent(4);
        var parts = Places().Where(p => p.IsPart && p.Root.Role is Role.Local or Role.Own or Role.Ref).Where(p => p.IsPart).ToList();
        if (parts.Count == 0)
        {
            return;
        }

        var part = Any(parts);
        if (wild || (Of(part) == Holds.Nothing && _holds[part.Root] == Holds.Value))
        {
            into.Add(new Assign(part, Value(part.Type, 1)));
            _holds[part] = Holds.Value;
        }
        else if (Of(part) == Holds.Value)
        {
            into.Add(Consume(part));
        }
    }

    private void IfStatement(List<Stmt> into)
    {
        Place? place = null;
        var onTrue = true;
        var test = Percent(40) ? ResultTest(out place, out onTrue) : null;
        test ??= Test(2);
        var before = new Dictionary<Place, Holds>(_holds);
        if (place is not null)
        {
            SetHolds(place, onTrue ? Holds.Nothing : Holds.Value);
        }

        var then = Inner(_random.Next(1, 4));
        var (thenHolds, thenEnded) = (new Dictionary<Place, Holds>(_holds), _ended);
        _ended = false;
        Restore(before);
        if (place is not null)
        {
            SetHolds(place, onTrue ? Holds.Value : Holds.Nothing);
        }

        var other = place is not null || Percent(45) ? Inner(_random.Next(0, 3)) : null;
        var otherEnded = _ended;
        var thenMore = new List<Stmt>();
        var otherMore = new List<Stmt>();
        if (!thenEnded && !otherEnded)
        {
            Balance(thenHolds, thenMore, otherMore);
        }

        _ended = thenEnded && otherEnded;
        if (otherEnded && !thenEnded)
        {
            Restore(thenHolds);
        }
        else if (!thenEnded || otherEnded)
        {
            Join(thenHolds);
        }

        then = then.With([.. then.Statements, .. thenMore]);
        if (other is not null || otherMore.Count > 0)
        {
            other = new Block([.. other?.Statements ?? [], .. otherMore]);
        }

        into.Add(new If(test, then, other is { Statements.IsEmpty: true } ? null : other));
    }

    // Where one branch consumed a value, the other mostly does too.
    private void Balance(Dictionary<Place, Holds> then, List<Stmt> thenMore, List<Stmt> otherMore)
    {
        foreach (var place in Places().Where(p => !p.IsPart && p.Type.IsLinear).ToList())
        {
            if (place.Root.Role is Role.Borrow or Role.Using or Role.GivenWhenTrue || !then.TryGetValue(place, out var there) || Percent(12))
            {
                continue;
            }

            var here = Of(place);
            if (there == Holds.Nothing && here == Holds.Value)
            {
                otherMore.Add(Consume(place));
            }
            else if (there == Holds.Value && here == Holds.Nothing)
            {
                thenMore.Add(new Take(TakeFormOf(place), new Read(place)));
                then[place] = Holds.Nothing;
            }
        }
    }

    private void LoopStatement(List<Stmt> into)
    {
        var before = new Dictionary<Place, Holds>(_holds);
        var outside = Visible().Where(v => v.Type is not null).ToList();
        var test = Test(1);
        if (Percent(15) && ResultTest(out var tried, out var onTrue) is { } result && !onTrue && tried is not null)
        {
            // `while (!TrySend(x)) { … }`: when it ends the value is gone.
            test = result;
            SetHolds(tried, Holds.Value);
        }

        var body = InLoop(() => Inner(_random.Next(1, 4)));
        var ended = _ended;
        _ended = false;
        var more = new List<Stmt>();
        if (!ended)
        {
            foreach (var variable in outside)
            {
                if (Percent(15) || variable.Role is Role.Borrow or Role.Using or Role.Item)
                {
                    continue;
                }

                if (before.GetValueOrDefault(variable) == Holds.Value && Of(variable) == Holds.Nothing)
                {
                    more.Add(new Assign(variable, new New(variable.Type!)));
                    SetWhole(variable, Holds.Value);
                }
                else if (before.GetValueOrDefault(variable) == Holds.Nothing && Of(variable) == Holds.Value && variable.Type!.IsLinear)
                {
                    more.Add(Consume(variable));
                }
                else if (before.GetValueOrDefault(variable) == Holds.Value)
                {
                    Refill(variable, more);
                }
            }
        }

        var whole = body.With([.. body.Statements, .. more]);
        var isDo = Percent(25) && test is not (TryTake or Bind);
        if (!isDo || ended)
        {
            Join(before);
        }

        into.Add(isDo ? new DoWhile(whole, test) : new While(test, whole));
        if (test is TryTake { Place: var place })
        {
            SetHolds(place, test is TryTake { Form: TryForm.Keep or TryForm.Undelivered } ? Holds.Nothing : Holds.Value);
        }
    }

    private Block InLoop(Func<Block> body)
    {
        var (loops, scope, switches) = (_loops, _loopScope, _switches);
        (_loops, _loopScope, _switches) = (loops + 1, _scopes.Count, 0);
        var block = body();
        (_loops, _loopScope, _switches) = (loops, scope, switches);
        return block;
    }

    private void ForEachStatement(List<Stmt> into)
    {
        var before = new Dictionary<Place, Holds>(_holds);
        var item = Fresh(Any([Ty.Buf, Ty.Tok, Ty.Res]), role: Role.Item);
        var body = InLoop(() => Inner(_random.Next(1, 3), () => Enter(item, Holds.Value)));
        _ended = false;
        Join(before);
        into.Add(new ForEach(item, body));
    }

    private void TryStatement(List<Stmt> into)
    {
        var before = new Dictionary<Place, Holds>(_holds);
        var body = Inner(_random.Next(1, 4));
        var (after, bodyEnded) = (new Dictionary<Place, Holds>(_holds), _ended);
        _ended = false;
        var thrown = Uncertain(before, after);
        var catches = new List<Catch>();
        var kind = _random.Next(10);
        Dictionary<Place, Holds>? joined = bodyEnded ? null : after;
        if (kind < 7)
        {
            for (var count = Any([1, 1, 1, 2]); count > 0; count--)
            {
                Restore(thrown);
                var type = count > 1 || Percent(40) ? Any(["AException", "BException"]) : null;
                if (catches.Any(c => c.Type == type))
                {
                    continue;
                }

                var filter = Percent(20) ? Filter() : null;
                _catches++;
                var handler = Inner(_random.Next(0, 3));
                _catches--;
                catches.Add(new Catch(type, filter, handler));
                if (!_ended)
                {
                    var own = new Dictionary<Place, Holds>(_holds);
                    if (joined is not null)
                    {
                        Restore(joined);
                        Join(own);
                        own = new Dictionary<Place, Holds>(_holds);
                    }

                    joined = own;
                }

                _ended = false;
            }
        }

        Restore(joined ?? thrown);
        Block? last = null;
        if (kind >= 6 || catches.Count == 0)
        {
            var loops = _loops;
            (_loops, _finallys) = (0, _finallys + 1);
            last = Inner(_random.Next(1, 3));
            (_loops, _finallys) = (loops, _finallys - 1);
            _ended = false;
        }

        _ended = joined is null;
        into.Add(new Try(body, [.. catches], last));
    }

    // Filters look at values, and take some.
    private Cond Filter() => Percent(30) ? ResultTest(out _, out _) ?? Test(1) : Test(1);

    private static Dictionary<Place, Holds> Uncertain(Dictionary<Place, Holds> before, Dictionary<Place, Holds> after)
    {
        var result = new Dictionary<Place, Holds>();
        foreach (var (place, value) in before)
        {
            result[place] = after.GetValueOrDefault(place, value) == value ? value : Holds.Perhaps;
        }

        return result;
    }

    private void SwitchStatement(List<Stmt> into)
    {
        Place? place = null;
        var subject = Any([Subject.Number, Subject.Number, Subject.Sent, Subject.Bool]);
        if (subject != Subject.Number)
        {
            place = Holding(p => !p.Root.IsNullable && !p.Type.IsTuple && p.Root.Role is not Role.Ref, takes: true);
            subject = place is null ? Subject.Number : subject;
        }

        var before = new Dictionary<Place, Holds>(_holds);
        var cases = new List<Block>();
        Dictionary<Place, Holds>? joined = null;
        var count = subject == Subject.Number ? _random.Next(2, 4) : 2;
        for (var i = 0; i < count; i++)
        {
            Restore(before);
            if (place is not null)
            {
                SetHolds(place, i == 0 ? Holds.Nothing : Holds.Value);
            }

            _switches++;
            var block = Inner(_random.Next(0, 3));
            _switches--;
            if (place is not null && i == 1 && !_ended && Of(place) == Holds.Value && place.Root.Role is Role.Local or Role.Own && Percent(80))
            {
                block = block.With(block.Statements.Add(Consume(place)));
            }

            cases.Add(block);
            if (!_ended)
            {
                var own = new Dictionary<Place, Holds>(_holds);
                if (joined is not null)
                {
                    Restore(joined);
                    Join(own);
                    own = new Dictionary<Place, Holds>(_holds);
                }

                joined = own;
            }

            _ended = false;
        }

        Restore(joined ?? before);
        _ended = joined is null;
        into.Add(new Switch(subject, place, [.. cases]));
    }

    private void JumpStatement(List<Stmt> into)
    {
        if (_finallys > 0)
        {
            if (Percent(40))
            {
                into.Add(new Throw(Any(["AException", "BException"])));
                _ended = true;
            }

            return;
        }

        var kind = _random.Next(10);
        if (kind < 4 && _loops > 0 && _switches == 0)
        {
            // What was declared in the loop ends here.
            into.AddRange(Close(_scopes.Skip(_loopScope).SelectMany(s => s).ToList()));
            into.Add(Percent(50) ? new Break() : new Continue());
        }
        else if (kind < 7)
        {
            into.AddRange(Leave());
        }
        else if (kind == 7 && _catches > 0)
        {
            into.AddRange(Close(Visible()));
            into.Add(new Rethrow());
        }
        else
        {
            into.AddRange(Close(Visible()));
            into.Add(new Throw(Percent(6) && _features.Containers == 0 ? "UnreachableException" : Any(["AException", "BException", "OtherException"])));
        }

        _ended = true;
    }

    private void GotoStatement(List<Stmt> into)
    {
        if (_finallys > 0)
        {
            return;
        }

        var label = Name("L");
        var before = new Dictionary<Place, Holds>(_holds);
        if (Percent(50))
        {
            // Forward, over a statement or two, to the end of a block of its own.
            into.Add(new If(Test(1), Block.Of(new Goto(label)), null));
            into.Add(new If(new Opaque("d"), Inner(_random.Next(1, 3)), null));
            into.Add(new Label(label));
            Join(before);
            _ended = false;
        }
        else
        {
            into.Add(new Label(label));
            var body = Statements(_random.Next(1, 3));
            into.AddRange(body);
            if (!_ended && !body.Any(s => s is Using { Body: null }))
            {
                into.Add(new If(Test(0), Block.Of(new Goto(label)), null));
            }
        }
    }

    private void FlagStatement(List<Stmt> into)
    {
        var flags = Visible().Where(v => v.Role == Role.Flag).ToList();
        var kind = _random.Next(10);
        if (flags.Count > 0 && kind < 4)
        {
            var flag = Any(flags.Where(f => !_opaque.Contains(f)).DefaultIfEmpty(flags[0]).ToList());
            into.Add(new SetFlag(flag, Percent(60), null, false));
            return;
        }

        var made = new Var(Name("f"), null, Role.Flag);
        if (kind < 7)
        {
            into.Add(new SetFlag(made, Percent(30), null, true));
        }
        else if (kind == 7)
        {
            into.Add(new SetFlag(made, false, Any<Cond>([new Opaque("c"), new Ready()]), true));
            _opaque.Add(made);
        }
        else if (ResultTest(out var place, out _) is { } test)
        {
            into.Add(new SetFlag(made, false, Percent(20) ? new And(new Opaque("c"), test) : test, true));
            SetHolds(place!, Holds.Perhaps);
            _scopes[^1].Add(made);
            FollowResult(into, made, (TryTake)test);
            return;
        }
        else
        {
            return;
        }

        _scopes[^1].Add(made);
    }

    // `if (!sent) x.End();`
    private void FollowResult(List<Stmt> into, Var flag, TryTake test)
    {
        if (!Percent(75) || test.Place.Root.Role is not (Role.Local or Role.Own))
        {
            return;
        }

        Cond kept = test.Form is TryForm.Keep or TryForm.Undelivered ? new FlagIs(flag) : new Not(new FlagIs(flag));
        into.Add(new If(kept, Block.Of(Consume(test.Place)), null));
    }

    private void OutStatement(List<Stmt> into)
    {
        var wild = Percent(15);
        var type = Any([Ty.Buf, Ty.Tok, Ty.Res, Ty.Pair]);
        var targets = Visible().Where(v => v is { Type: not null, IsNullable: false, Role: Role.Local or Role.Own or Role.GivenWhenTrue }
            && !v.Type.IsTuple && (wild || Of(v) == Holds.Nothing)).ToList();
        if (Percent(40) && targets.Count > 0)
        {
            var filled = Any(targets);
            if (Percent(50))
            {
                into.Add(new FillOut(filled));
                SetWhole(filled, Holds.Value);
                return;
            }

            MakeIf(into, filled, declares: false);
            return;
        }

        MakeIf(into, Fresh(type), declares: true);
    }

    private void MakeIf(List<Stmt> into, Var target, bool declares)
    {
        if (_depth >= 4)
        {
            return;
        }

        if (declares)
        {
            Enter(target, Holds.Nothing);
        }

        var before = new Dictionary<Place, Holds>(_holds);
        SetWhole(target, Holds.Value);
        var then = Inner(_random.Next(0, 2));
        var ended = _ended;
        _ended = false;
        var more = new List<Stmt>();
        if (!ended && Of(target) == Holds.Value && Percent(85))
        {
            more.Add(Consume(target));
        }

        if (ended)
        {
            Restore(before);
        }
        else
        {
            Join(before);
        }

        into.Add(new If(new TryMake(target, declares, Percent(25)), then.With([.. then.Statements, .. more]), null));
        if (!target.Type!.IsLinear && Percent(8))
        {
            into.Add(new Look(LookForm.Call, target));
        }
    }

    private void RefStatement(List<Stmt> into)
    {
        if (Holding(p => p.Root is { IsNullable: false, Role: Role.Local or Role.Own or Role.Ref } && !p.Type.IsTuple, takes: true) is { } place)
        {
            if (place.Root.Role == Role.Ref && Percent(60))
            {
                into.Add(Consume(place));
                if (Percent(85))
                {
                    into.Add(new Assign(place, Value(place.Type, 1)));
                    SetHolds(place, Holds.Value);
                }

                return;
            }

            into.Add(new Edit(place));
            SetState(place.Root, null);
        }
    }

    private void DiscardStatement(List<Stmt> into)
    {
        var type = Percent(80) ? Any([Ty.Tok, Ty.Chip, Ty.Twin]) : AnyType();
        into.Add(new Discard(new New(type), Percent(50)));
    }

    private void TupleStatement(List<Stmt> into)
    {
        var kind = _random.Next(10);
        if (kind < 3)
        {
            var pairs = Visible().Where(v => v is { Type: not null, IsNullable: false, Role: Role.Local } && Of(v) == Holds.Value)
                .GroupBy(v => v.Type).Where(g => g.Count() > 1).ToList();
            if (pairs.Count > 0)
            {
                var pair = Any(pairs).ToList();
                into.Add(new Swap(pair[0], pair[1]));
            }

            return;
        }

        var type = Percent(70) ? Ty.Duo : Ty.Mixed;
        var source = Percent(50) ? Holding(p => p.Type == type && p.Root.Role is Role.Local or Role.Own, takes: true) : null;
        source = source?.Type == type ? source : null;
        if (source is not null)
        {
            SetHolds(source, Holds.Nothing);
        }

        Expr value = source is null ? new New(type) : new Read(source);
        var targets = type.Parts.Select(p => Fresh(p.Type)).ToList();
        into.Add(new TakeApart([.. targets.Select(t => new Place(t))], true, value));
        foreach (var target in targets)
        {
            Enter(target, Holds.Value);
        }
    }

    private void UsingStatement(List<Stmt> into)
    {
        var variable = Fresh(Ty.Conn, role: Role.Using);
        if (Percent(50) && _depth < 4)
        {
            var body = Inner(_random.Next(1, 3), () => Enter(variable, Holds.Value));
            into.Add(new Using(variable, new New(Ty.Conn), body));
        }
        else
        {
            into.Add(new Using(variable, new New(Ty.Conn), null));
            Enter(variable, Holds.Value);
        }
    }

    private void UnionStatement(List<Stmt> into)
    {
        var union = Holding(p => p.Type == Ty.Got && p.Root.Role is Role.Local or Role.Own, takes: true);
        if (union is null || union.Type != Ty.Got)
        {
            var made = Fresh(Ty.Got);
            into.Add(new Declare(made, new New(Ty.Got)));
            Enter(made, Holds.Value);
            union = made;
        }

        var content = Fresh(Ty.Buf);
        Enter(content, Holds.Nothing);
        var before = new Dictionary<Place, Holds>(_holds);
        SetHolds(union, Holds.Nothing);
        SetWhole(content, Holds.Value);
        var then = Inner(_random.Next(0, 2));
        if (!_ended && Of(content) == Holds.Value)
        {
            then = then.With(then.Statements.Add(Consume(content)));
        }

        var (thenHolds, thenEnded) = (new Dictionary<Place, Holds>(_holds), _ended);
        _ended = false;
        Restore(before);
        var other = new List<Stmt>();
        if (Percent(90))
        {
            other.Add(Consume(union));
        }

        if (!thenEnded)
        {
            Join(thenHolds);
        }

        SetWhole(content, Holds.Nothing);
        into.Add(new If(new TryOk(union, content), then, other.Count == 0 ? null : new Block([.. other])));
    }

    private void NullStatement(List<Stmt> into)
    {
        var holders = Visible().Where(v => v is { IsNullable: true, Type: not null } && Of(v) is Holds.Perhaps or Holds.Value).Where(v => v.IsNullable).ToList();
        if (holders.Count == 0 || Percent(30))
        {
            var made = Fresh(Percent(75) ? Ty.Res : Ty.Chip, isNullable: true);
            Expr value = Percent(25) ? new Null(made.Type!) : new Maybe(made.Type!);
            into.Add(new Declare(made, value));
            Enter(made, value is Null ? Holds.Nothing : Holds.Perhaps);
            if (value is Null && Percent(70) && _depth < 4)
            {
                into.Add(new If(Test(0), Block.Of(new Assign(made, new New(made.Type!))), null));
                SetWhole(made, Holds.Perhaps);
            }

            return;
        }

        var variable = Any(holders);
        switch (_random.Next(6))
        {
            case 0:
                into.Add(new Take(TakeForm.Conditional, new Read(variable)));
                break;
            case 1:
                into.Add(new Look(LookForm.Conditional, variable));
                return;
            case 2:
                var name = Fresh(variable.Type!);
                var body = Inner(_random.Next(0, 2), () => Enter(name, Holds.Value));
                _ended = false;
                into.Add(new If(new Bind(variable, name), body, null));
                break;
            case 3:
                var coalesced = Fresh(variable.Type!);
                into.Add(new Declare(coalesced, new Coalesce(variable, new New(variable.Type!))));
                Enter(coalesced, Holds.Value);
                break;
            case 4:
                into.Add(new Take(TakeForm.Call, new Read(variable)));
                break;
            default:
                var form = Any([NullForm.Equals, NullForm.Is, NullForm.IsNot, NullForm.NotEquals, NullForm.IsObject]);
                var isNull = form is NullForm.Equals or NullForm.Is;
                SetWhole(variable, Holds.Value);
                var then = Inner(_random.Next(0, 2));
                var ended = _ended;
                _ended = false;
                if (!ended && Of(variable) == Holds.Value)
                {
                    then = then.With(then.Statements.Add(Consume(variable)));
                }

                into.Add(isNull
                    ? new If(new NullTest(form, variable), Block.Empty, then)
                    : new If(new NullTest(form, variable), then, null));
                break;
        }

        SetWhole(variable, Holds.Nothing);
    }

    private void TwoArguments(List<Stmt> into)
    {
        var first = Holding(p => !p.Root.IsNullable && p.Root.Role is Role.Local or Role.Own && !p.Type.IsTuple, takes: true);
        if (first is null || first.Type.IsTuple || first.Root.IsNullable)
        {
            return;
        }

        SetHolds(first, Holds.Nothing);
        var second = Percent(40) ? Choice(first.Type, 2) : Value(first.Type, 1);
        if (Percent(15))
        {
            second = new Pass(second);
        }

        if (Percent(30) && Holding(p => p.Type == first.Type && p != first && !p.Root.IsNullable, takes: false) is { } receiver)
        {
            into.Add(new Absorb(receiver, new Read(first)));
            return;
        }

        into.Add(Percent(60) ? new Take2(new Read(first), second) : new Take2(second, new Read(first)));
    }

    private void EndStatement(List<Stmt> into)
    {
        if (_finallys > 0)
        {
            return;
        }

        if (Percent(40))
        {
            into.Add(new ExitProcess());
        }
        else
        {
            into.AddRange(Close(Visible()));
            into.Add(new Fail());
        }

        // The compiler does not know that these end the path: the method's end must still be reached.
    }
}
