using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Strat9.Analyzers.Contracts;

/// <summary>
/// The slot and the owning containers of the runtime library. Whether one may still hold linear values is followed like the state of an
/// in-place protocol with two states; what a member does to it follows from the types in its signature.
/// </summary>
internal static class OwningContainers
{
    private const string Slot = "Slot";
    private const string IsEmptyProperty = "IsEmpty";
    private const string CountProperty = "Count";

    public static bool IsContainer(ITypeSymbol? type) =>
        type is INamedTypeSymbol { Arity: > 0, ContainingNamespace: { Name: KnownNames.Namespace, ContainingNamespace.IsGlobalNamespace: true } } named
        && named.Name is Slot or "OwnedArray" or "OwnedList" or "OwnedStack" or "OwnedQueue" or "OwnedDictionary" or "OwnedChannel";

    /// <summary>The type of the values a container holds.</summary>
    public static ITypeSymbol ElementOf(INamedTypeSymbol container) => container.TypeArguments[container.TypeArguments.Length - 1];

    /// <summary>The contract of a member of a container that holds linear values.</summary>
    /// <param name="method">The member.</param>
    /// <param name="plain">Its contract without regard to what it does to the contents.</param>
    public static MethodContract With(IMethodSymbol method, MethodContract plain)
    {
        var element = ElementOf(method.ContainingType);
        if (method.MethodKind == MethodKind.Constructor)
        {
            var filled = method.Parameters.Any(p => Same(p.Type, element));
            return plain.With(plain.Receiver, filled ? InPlaceProtocol.Filled : InPlaceProtocol.Emptied, null, false, plain.Outcomes);
        }

        if (method.AssociatedSymbol is IPropertySymbol property)
        {
            return property.Name switch
            {
                IsEmptyProperty => plain.With(plain.Receiver, plain.ReturnEnsures, InPlaceProtocol.Emptied, false, plain.Outcomes),
                CountProperty => plain.With(plain.Receiver, plain.ReturnEnsures, null, true, plain.Outcomes),
                _ => plain,
            };
        }

        var ensures = Effects(method, plain, element);
        return ensures.IsEmpty || plain.Receiver is not { } receiver
            ? plain
            : plain.With(
                receiver with { Ensures = ensures },
                plain.ReturnEnsures,
                null,
                false,
                [.. plain.Outcomes.Concat(ensures.Where(e => e.When.Conditional).Select(e => e.When.Value)).Distinct()]);
    }

    private static ImmutableArray<Postcondition> Effects(IMethodSymbol method, MethodContract contract, ITypeSymbol element)
    {
        var effects = ImmutableArray.CreateBuilder<Postcondition>();
        var holdsOne = method.ContainingType.Name == Slot;
        var takes = Same(method.ReturnType, element) ? Outcome.Always : default(Outcome?);
        var chooses = false;
        for (var i = 0; i < method.Parameters.Length; i++)
        {
            var (parameter, slot) = (method.Parameters[i], contract.Parameters[i]);
            if (!Mentions(parameter.Type, element))
            {
                chooses |= parameter.RefKind != RefKind.Out;
                continue;
            }

            switch (slot.Mode)
            {
                case Mode.Own:
                    // A value goes in.
                    return [new Postcondition(slot.When, InPlaceProtocol.Filled)];
                case Mode.Out:
                    takes = slot.When;
                    break;
                case Mode.Exclusive:
                    // It is exchanged.
                    return [new Postcondition(Outcome.Always, InPlaceProtocol.MayBeFilled)];
                default:
                    // A delegate that takes the values: it has had them all when the call returns.
                    return [new Postcondition(Outcome.Always, InPlaceProtocol.Emptied)];
            }
        }

        if (takes is not { } given)
        {
            return method.ReturnType is INamedTypeSymbol result && result.TypeArguments.Any(a => Mentions(a, element))
                ? [new Postcondition(Outcome.Always, InPlaceProtocol.MayBeFilled)]
                : [];
        }

        effects.Add(new Postcondition(given, holdsOne ? InPlaceProtocol.Emptied : InPlaceProtocol.MayBeFilled));
        if (given.Conditional && !chooses)
        {
            // Asked for any value, it has none.
            effects.Add(new Postcondition(Outcome.On(given.Value == 0 ? 1 : 0), InPlaceProtocol.Emptied));
        }

        return effects.ToImmutable();
    }

    private static bool Mentions(ITypeSymbol type, ITypeSymbol element) =>
        Same(type, element) || (type is INamedTypeSymbol { IsGenericType: true } named && named.TypeArguments.Any(a => Same(a, element)));

    private static bool Same(ITypeSymbol a, ITypeSymbol b) => SymbolEqualityComparer.Default.Equals(a, b);
}
