using System.Collections.Immutable;
using Strat9.Soundness.Language;

namespace Strat9.Soundness.Generation;

// Values with in-place states. What is roughly known of a state is kept with what the places hold, so that it is joined with them.
internal sealed partial class Generator
{
    private const int StateKey = 99;
    private const int FirstState = 10;

    private ImmutableArray<Ty> _stateful;
    private int _returnState = -1;

    private void SetState(Var variable, int? state)
    {
        if (variable.Type?.Protocol is not null)
        {
            _holds[new Place(variable, StateKey)] = state is { } known ? (Holds)(FirstState + known) : Holds.Perhaps;
        }
    }

    private int? StateOf(Var variable) =>
        _holds.GetValueOrDefault(new Place(variable, StateKey)) is var holds && (int)holds >= FirstState ? (int)holds - FirstState : null;

    private static int? StateOf(Expr value) => value is New { State: >= 0 and var state } ? state : null;

    private StateContract? ContractOf(Ty type, Role role)
    {
        if (type.Protocol is not { } protocol || type.IsContainer || Percent(20) || role is not (Role.Own or Role.Borrow or Role.Ref))
        {
            return null;
        }

        var set = 1 << _random.Next(protocol.Count);
        set = Percent(25) ? set | (1 << _random.Next(protocol.Count)) : set;
        set = set == protocol.All ? 1 << protocol.Initial : set;
        var changes = (role == Role.Ref || (role == Role.Borrow && type.IsClass)) && Percent(60);
        var ensures = changes && Percent(70) ? _random.Next(protocol.Count) : -1;
        return new StateContract(set, ensures, changes && _returns == Returns.Bool && Percent(50) ? _random.Next(protocol.Count) : -1);
    }

    private New NewOf(Ty type, int state = -1)
    {
        if (type.IsContainer)
        {
            return new New(type, false, 0);
        }

        if (type.Protocol is not { } protocol)
        {
            return new New(type, _isAsync && Percent(25));
        }

        return state >= 0 ? new New(type, false, state)
            : Percent(20) ? new New(type, _isAsync && Percent(50))
            : new New(type, false, Percent(60) ? protocol.Initial : _random.Next(protocol.Count));
    }

    // The steps to a state, where the value is in a known one.
    private static List<Member>? Way(Protocol protocol, int from, int to, Func<Member, bool> fits)
    {
        var seen = new Dictionary<int, List<Member>> { [from] = [] };
        var open = new Queue<int>([from]);
        while (open.TryDequeue(out var state))
        {
            if (state == to)
            {
                return seen[state];
            }

            foreach (var member in protocol.Members.Where(m => m.Ensures >= 0 && m.Accepts(state) && fits(m)))
            {
                if (seen.TryAdd(member.Ensures, [.. seen[state], member]))
                {
                    open.Enqueue(member.Ensures);
                }
            }
        }

        return null;
    }

    private static bool Fits(Member member, Place place) =>
        member.Form != MemberForm.ByRef || place.Root.Role is Role.Local or Role.Own or Role.Ref;

    private void Bring(Place place, int state, List<Stmt> result)
    {
        if (state < 0 || place.Type.Protocol is not { } protocol)
        {
            return;
        }

        if (StateOf(place.Root) is { } from && Way(protocol, from, state, m => Fits(m, place)) is { } way && !Percent(4))
        {
            result.AddRange(way.Select(m => new Step(place, m)));
            SetState(place.Root, state);
        }
    }

    // What a parameter promises, where the method ends.
    private void Keep(Var variable, List<Stmt> result)
    {
        if (Of(variable) == Holds.Nothing && variable.Role == Role.Ref)
        {
            var made = NewOf(variable.Type!);
            result.Add(new Assign(variable, made));
            SetWhole(variable, Holds.Value);
            SetState(variable, StateOf(made));
        }

        if (variable.States is { } contract)
        {
            Bring(variable, contract.Ensures >= 0 ? contract.Ensures : int.IsPow2(contract.Requires) ? int.Log2(contract.Requires) : -1, result);
        }
    }

    private void CloseStates(Var variable, List<Stmt> result)
    {
        if (variable.Type!.Protocol is { } protocol && Percent(60) && StateOf(variable) is { } state)
        {
            if (protocol.IsFinal(state))
            {
                return;
            }

            var goals = Enumerable.Range(0, protocol.Count).Where(protocol.IsFinal).ToList();
            if (goals.Count > 0 && Way(protocol, state, Any(goals), m => Fits(m, variable)) is { } way)
            {
                result.AddRange(way.Select(m => new Step(variable, m)));
                return;
            }
        }

        result.Add(Consume(variable));
    }

    private void StateStatement(List<Stmt> into)
    {
        if (Holding(p => p.Type.Protocol is not null && !p.Root.IsNullable, takes: false) is not { } place || place.Type.Protocol is not { } protocol)
        {
            var type = Any(_stateful);
            var made = NewOf(type);
            var variable = Fresh(type);
            into.Add(new Declare(variable, made));
            _declared.Add(variable);
            Enter(variable, Holds.Value);
            SetState(variable, StateOf(made));
            return;
        }

        var state = StateOf(place.Root);
        var wild = Percent(4);
        var members = protocol.Members.Where(m => Fits(m, place)
            && (!m.Consumes || place.Root.Role is Role.Local or Role.Own)
            && (wild || m.Requires == 0 || (state is { } known && m.Accepts(known)))).ToList();
        if (_depth < 4 && state is null && (members.Count == 0 || Percent(80)))
        {
            AskState(into, place, protocol);
            return;
        }

        if (members.Count == 0)
        {
            return;
        }

        var member = Any(members);
        if (member.IsTest)
        {
            TryIf(into, place, member);
            return;
        }

        into.Add(new Step(place, member));
        if (member.Consumes)
        {
            SetHolds(place, Holds.Nothing);
        }
        else if (member.Ensures >= 0)
        {
            SetState(place.Root, member.Ensures);
        }
    }

    private void TryIf(List<Stmt> into, Place place, Member member)
    {
        if (_depth >= 4 || Percent(15))
        {
            into.Add(new Ignore(new TryStep(place, member)));
            SetState(place.Root, null);
            return;
        }

        var before = StateOf(place.Root);
        var test = new TryStep(place, member);
        StateIf(into, Percent(20) ? new Not(test) : test, place, member.OnTrue, member.OnFalse < 0 ? before : member.OnFalse, Percent(20));
    }

    private void StateIf(List<Stmt> into, Cond test, Place place, int? onTrue, int? onFalse, bool only)
    {
        if (test is Not)
        {
            (onTrue, onFalse) = (onFalse, onTrue);
        }

        var before = new Dictionary<Place, Holds>(_holds);
        SetState(place.Root, onTrue);
        var then = Inner(_random.Next(0, 3), () => { });
        var thenMore = new List<Stmt>();
        if (!_ended && Of(place) == Holds.Value && onFalse is { } goal && Percent(50))
        {
            Bring(place, goal, thenMore);
        }

        var (thenHolds, thenEnded) = (new Dictionary<Place, Holds>(_holds), _ended);
        _ended = false;
        Restore(before);
        SetState(place.Root, onFalse);
        var other = only ? null : Inner(_random.Next(0, 3));
        var otherEnded = _ended;
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

        other = new Block([.. other?.Statements ?? [], .. otherMore]);
        into.Add(new If(test, then.With([.. then.Statements, .. thenMore]), other.Statements.IsEmpty ? null : other));
    }

    private void AskState(List<Stmt> into, Place place, Protocol protocol)
    {
        var tested = Enumerable.Range(0, protocol.Count).Where(s => (protocol.Tested & (1 << s)) != 0).ToList();
        if (protocol.HasState && (tested.Count == 0 || Percent(40)))
        {
            var before = new Dictionary<Place, Holds>(_holds);
            var cases = new List<Block>();
            Dictionary<Place, Holds>? joined = null;
            for (var state = 0; state < protocol.Count; state++)
            {
                Restore(before);
                SetState(place.Root, state);
                _switches++;
                var block = Inner(_random.Next(0, 3));
                _switches--;
                var more = new List<Stmt>();
                if (!_ended && Of(place) == Holds.Value)
                {
                    Bring(place, protocol.Initial, more);
                }

                cases.Add(block.With([.. block.Statements, .. more]));
                if (!_ended)
                {
                    if (joined is not null)
                    {
                        Join(joined);
                    }

                    joined = new Dictionary<Place, Holds>(_holds);
                }

                _ended = false;
            }

            Restore(joined ?? before);
            _ended = joined is null;
            into.Add(new Switch(Subject.State, place, [.. cases]));
            return;
        }

        if (tested.Count > 0)
        {
            var state = Any(tested);
            int? other = protocol.Count == 2 ? 1 - state : null;
            var test = new IsIn(place, state);
            StateIf(into, Percent(25) ? new Not(test) : test, place, state, other, Percent(30));
        }
    }
}
