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
        var last = Value.Plain;
        foreach (var (path, answer) in Answers(world, call, contract, receiver))
        {
            SetValue(path, call, answer);
            last = ReferenceEquals(path, world) ? answer : last;
        }

        return last;
    }

    /// <summary>The answers of a test, each on a path of its own; the world given is one of them.</summary>
    private List<(World World, Value Answer)> Answers(World world, IOperation call, MethodContract contract, Value receiver)
    {
        if (receiver is not { Kind: ValueKind.Place, Place: { } place } || ProtocolOf(place.Type) is not { } protocol
            || Effective(world, place) is not { } fact || !fact.May(Status.Owned | Status.Borrowed))
        {
            return [(world, Value.Plain)];
        }

        var states = StatesOf(world, receiver, protocol);
        ObserveTest(world, call, contract, states, protocol);
        if (contract.Tests is { IsEmpty: false } tested)
        {
            var fork = Fork(world);
            Answer(fork, states & tested & protocol.All);
            Answer(world, states & protocol.All & ~tested);
            return [(fork, Value.Constant(Const.Of(true))), (world, Value.Constant(Const.Of(false)))];
        }

        return contract.TestsCount ? TestCount(world, place, fact, states)
            : contract.TestsValue ? TestValue(world, call, protocol, place, fact, states)
            : [(world, Value.Plain)];

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

    private List<(World World, Value Answer)> TestValue(
        World world, IOperation call, InPlaceProtocol protocol, Place place, Fact fact, StateSet states)
    {
        var answers = new List<(World World, Value Answer)>();
        var possible = protocol.Members.Where(m => !(protocol.Of(m.Value) & states).IsEmpty).Select(m => m.Value).ToList();
        if (possible.Count == 0)
        {
            return [(world, Value.Plain)];
        }

        if (_decided.Contains(call.Syntax))
        {
            var doubtful = Fork(world);
            doubtful.IsDoubtful = true;
            answers.Add((doubtful, Value.Constant(Const.NotIn([.. possible]))));
        }

        for (var i = 0; i < possible.Count; i++)
        {
            var path = i == possible.Count - 1 ? world : Fork(world);
            SetKeepingParts(path, place, fact with { States = protocol.Of(possible[i]) });
            answers.Add((path, Value.Constant(Const.Of(possible[i]))));
        }

        return answers;
    }

    // Counting what a container holds asks whether it is empty.
    private List<(World World, Value Answer)> TestCount(World world, Place place, Fact fact, StateSet states)
    {
        var (none, some) = (states & InPlaceProtocol.Emptied, states & InPlaceProtocol.Filled);
        if (none.IsEmpty || some.IsEmpty)
        {
            return [(world, Value.Constant(some.IsEmpty ? Const.Of(0) : Const.Positive))];
        }

        var fork = Fork(world);
        SetKeepingParts(fork, place, fact with { States = none });
        SetKeepingParts(world, place, fact with { States = some });
        return [(fork, Value.Constant(Const.Of(0))), (world, Value.Constant(Const.Positive))];
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
