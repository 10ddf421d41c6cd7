using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Strat9.Analyzers.Contracts;

namespace Strat9.Analyzers.Protocols.Model;

/// <summary>
/// Reads the protocol of a <c>[Typestate(typeof(E))]</c> type: the members of <c>E</c>, and what the type's members say of them.
/// </summary>
internal sealed class InPlaceReader
{
    private readonly INamedTypeSymbol _type;
    private readonly INamedTypeSymbol _enum;
    private readonly Dictionary<object, ProtocolState> _states = [];
    private readonly ImmutableArray<ProtocolState>.Builder _inOrder = ImmutableArray.CreateBuilder<ProtocolState>();
    private readonly ImmutableArray<Transition>.Builder _transitions = ImmutableArray.CreateBuilder<Transition>();

    private InPlaceReader(INamedTypeSymbol type, INamedTypeSymbol states)
    {
        _type = type;
        _enum = states;
    }

    /// <summary>The enum of an in-place type; <see langword="null"/> for other types.</summary>
    public static INamedTypeSymbol? StatesOf(INamedTypeSymbol type) =>
        type.Find(KnownNames.Typestate) is { ConstructorArguments: [{ Kind: TypedConstantKind.Type } argument] } &&
        argument.Value is INamedTypeSymbol { TypeKind: TypeKind.Enum } states
            ? states
            : null;

    /// <param name="type">The type that carries the attribute.</param>
    /// <param name="derived">Classes among which those derived from it are: they may add members, not states.</param>
    public static Protocol? Read(INamedTypeSymbol type, IEnumerable<INamedTypeSymbol> derived)
    {
        if (StatesOf(type) is not { } states)
        {
            return null;
        }

        var reader = new InPlaceReader(type, states);
        var members = Members(type, derived).ToList();
        reader.ReadStates(members);
        foreach (var member in members)
        {
            reader.ReadMember(member);
        }

        return new Protocol(type, null, reader._inOrder.ToImmutable(), reader._transitions.ToImmutable());
    }

    private static IEnumerable<ISymbol> Members(INamedTypeSymbol type, IEnumerable<INamedTypeSymbol> derived)
    {
        for (var t = type; t is { SpecialType: SpecialType.None }; t = t.BaseType)
        {
            foreach (var member in t.GetMembers())
            {
                yield return member;
            }
        }

        foreach (var other in derived.Where(d => DerivesFrom(d, type)))
        {
            foreach (var member in other.GetMembers())
            {
                yield return member;
            }
        }
    }

    private static bool DerivesFrom(INamedTypeSymbol type, INamedTypeSymbol ancestor)
    {
        for (var t = type.BaseType; t is not null; t = t.BaseType)
        {
            if (t.SameDefinition(ancestor))
            {
                return true;
            }
        }

        return false;
    }

    // Members marked [State]; an unmarked one is a state when a contract names it.
    private void ReadStates(List<ISymbol> members)
    {
        var named = new HashSet<object>(members.SelectMany(Named));
        foreach (var field in _enum.GetMembers().OfType<IFieldSymbol>())
        {
            if (field.ConstantValue is { } value && !_states.ContainsKey(value))
            {
                var attribute = field.Find(KnownNames.State);
                if (attribute is not null || named.Contains(value))
                {
                    var state = new ProtocolState(
                        field,
                        attribute?.Flag(KnownNames.InitialProperty) == true,
                        attribute?.Flag(KnownNames.FinalProperty) == true);
                    _states.Add(value, state);
                    _inOrder.Add(state);
                }
            }
        }
    }

    private IEnumerable<object> Named(ISymbol member)
    {
        IEnumerable<AttributeData> attributes = member.GetAttributes();
        if (member is IMethodSymbol method)
        {
            attributes = attributes.Concat(method.GetReturnTypeAttributes()).Concat(method.Parameters.SelectMany(p => p.GetAttributes()));
        }

        return attributes.Where(IsContract).SelectMany(Values);
    }

    private static bool IsContract(AttributeData attribute) =>
        attribute.AttributeClass is { } type &&
        (type.Is(KnownNames.Requires) || type.Is(KnownNames.Ensures) || type.Is(KnownNames.Transition) || type.Is(KnownNames.Tests));

    private IEnumerable<object> Values(AttributeData attribute) =>
        attribute.Constants()
            .Where(c => c.Kind == TypedConstantKind.Enum && c.Type.SameAs(_enum) && c.Value is not null)
            .Select(c => c.Value!);

    private void ReadMember(ISymbol member)
    {
        switch (member)
        {
            case IMethodSymbol { MethodKind: MethodKind.Constructor } constructor:
                Add(constructor, TransitionKind.Entry, [], States(constructor.FindAll(KnownNames.Ensures)));
                break;
            case IMethodSymbol { AssociatedSymbol: IPropertySymbol property } accessor:
                // What stands on the property holds for its accessors too: [Requires] for both, [Ensures] for the setter.
                var isSetter = accessor.MethodKind == MethodKind.PropertySet;
                var shared = property.GetAttributes().Where(a => isSetter || a.AttributeClass?.Is(KnownNames.Requires) == true);
                ReadReceiver(accessor, [.. accessor.GetAttributes(), .. shared]);
                break;
            case IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation } method:
                ReadMethod(method);
                break;
        }
    }

    private void ReadMethod(IMethodSymbol method)
    {
        if (!method.IsStatic)
        {
            ReadReceiver(method, [.. method.GetAttributes()]);
        }
        else
        {
            Add(
                method,
                TransitionKind.Entry,
                [],
                States(method.GetReturnTypeAttributes().Where(a => a.AttributeClass?.Is(KnownNames.Ensures) == true)));
        }

        foreach (var parameter in method.Parameters.Where(p => p.Type.SameDefinition(_type)))
        {
            var attributes = parameter.GetAttributes();
            var to = States(parameter.FindAll(KnownNames.Ensures));
            if (parameter.RefKind == RefKind.Out)
            {
                Add(method, TransitionKind.Entry, [], to);
            }
            else
            {
                Add(method, TransitionKind.Edge, Sources(attributes), to);
                if (parameter.Has(KnownNames.Consumes))
                {
                    Add(method, TransitionKind.End, Sources(attributes), []);
                }
            }
        }
    }

    private void ReadReceiver(IMethodSymbol method, ImmutableArray<AttributeData> attributes)
    {
        var from = Sources(attributes);
        var to = States(attributes.Where(a => a.AttributeClass?.Is(KnownNames.Ensures) == true))
            .AddRange(attributes.Where(a => a.AttributeClass?.Is(KnownNames.Transition) == true).SelectMany(a => TransitionStates(a, 1)));
        Add(method, TransitionKind.Edge, from, to);
        if (method.Has(KnownNames.Consumes) || (to.IsEmpty && IsDisposal(method)))
        {
            Add(method, TransitionKind.End, from, []);
        }
    }

    // The states a member may be called in: those it asks for, or all.
    private ImmutableArray<ProtocolState> Sources(ImmutableArray<AttributeData> attributes)
    {
        var asked = States(attributes.Where(a => a.AttributeClass?.Is(KnownNames.Requires) == true))
            .AddRange(attributes.Where(a => a.AttributeClass?.Is(KnownNames.Transition) == true).SelectMany(a => TransitionStates(a, 0)));
        return asked.IsEmpty ? _inOrder.ToImmutable() : asked;
    }

    private IEnumerable<ProtocolState> TransitionStates(AttributeData attribute, int index) =>
        attribute.ConstructorArguments.Length == 2 &&
        attribute.ConstructorArguments[index] is { Kind: TypedConstantKind.Enum, Value: { } value } constant &&
        constant.Type.SameAs(_enum) &&
        _states.TryGetValue(value, out var state)
            ? [state]
            : [];

    private ImmutableArray<ProtocolState> States(IEnumerable<AttributeData> attributes) =>
    [
        .. attributes
            .SelectMany(Values)
            .Select(v => _states.TryGetValue(v, out var state) ? state : null)
            .OfType<ProtocolState>()
            .Distinct(),
    ];

    // What 'using' would call ends the value's life, unless a contract says otherwise.
    private bool IsDisposal(IMethodSymbol method)
    {
        if (!method.Parameters.IsEmpty)
        {
            return false;
        }

        return method.ExplicitInterfaceImplementations.Any(m => IsDisposable(m.ContainingType)) ||
            (method.Name is "Dispose" or "DisposeAsync" && (_type.IsRefLikeType || method.ContainingType.AllInterfaces.Any(IsDisposable)));
    }

    private static bool IsDisposable(INamedTypeSymbol type) =>
        type is
        {
            Name: "IDisposable" or "IAsyncDisposable",
            ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true },
        };

    private void Add(ISymbol member, TransitionKind kind, ImmutableArray<ProtocolState> from, ImmutableArray<ProtocolState> to)
    {
        if (kind == TransitionKind.End || !to.IsEmpty)
        {
            _transitions.Add(new Transition(member, kind, from, to));
        }
    }
}
