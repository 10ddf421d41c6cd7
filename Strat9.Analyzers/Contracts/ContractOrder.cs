using Microsoft.CodeAnalysis;

namespace Strat9.Analyzers.Contracts;

/// <summary>
/// Whether one contract may stand for another: it may ask for less and promise more. Says what differs, in words that follow
/// "does not keep the contract of …:".
/// </summary>
internal sealed class ContractOrder(IContractSource contracts, TypeOwnership ownership, KnownTypes known)
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

        return (isLambda ? null : OfReceiver(my, mine, their, theirs)) ?? OfResult(my, mine, their, theirs, isLambda);
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

        var isLinear = ownership.IsLinear(theirs.Type) || ContractSubjects.StatesOf(theirs.Type, known) is not null;
        var name = $"'{mine.Name}'";
        var (myStates, theirStates) = (StateContract.Of(mine.GetAttributes()), StateContract.Of(theirs.GetAttributes()));
        if (my.Mode == Mode.Out && their.Mode == Mode.Out)
        {
            return OfOut(my, their, isLinear, name) ?? OfStates(myStates, theirStates, theirs.Type, name, isNew: true);
        }

        return OfMode(Borrowed(my, mine, myStates), Borrowed(their, theirs, theirStates), isLinear, name)
            ?? OfStates(myStates, theirStates, theirs.Type, name, isNew: theirs.RefKind == RefKind.Ref);
    }

    private string? OfReceiver(MethodContract my, IMethodSymbol mine, MethodContract their, IMethodSymbol theirs)
    {
        // Values of a type that is not move-only are not owned, so nobody relies on what becomes of them.
        if (my.Receiver is null || their.Receiver is null || !ownership.IsTracked(theirs.ContainingType)
            || theirs.ContainingType.TypeKind == TypeKind.Delegate)
        {
            return null;
        }

        const string Name = "its receiver";
        var states = ContractSubjects.StatesOf(theirs.ContainingType, known);
        return OfMode(my.Receiver, their.Receiver, ownership.IsLinear(theirs.ContainingType), Name)
            ?? OfStates(StateContract.OfReceiver(mine), StateContract.OfReceiver(theirs), theirs.ContainingType, Name, isNew: false)
            ?? (states is null ? null : OfTests(mine, theirs));
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

        var type = ContractSubjects.ResultOf(theirs, known);
        return isLambda || type is null
            ? null
            : OfStates(
                StateContract.Of(mine.GetReturnTypeAttributes()), StateContract.Of(theirs.GetReturnTypeAttributes()), type, "its result", isNew: true);
    }

    // With a contract for its state, what comes by value only lends itself.
    private static SlotContract Borrowed(SlotContract slot, IParameterSymbol parameter, StateContract states) =>
        slot.Mode == Mode.Own && !states.IsEmpty && !parameter.Has(KnownNames.Consumes) ? new SlotContract { Mode = Mode.Borrow } : slot;

    private static string? OfMode(SlotContract my, SlotContract their, bool isLinear, string name) => (my.Mode, their.Mode) switch
    {
        (Mode.Own, Mode.Borrow) => $"it takes {name}, which is only lent to it",
        (Mode.Own, Mode.Own) when my.When == their.When => null,
        (Mode.Own, Mode.Own) when !my.When.Conditional => $"it always takes {name}, where the callers keep it on other results",
        (Mode.Own, Mode.Own) when their.When.Conditional => $"it takes {name} on another result",
        (Mode.Own, Mode.Own) when isLinear => $"it takes {name} only on one result, where the callers give it away on all, and would lose it",
        (Mode.Borrow, Mode.Own) when isLinear => $"it only borrows {name}, which the callers give away, so nobody would consume it",
        _ => null,
    };

    // What is not known to be null on the other results need not be given there.
    private static string? OfOut(SlotContract my, SlotContract their, bool isLinear, string name) => (my.When, their.When) switch
    {
        var (mine, theirs) when mine == theirs => null,
        ({ Conditional: true }, { Conditional: false }) => my.IsExplicit ? $"it gives {name} only on one result, where the callers expect it on all" : null,
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
    private string? OfStates(StateContract my, StateContract their, ITypeSymbol type, string name, bool isNew)
    {
        if (ContractSubjects.StatesOf(type, known) is not { } states || (my.IsEmpty && their.IsEmpty))
        {
            return null;
        }

        if (my.Requires is { } asked)
        {
            var allowed = their.Requires ?? [.. MembersOf(states)];
            if (!allowed.IsSubsetOf(asked))
            {
                return $"it asks for {name} in {Shown(asked, states)}, where the callers may come in {Shown(allowed, states)}";
            }
        }

        foreach (var result in my.OnResult.Keys.Concat(their.OnResult.Keys).Distinct().Select(r => (long?)r).Append(null))
        {
            if (result is null && IsBoth(my, their))
            {
                continue;
            }

            var (mine, theirs) = (my.On(result), their.On(result));
            if (theirs is { } promised && mine != promised && !(mine is null && !isNew && IsOnly(my.Requires ?? their.Requires, promised)))
            {
                return $"it does not promise {name} in {Shown([promised], states)}";
            }

            if (theirs is null && !isNew && mine is { } changed && !IsOnly(their.Requires, changed))
            {
                return $"it leaves {name} in {Shown([changed], states)}, where the callers expect it unchanged";
            }
        }

        return null;
    }

    private static string? OfTests(IMethodSymbol mine, IMethodSymbol theirs)
    {
        if (TestsOf(theirs) is not { } tested)
        {
            return null;
        }

        return TestsOf(mine) is { } test && ContractSubjects.StatesIn(test).Select(Constants.Of).SequenceEqual(ContractSubjects.StatesIn(tested).Select(Constants.Of))
            ? null
            : "it is no test of the state ([Tests]) as the callers expect";
    }

    private static AttributeData? TestsOf(IMethodSymbol method) =>
        ((ISymbol?)(method.AssociatedSymbol as IPropertySymbol) ?? method).Find(KnownNames.Tests);

    private static bool IsOnly(ICollection<long>? states, long state) => states is { Count: 1 } && states.Contains(state);

    // Only a 'bool' has both of its results named.
    private static bool IsBoth(StateContract my, StateContract their) =>
        new[] { 0L, 1L }.All(r => my.OnResult.ContainsKey(r) || their.OnResult.ContainsKey(r)) && my.OnResult.Keys.Concat(their.OnResult.Keys).All(r => r is 0 or 1);

    private static bool Says(IParameterSymbol parameter) =>
        parameter.GetAttributes().Any(a => a.AttributeClass.Is(KnownNames.Consumes) || a.AttributeClass.Is(KnownNames.Borrows)
            || a.AttributeClass.Is(KnownNames.Gives) || a.AttributeClass.Is(KnownNames.Requires) || a.AttributeClass.Is(KnownNames.Ensures));

    private static IEnumerable<long> MembersOf(INamedTypeSymbol states) =>
        states.GetMembers().OfType<IFieldSymbol>().Where(f => f.HasConstantValue).Select(f => Constants.Of(f.ConstantValue)).OfType<long>();

    private static string Shown(IEnumerable<long> values, INamedTypeSymbol states)
    {
        var all = new HashSet<long>(values);
        return string.Join(
            " or ",
            states.GetMembers().OfType<IFieldSymbol>()
                .Where(f => f.HasConstantValue && Constants.Of(f.ConstantValue) is { } value && all.Remove(value))
                .Select(f => $"'{f.Name}'"));
    }
}
