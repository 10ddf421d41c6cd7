using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Strat9.Analyzers.Contracts;

/// <summary>
/// What a contract says of the state of one thing (a receiver, a parameter, a result): states are the values of the enum's members.
/// </summary>
internal sealed class StateContract
{
    public static readonly StateContract Nothing = new(null, ImmutableDictionary<long, long>.Empty, null);

    private StateContract(ImmutableHashSet<long>? requires, ImmutableDictionary<long, long> onResult, long? always)
    {
        Requires = requires;
        OnResult = onResult;
        Always = always;
    }

    /// <summary>The states it must be in; <see langword="null"/> when any will do.</summary>
    public ImmutableHashSet<long>? Requires { get; }

    /// <summary>The state promised on each result that is named.</summary>
    public ImmutableDictionary<long, long> OnResult { get; }

    /// <summary>The state promised on the results that are not named; <see langword="null"/> when none is.</summary>
    public long? Always { get; }

    public bool IsEmpty => Requires is null && Always is null && OnResult.IsEmpty;

    /// <summary>The state on a result; <see langword="null"/> when none is promised. No result stands for any that is not named.</summary>
    public long? On(long? result) => result is { } named && OnResult.TryGetValue(named, out var state) ? state : Always;

    public static StateContract Of(IEnumerable<AttributeData> attributes)
    {
        var requires = ImmutableHashSet.CreateBuilder<long>();
        var onResult = ImmutableDictionary.CreateBuilder<long, long>();
        long? always = null;
        foreach (var attribute in attributes)
        {
            var states = ContractSubjects.StatesIn(attribute).Select(s => s.Kind == TypedConstantKind.Enum ? Constants.Of(s) : null).ToList();
            if (attribute.AttributeClass.Is(KnownNames.Requires))
            {
                requires.UnionWith(states.OfType<long>());
            }
            else if (attribute.AttributeClass.Is(KnownNames.Transition) && states is [{ } from, { } to])
            {
                requires.Add(from);
                always = to;
            }
            else if (attribute.AttributeClass.Is(KnownNames.Ensures) && states is [{ } promised])
            {
                if (attribute.Named(KnownNames.WhenProperty) is { } when && Constants.Of(when) is { } result)
                {
                    onResult[result] = promised;
                }
                else
                {
                    always = promised;
                }
            }
        }

        return requires.Count == 0 && onResult.Count == 0 && always is null
            ? Nothing
            : new StateContract(requires.Count == 0 ? null : requires.ToImmutable(), onResult.ToImmutable(), always);
    }

    /// <summary>The receiver's: what stands on a property holds for its accessors, promises for the setter only.</summary>
    public static StateContract OfReceiver(IMethodSymbol method)
    {
        IEnumerable<AttributeData> attributes = method.GetAttributes();
        if (method.AssociatedSymbol is IPropertySymbol property)
        {
            attributes = attributes.Concat(property.GetAttributes().Where(a =>
                method.MethodKind == MethodKind.PropertySet || a.AttributeClass.Is(KnownNames.Requires)));
        }

        return Of(attributes);
    }
}
