using Microsoft.CodeAnalysis;

namespace Strat9.Analyzers.Contracts;

/// <summary>
/// Whether one contract may stand for another: it may ask for less and promise more. Says what differs, in words that follow
/// "does not keep the contract of …:".
/// </summary>
internal sealed class ContractOrder(
    IContractSource contracts, TypeOwnership ownership, InPlaceProtocols protocols, KnownTypes known)
{
    /// <summary>Why <paramref name="mine"/> cannot stand for <paramref name="theirs"/>; <see langword="null"/> when it can.</summary>
    /// <param name="mine">The method that is called in the end.</param>
    /// <param name="theirs">The method whose contract the callers see.</param>
    /// <param name="isLambda">Whether <paramref name="mine"/> is a lambda, which takes over what it does not say itself.</param>
    public string? ReasonAgainst(IMethodSymbol mine, IMethodSymbol theirs, bool isLambda = false)
    {
        // A method group over an extension's receiver has one parameter less to fill.
        var skip = mine.Parameters.Length - theirs.Parameters.Length;
        if (skip is not (0 or 1) || (skip == 1 && !mine.IsExtensionMethod))
        {
            return null;
        }

        var (my, their) = (contracts.Of(mine), contracts.Of(theirs));
        for (var i = 0; i < theirs.Parameters.Length; i++)
        {
            var (mineParameter, theirParameter) = (mine.Parameters[i + skip], theirs.Parameters[i]);
            if (isLambda && !Says(mineParameter))
            {
                continue;
            }

            if (OfParameter(my.Parameters[i + skip], mineParameter, their.Parameters[i], theirParameter) is { } reason)
            {
                return reason;
            }
        }

        return (isLambda ? null : OfReceiver(my, their, theirs)) ?? OfResult(my, mine, their, theirs, isLambda);
    }

    private string? OfParameter(SlotContract my, IParameterSymbol mine, SlotContract their, IParameterSymbol theirs)
    {
        if (theirs.Type.TypeKind == TypeKind.Delegate)
        {
            return OfDelegate(mine, theirs);
        }

        if (!ownership.IsTracked(theirs.Type) && !ownership.IsTracked(mine.Type))
        {
            return null;
        }

        var protocol = protocols.Of(theirs.Type);
        var isLinear = ownership.IsLinear(theirs.Type) || protocol?.HasNonFinal == true;
        var name = $"'{mine.Name}'";
        if (my.Mode == Mode.Out && their.Mode == Mode.Out)
        {
            return OfOut(my, their, isLinear, name) ?? OfStates(my, their, protocol, name, isNew: true);
        }

        return OfMode(my, their, isLinear, name) ?? OfStates(my, their, protocol, name, isNew: theirs.RefKind == RefKind.Ref);
    }

    private string? OfReceiver(MethodContract my, MethodContract their, IMethodSymbol theirs)
    {
        // Values of a type that is not move-only are not owned, so nobody relies on what becomes of them.
        if (my.Receiver is null || their.Receiver is null || !ownership.IsTracked(theirs.ContainingType)
            || theirs.ContainingType.TypeKind == TypeKind.Delegate)
        {
            return null;
        }

        const string Name = "its receiver";
        return OfMode(my.Receiver, their.Receiver, ownership.IsLinear(theirs.ContainingType), Name)
            ?? OfStates(my.Receiver, their.Receiver, protocols.Of(theirs.ContainingType), Name, isNew: false)
            ?? ((their.Tests is null || my.Tests == their.Tests) && (!their.TestsValue || my.TestsValue)
                ? null
                : "it is no test of the state ([Tests]) as the callers expect");
    }

    private string? OfResult(MethodContract my, IMethodSymbol mine, MethodContract their, IMethodSymbol theirs, bool isLambda)
    {
        if (theirs.ReturnsVoid || mine.ReturnsVoid)
        {
            return null;
        }

        // Who lends a value that is no loan by its type must say so to the caller.
        if (my.Return == Mode.Borrow && their.Return == Mode.Own && !theirs.ReturnType.IsRefLikeType)
        {
            return "its result is lent ([Borrows]), where the callers expect one of their own";
        }

        if (my.Return == Mode.Own && their.Return == Mode.Borrow && !isLambda && ownership.IsLinear(theirs.ReturnType))
        {
            return "its result is the caller's own, where the callers expect it to be lent and would lose it";
        }

        return isLambda
            ? null
            : OfStates(
                Promise(my.ReturnEnsures),
                Promise(their.ReturnEnsures),
                protocols.Of(ContractSubjects.ResultOf(theirs, known)),
                "its result",
                isNew: true);
    }

    private static SlotContract Promise(StateSet? states) =>
        new() { Ensures = states is { } promised ? [new Postcondition(Outcome.Always, promised)] : [] };

    private static string? OfMode(SlotContract my, SlotContract their, bool isLinear, string name) => (my.Mode, their.Mode) switch
    {
        (Mode.Own, Mode.Borrow) => $"it takes {name}, which is only lent to it",
        (Mode.Own, Mode.Own) when my.When == their.When => null,
        (Mode.Own, Mode.Own) when !my.When.Conditional => $"it always takes {name}, where the callers keep it on other results",
        (Mode.Own, Mode.Own) when their.When.Conditional => $"it takes {name} on another result",
        (Mode.Own, Mode.Own) when isLinear =>
            $"it takes {name} only on one result, where the callers give it away on all, and would lose it",
        (Mode.Borrow, Mode.Own) when isLinear => $"it only borrows {name}, which the callers give away, so nobody would consume it",
        _ => null,
    };

    // What is not known to be null on the other results need not be given there.
    private static string? OfOut(SlotContract my, SlotContract their, bool isLinear, string name) => (my.When, their.When) switch
    {
        var (mine, theirs) when mine == theirs => null,
        ({ Conditional: true }, { Conditional: false }) =>
            my.IsExplicit ? $"it gives {name} only on one result, where the callers expect it on all" : null,
        ({ Conditional: true }, _) => $"it gives {name} on another result",
        _ => isLinear ? $"it gives {name} on every result, where the callers expect it on one only, and would lose it" : null,
    };

    private static string? OfDelegate(IParameterSymbol mine, IParameterSymbol theirs)
    {
        if (theirs.Has(KnownNames.Borrows) && !mine.Has(KnownNames.Borrows))
        {
            return $"it may keep '{mine.Name}', which is only lent to it for the call ([Borrows])";
        }

        return theirs.Has(KnownNames.Consumes) && !mine.Has(KnownNames.Consumes)
            ? $"it may call '{mine.Name}' more than once, where the callers rely on one call ([Consumes])"
            : null;
    }

    // isNew: without a promise the state is not known afterwards; else it is unchanged, which is a promise as well.
    private static string? OfStates(SlotContract my, SlotContract their, InPlaceProtocol? protocol, string name, bool isNew)
    {
        if (protocol is null)
        {
            return null;
        }

        var allowed = their.Requires ?? protocol.All;
        if (my.Requires is { IsEmpty: false } asked && !allowed.IsSubsetOf(asked))
        {
            return $"it asks for {name} in {protocol.Names(asked)}, where the callers may come in {protocol.Names(allowed)}";
        }

        foreach (var result in Results(my, their))
        {
            var (mine, theirs) = (On(my, result), On(their, result));
            var unchanged = isNew ? null : their.Requires;
            if (theirs is { } promised && (mine ?? unchanged)?.IsSubsetOf(promised) != true)
            {
                return $"it does not promise {name} in {protocol.Names(promised)}";
            }

            // Where only that state may come in, to end in it is to leave it as it was.
            if (theirs is null && !isNew && mine is { } changed && changed != their.Requires)
            {
                return $"it leaves {name} in {protocol.Names(changed)}, where the callers expect it unchanged";
            }
        }

        return null;
    }

    private static StateSet? On(SlotContract slot, long? result)
    {
        StateSet? always = null;
        foreach (var promise in slot.Ensures)
        {
            if (!promise.When.Conditional)
            {
                always = promise.States;
            }
            else if (promise.When.Value == result)
            {
                return promise.States;
            }
        }

        return always;
    }

    // The results that either names, and null for all others. Only a 'bool' can have all of its results named.
    private static IEnumerable<long?> Results(SlotContract my, SlotContract their)
    {
        var named = new HashSet<long>(my.Ensures.Concat(their.Ensures).Where(e => e.When.Conditional).Select(e => e.When.Value));
        return named.SetEquals([0L, 1L]) ? named.Select(r => (long?)r) : named.Select(r => (long?)r).Append(null);
    }

    private static bool Says(IParameterSymbol parameter) =>
        parameter.GetAttributes().Any(a => a.AttributeClass.Is(KnownNames.Consumes) || a.AttributeClass.Is(KnownNames.Borrows)
            || a.AttributeClass.Is(KnownNames.Gives) || a.AttributeClass.Is(KnownNames.Requires) || a.AttributeClass.Is(KnownNames.Ensures));
}
