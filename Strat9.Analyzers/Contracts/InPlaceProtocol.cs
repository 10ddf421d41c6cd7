using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Strat9.Analyzers.Contracts;

/// <summary>The states of an in-place protocol, and their numbers.</summary>
internal sealed class InPlaceProtocol
{
    /// <summary>Of a container of linear values: none is inside.</summary>
    public static readonly StateSet Emptied = StateSet.Of(0);

    /// <summary>Some are inside.</summary>
    public static readonly StateSet Filled = StateSet.Of(1);

    public static readonly StateSet MayBeFilled = Emptied | Filled;

    /// <summary>What a container of linear values goes through: empty, where it may end, and not empty.</summary>
    public static readonly InPlaceProtocol Contents = new(null, [("empty", 0), ("not empty", 1)], Emptied, Emptied);

    private readonly ImmutableArray<(string Name, long Value)> _states;

    private InPlaceProtocol(INamedTypeSymbol? states, ImmutableArray<(string, long)> members, StateSet initial, StateSet final)
    {
        States = states;
        _states = members;
        Initial = initial;
        Final = final;
        All = StateSet.Below(members.Length);
    }

    /// <summary>The enum; <see langword="null"/> for <see cref="Contents"/>.</summary>
    public INamedTypeSymbol? States { get; }

    /// <summary>Whether these are the contents of a container, which anybody who is lent it may change.</summary>
    public bool IsContents => States is null;

    public StateSet All { get; }

    public StateSet Initial { get; }

    public StateSet Final { get; }

    /// <summary>Any of them, and marked: nobody has said what the state is.</summary>
    public StateSet Unknown => All | StateSet.Mark;

    /// <summary>Whether a value may have to be consumed at all.</summary>
    public bool HasNonFinal => !All.IsSubsetOf(Final);

    public IReadOnlyList<(string Name, long Value)> Members => _states;

    public static bool IsUnknown(StateSet set) => !(set & StateSet.Mark).IsEmpty;

    public static InPlaceProtocol? Read(INamedTypeSymbol type)
    {
        for (var t = type; t is not null; t = t.BaseType)
        {
            if (t.Find(KnownNames.Typestate) is { ConstructorArguments: [{ Kind: TypedConstantKind.Type, Value: INamedTypeSymbol { TypeKind: TypeKind.Enum } states }] })
            {
                return Of(states);
            }
        }

        return null;
    }

    private static InPlaceProtocol Of(INamedTypeSymbol states)
    {
        var members = ImmutableArray.CreateBuilder<(string, long)>();
        StateSet initial = default, final = default;
        foreach (var member in states.GetMembers())
        {
            if (member is not IFieldSymbol { HasConstantValue: true } field || field.Find(KnownNames.State) is not { } mark
                || Constants.Of(field.ConstantValue) is not { } value)
            {
                continue;
            }

            var state = StateSet.Of(members.Count);
            initial |= mark.Flag(KnownNames.InitialProperty) ? state : default;
            final |= mark.Flag(KnownNames.FinalProperty) ? state : default;
            members.Add((field.Name, value));
        }

        return new InPlaceProtocol(states, members.ToImmutable(), initial, final);
    }

    /// <summary>The state that a constant of the enum names, or none.</summary>
    public StateSet Of(TypedConstant constant) =>
        constant.Kind == TypedConstantKind.Enum && SymbolEqualityComparer.Default.Equals(constant.Type, States) && Constants.Of(constant.Value) is { } value
            ? Of(value)
            : StateSet.Empty;

    public StateSet Of(long value)
    {
        for (var i = 0; i < _states.Length; i++)
        {
            if (_states[i].Value == value)
            {
                return StateSet.Of(i);
            }
        }

        return StateSet.Empty;
    }

    /// <summary>The names of the states of a set, for a message.</summary>
    public string Names(StateSet set)
    {
        var names = _states.Where((_, i) => set.Contains(i)).Select(s => $"'{s.Name}'").ToList();
        return names.Count <= 1
            ? names.FirstOrDefault() ?? "no state"
            : string.Join(", ", names.Take(names.Count - 1)) + " or " + names[names.Count - 1];
    }
}

/// <summary>Finds the protocol of a type. Thread-safe.</summary>
internal sealed class InPlaceProtocols(KnownTypes known, TypeOwnership ownership)
{
    private readonly ConcurrentDictionary<INamedTypeSymbol, InPlaceProtocol?> _protocols = new(SymbolEqualityComparer.Default);

    public InPlaceProtocol? Of(ITypeSymbol? type)
    {
        // What is thin around a value is in its state: `T?`, a task.
        while (type is INamedTypeSymbol wrapper && known.IsTransparent(wrapper))
        {
            type = wrapper.TypeArguments[0];
        }

        return type is INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct } named ? _protocols.GetOrAdd(named, Read) : null;
    }

    private InPlaceProtocol? Read(INamedTypeSymbol type) =>
        OwningContainers.IsContainer(type) ? HoldsLinear(type) ? InPlaceProtocol.Contents : null : InPlaceProtocol.Read(type);

    // A container inside a container is watched at run time.
    private bool HoldsLinear(INamedTypeSymbol container)
    {
        var element = OwningContainers.ElementOf(container);
        return ownership.IsLinear(element) || (element is INamedTypeSymbol named && InPlaceProtocol.Read(named) is { HasNonFinal: true });
    }
}
