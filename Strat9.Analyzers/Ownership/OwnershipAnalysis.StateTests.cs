using Microsoft.CodeAnalysis;
using Strat9.Analyzers.Contracts;

namespace Strat9.Analyzers.Ownership;

// Tests of a state: `IsOpen`, `State`.
internal sealed partial class OwnershipAnalysis
{
    /// <summary>The states that are possible at each test, over all paths.</summary>
    private readonly Dictionary<SyntaxNode, (StateSet States, StateSet Tested, InPlaceProtocol Protocol)> _tests = [];

    /// <summary>The tests whose answer is known beforehand: they silence nothing.</summary>
    private HashSet<SyntaxNode> _decided = [];

    /// <summary>The result of a test: each answer goes on with the states it leaves. A test of a known state silences nothing.</summary>
    private Value Test(World world, IOperation call, MethodContract contract, Value receiver)
    {
        if (receiver is not { Kind: ValueKind.Place, Place: { } place } || ProtocolOf(place.Type) is not { } protocol
            || Effective(world, place) is not { } fact || !fact.May(Status.Owned | Status.Borrowed))
        {
            return Value.Plain;
        }

        var states = StatesOf(world, receiver, protocol);
        ObserveTest(world, call, contract, states, protocol);
        if (contract.Tests is { IsEmpty: false } tested)
        {
            return Split(
                world,
                call,
                Value.Constant(Const.Of(true)),
                Value.Constant(Const.Of(false)),
                w => Answer(w, states & tested & protocol.All),
                w => Answer(w, states & protocol.All & ~tested));
        }

        return contract.TestsCount ? TestCount(world, call, place, fact, states)
            : contract.TestsValue ? TestValue(world, call, protocol, place, fact, states)
            : Value.Plain;

        void Answer(World path, StateSet left)
        {
            if (!left.IsEmpty)
            {
                SetKeepingParts(path, place, fact with { States = left });
            }
            else if (_decided.Contains(call.Syntax))
            {
                path.IsDoubtful = true;
            }
            else
            {
                path.IsDead = true;
            }
        }
    }

    private Value TestValue(World world, IOperation call, InPlaceProtocol protocol, Place place, Fact fact, StateSet states)
    {
        var possible = new List<(long Value, StateSet State)>();
        foreach (var (_, value) in protocol.Members)
        {
            if (!(protocol.Of(value) & states).IsEmpty)
            {
                possible.Add((value, protocol.Of(value)));
            }
        }

        for (var i = 0; i < possible.Count - 1; i++)
        {
            var fork = Fork(world);
            SetKeepingParts(fork, place, fact with { States = possible[i].State });
            SetValue(fork, call, Value.Constant(Const.Of(possible[i].Value)));
        }

        if (possible.Count == 0)
        {
            return Value.Plain;
        }

        if (_decided.Contains(call.Syntax))
        {
            var doubtful = Fork(world);
            doubtful.IsDoubtful = true;
            SetValue(doubtful, call, Value.Constant(Const.NotIn([.. possible.Select(p => p.Value)])));
        }

        var last = possible[possible.Count - 1];
        SetKeepingParts(world, place, fact with { States = last.State });
        return Value.Constant(Const.Of(last.Value));
    }

    private void ObserveTest(World world, IOperation call, MethodContract contract, StateSet states, InPlaceProtocol protocol)
    {
        if (_report.IsOn && !world.IsDoubtful && !contract.TestsCount)
        {
            var known = _tests.TryGetValue(call.Syntax, out var test) ? test.States : StateSet.Empty;
            _tests[call.Syntax] = (known | states, contract.Tests ?? StateSet.Empty, protocol);
        }
    }

    // A test by value is decided where one state is left; of several that are, the others are no news.
    private HashSet<SyntaxNode> DecidedTests() =>
    [
        .. _tests.Where(t => t.Value is var (states, tested, protocol)
                && (tested.IsEmpty
                    ? (states & protocol.All).IsSingle && protocol.Members.Count > 1
                    : (states & tested).IsEmpty || (states & protocol.All).IsSubsetOf(tested)))
            .Select(t => t.Key),
    ];
}
