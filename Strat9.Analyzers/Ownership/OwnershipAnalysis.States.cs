using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Strat9.Analyzers.Contracts;
using Strat9.Analyzers.Dataflow;
using Strat9.Analyzers.Rules;

namespace Strat9.Analyzers.Ownership;

// In-place protocols: the set of states a value may be in, beside who owns it.
internal sealed partial class OwnershipAnalysis
{
    private InPlaceProtocol? ProtocolOf(ITypeSymbol? type) => _body.Services.Protocols.Of(type);

    /// <summary>The states of a value, with "nobody has said" made explicit.</summary>
    private StateSet StatesOf(World world, Value value, InPlaceProtocol protocol)
    {
        var states = value.Kind == ValueKind.Place ? Effective(world, value.Place!).States : value.States;
        return states.IsEmpty ? protocol.Unknown : states;
    }

    // A container in a field is watched at run time.
    private bool OwesByState(Place place, Fact fact) =>
        !(place is { Kind: PlaceKind.Part, Parent.Type: not INamedTypeSymbol { IsTupleType: true } } && Ownership.MaySitAnywhere(place.Type))
        && OwesByState(place.Type, fact.States);

    /// <summary>The states of a value that comes into a place: where nobody has said any, not known.</summary>
    private StateSet StatesComing(ITypeSymbol? type, Status status, StateSet states) =>
        states.IsEmpty && (status & Status.Owned) != 0 && ProtocolOf(type) is { } protocol ? protocol.Unknown : states;

    // A value left in a state that is not final has not come to its end.
    private bool OwesByState(ITypeSymbol? type, StateSet states) =>
        ProtocolOf(type) is { HasNonFinal: true } protocol && !(states.IsEmpty ? protocol.Unknown : states).IsSubsetOf(protocol.Final);

    /// <summary>Whether the value is in a state in which the member, or the parameter, accepts it; reports when not.</summary>
    private bool CheckState(World world, Value value, ITypeSymbol? type, SlotContract? contract, SyntaxNode at, string name, string member, bool isArgument)
    {
        if (contract?.Requires is not { } required || ProtocolOf(type) is not { } protocol)
        {
            return true;
        }

        // Of what is gone something else is reported; where there is no object, no member runs.
        if (value is { Kind: ValueKind.Place, Place: { } place } && Effective(world, place) is var held
            && (held.May(Status.Moved | Status.Spent | Status.NotGiven) || held.Status == Status.Empty))
        {
            return true;
        }

        var states = StatesOf(world, value, protocol);
        if (states.IsSubsetOf(required))
        {
            return true;
        }

        if (InPlaceProtocol.IsUnknown(states))
        {
            _report.Report(Descriptors.STRAT2003_StateNotKnown, at.GetLocation(), [], member, protocol.Names(required), name);
        }
        else
        {
            _report.Report(
                isArgument ? Descriptors.STRAT2006_ArgumentState : Descriptors.STRAT2002_WrongState,
                at.GetLocation(),
                [],
                member,
                protocol.Names(required),
                name,
                protocol.Names(states));
        }

        return false;
    }

    // A receiver that a member takes, as far as its state matters: of one that is gone or lent something else is reported.
    private Value AsTaken(World world, Value receiver) =>
        receiver is { Kind: ValueKind.Place, Place: { } place } && ProtocolOf(place.Type) is { } protocol && Effective(world, place) is var fact
            && !fact.May(Status.Borrowed | Status.Moved | Status.Spent | Status.NotGiven)
            ? Value.Plain.In(StatesOf(world, receiver, protocol))
            : receiver;

    // The transition of a receiver or argument on one outcome.
    private void Transit(World world, Value value, SlotContract? contract, long? result, bool asDeclared)
    {
        if (contract is not { Ensures.IsEmpty: false } || value is not { Kind: ValueKind.Place, Place: { } place }
            || ProtocolOf(place.Type) is not { } protocol)
        {
            return;
        }

        var fact = Effective(world, place);
        if (After(contract, result) is not { } states || fact.Status == Status.Empty)
        {
            return;
        }

        ForgetOtherNames(world, place, protocol);
        var after = states & protocol.All;
        var came = fact.Change is StateChange.None or StateChange.Restored ? StatesOf(world, value, protocol) : fact.Came;
        SetKeepingParts(world, place, fact with
        {
            States = after,
            Came = came,
            Change = fact.Change == StateChange.Reported || !asDeclared ? StateChange.Reported
                : after == came && after.IsSingle ? StateChange.Restored
                : StateChange.Made,
        });
    }

    // What the contract promises on a result: nothing when the state is unchanged there.
    private static StateSet? After(SlotContract contract, long? result)
    {
        StateSet? named = null, always = null;
        foreach (var post in contract.Ensures)
        {
            if (!post.When.Conditional)
            {
                always = (always ?? StateSet.Empty) | post.States;
            }
            else if (post.When.Holds(result))
            {
                named = (named ?? StateSet.Empty) | post.States;
            }
        }

        return named ?? always;
    }

    /// <summary>A call that may throw in the middle of a transition leaves the state before and the one after.</summary>
    private void MayThrowInTransition(World world, IOperation call, MethodContract contract, ImmutableArray<IArgumentOperation> arguments, Value receiver)
    {
        if (!_throws.IsObserved)
        {
            return;
        }

        var thrown = world.Fork();
        Widen(thrown, receiver, contract.Receiver);
        foreach (var argument in arguments)
        {
            if (argument.Parameter is { } parameter && parameter.Ordinal < contract.Parameters.Length)
            {
                Widen(thrown, ValueOf(world, argument), contract.Parameters[parameter.Ordinal]);
            }
        }

        MayThrow(thrown, call);
    }

    private void Widen(World world, Value value, SlotContract? contract)
    {
        var isUnsaid = contract is { Mode: Mode.Exclusive, SaysNothingOfStates: true };
        if (contract is null || (contract.Ensures.IsEmpty && !isUnsaid) || value is not { Kind: ValueKind.Place, Place: { } place }
            || ProtocolOf(place.Type) is not { } protocol)
        {
            return;
        }

        // What is handed out by reference without a contract may have been left anyhow.
        var states = StatesOf(world, value, protocol) | (isUnsaid ? protocol.Unknown : StateSet.Empty);
        foreach (var post in contract.Ensures)
        {
            states |= post.States;
        }

        SetKeepingParts(world, place, Effective(world, place) with { States = states });
    }

    /// <summary>The places whose state a call that is awaited may not have changed when the await throws.</summary>
    private ImmutableArray<(Place Place, StateSet Before)> Undo(World world, MethodContract contract, ImmutableArray<IArgumentOperation> arguments, Value receiver)
    {
        var undo = ImmutableArray<(Place, StateSet)>.Empty;
        Add(receiver, contract.Receiver);
        foreach (var argument in arguments)
        {
            if (argument.Parameter is { } parameter && parameter.Ordinal < contract.Parameters.Length)
            {
                Add(ValueOf(world, argument), contract.Parameters[parameter.Ordinal]);
            }
        }

        return undo;

        void Add(Value value, SlotContract? slot)
        {
            if (slot is { Ensures.IsEmpty: false } && value is { Kind: ValueKind.Place, Place: { } place } && ProtocolOf(place.Type) is { } protocol)
            {
                undo = undo.Add((place, StatesOf(world, value, protocol)));
            }
        }
    }

    private void MayThrowAwaited(World world, IAwaitOperation await)
    {
        var awaited = ValueOf(world, await.Operation);
        if (awaited.Undo.IsDefaultOrEmpty || !_throws.IsObserved)
        {
            MayThrow(world, await);
            return;
        }

        var thrown = world.Fork();
        foreach (var (place, before) in awaited.Undo)
        {
            var fact = Effective(thrown, place);
            SetKeepingParts(thrown, place, fact with { States = fact.States | before });
        }

        MayThrow(thrown, await);
    }

    /// <summary>A container is lent to somebody, who may put something in or take it out.</summary>
    private void ForgetContents(World world, Value value)
    {
        if (value is { Kind: ValueKind.Place, Place: { } place } && ProtocolOf(place.Type) is { IsContents: true } protocol
            && Effective(world, place) is var fact && fact.May(Status.Owned))
        {
            SetKeepingParts(world, place, fact with { States = protocol.Unknown });
        }
    }

    /// <summary>
    /// Whether a container that is disposed here may hold linear values. It is reported where the path ends: one that leaves by an exception
    /// may not count.
    /// </summary>
    private bool IsDisposedFull(World world, Place place)
    {
        var fact = Effective(world, place);
        return ProtocolOf(place.Type) is { IsContents: true } && !world.IsDoubtful && fact.May(Status.Owned) && OwesByState(place, fact);
    }

    private static void MarkDisposedFull(World world, Place place, SyntaxNode at)
    {
        if (world.Facts[place.Id] is { } fact)
        {
            SetKeepingParts(world, place, fact with { DisposedAt = new Site(at, "disposed here") });
        }
    }

    private void ReportDisposedFull(Place place, Fact fact) =>
        ReportLeak(
            place, fact, fact.DisposedAt!.Syntax.GetLocation(), "may still hold linear values when it is disposed: take them out before, or drain it");

    // The body ends: what it was lent must be in the state its contract says.
    private void EndStates(World world, Place place, SlotContract contract, in Departure departure)
    {
        if (departure.Kind != DepartureKind.Branch || world.IsDoubtful || ProtocolOf(place.Type) is not { IsContents: false } protocol
            || Effective(world, place) is not { } fact || fact.Change == StateChange.Reported || fact.May(Status.Spent)
            || (contract.Mode == Mode.Exclusive && contract.SaysNothingOfStates)
            || !fact.May(Status.Owned | Status.Borrowed))
        {
            return;
        }

        // A primitive member is the transition it declares; what it calls nothing for cannot be compared.
        if (fact.Change == StateChange.None && place.Kind == PlaceKind.This && !IsComposed)
        {
            return;
        }

        var states = fact.States.IsEmpty ? protocol.Unknown : fact.States;
        foreach (var promised in Promises(contract, world.Returned))
        {
            // What came in one of several states and went through others cannot be told to be in the one it came in.
            var expected = promised ?? (contract.Requires is { IsSingle: true } single ? single : StateSet.Empty);
            if (promised is null && (contract.Mode == Mode.Out || fact.Change is StateChange.None or StateChange.Restored))
            {
                continue;
            }

            if (!states.IsSubsetOf(expected))
            {
                ReportUnmet(place.Kind == PlaceKind.This ? "this" : place.Name, expected, states, protocol, departure);
                return;
            }
        }
    }

    // The promises for each result that may be returned; null: the state it came in.
    private IEnumerable<StateSet?> Promises(SlotContract contract, Const returned)
    {
        var named = contract.Ensures.Where(e => e.When.Conditional).Select(e => e.When.Value).Distinct().ToList();
        var possible = named.Where(value => returned.EqualTo(value) != false).ToList();
        foreach (var value in possible)
        {
            yield return After(contract, value);
        }

        var isBoolean = _body.Method is { ReturnType.SpecialType: SpecialType.System_Boolean };
        if (!named.Any(value => returned.EqualTo(value) == true) && !(isBoolean && named.Count == 2 && possible.Count > 0))
        {
            yield return After(contract, null);
        }
    }

    private void ReturnStates(World world, Value moved, IOperation operation)
    {
        if (_contract?.ReturnEnsures is not { } promised || _body.IsConstructor || ProtocolOf(operation.Type) is not { IsContents: false } protocol
            || moved is { Kind: ValueKind.Fresh, Status: Status.Spent or Status.Empty })
        {
            return;
        }

        var states = moved.States.IsEmpty ? protocol.Unknown : moved.States;
        if (!states.IsSubsetOf(promised))
        {
            var at = operation.Syntax.FirstAncestorOrSelf<ReturnStatementSyntax>() ?? operation.Syntax;
            _report.Report(
                Descriptors.STRAT2004_PromiseNotMet,
                at.GetLocation(),
                [],
                "the result",
                protocol.Names(promised),
                Told(states, protocol));
        }
    }

    private void ReportUnmet(string name, StateSet expected, StateSet states, InPlaceProtocol protocol, in Departure departure)
    {
        if ((ReturnLocation(departure) ?? ExitLocation(departure)) is { } at)
        {
            _report.Report(
                Descriptors.STRAT2004_PromiseNotMet,
                at,
                [],
                $"'{name}'",
                expected.IsEmpty ? "the state it came in" : protocol.Names(expected),
                Told(states, protocol));
        }
    }

    private static string Told(StateSet states, InPlaceProtocol protocol) =>
        InPlaceProtocol.IsUnknown(states) ? "in a state that is not known" : protocol.Names(states);

    /// <summary>The <c>return</c> that a path leaves by, or the closing brace.</summary>
    private Location? ReturnLocation(in Departure departure)
    {
        var block = departure.Origin;
        var syntax = block?.BranchValue?.Syntax ?? block?.Operations.LastOrDefault()?.Syntax;
        if (syntax?.FirstAncestorOrSelf<ReturnStatementSyntax>() is { } statement)
        {
            return statement.GetLocation();
        }

        // A bare `return;` leaves no operation of its own.
        if (syntax is not null && NextReturn(syntax) is { } bare)
        {
            return bare.GetLocation();
        }

        return _body.Graph.OriginalOperation.Syntax switch
        {
            BaseMethodDeclarationSyntax { Body.CloseBraceToken: var brace } => brace.GetLocation(),
            LocalFunctionStatementSyntax { Body.CloseBraceToken: var brace } => brace.GetLocation(),
            AccessorDeclarationSyntax { Body.CloseBraceToken: var brace } => brace.GetLocation(),
            AnonymousFunctionExpressionSyntax { Block.CloseBraceToken: var brace } => brace.GetLocation(),
            BlockSyntax { CloseBraceToken: var brace } => brace.GetLocation(),
            _ => null,
        };
    }

    private static ReturnStatementSyntax? NextReturn(SyntaxNode syntax)
    {
        var statement = syntax.FirstAncestorOrSelf<StatementSyntax>();
        if (statement is IfStatementSyntax { Condition: var condition } branch && condition.Span.Contains(syntax.Span))
        {
            return First(branch.Statement) ?? (branch.Else is { } otherwise ? First(otherwise.Statement) : null);
        }

        return statement?.Parent is BlockSyntax block
            ? block.Statements.SkipWhile(s => s != statement).Skip(1).FirstOrDefault() as ReturnStatementSyntax
            : null;

        static ReturnStatementSyntax? First(StatementSyntax body) =>
            body as ReturnStatementSyntax ?? (body as BlockSyntax)?.Statements.FirstOrDefault() as ReturnStatementSyntax;
    }
}
