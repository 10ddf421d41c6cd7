using Microsoft.CodeAnalysis;
using Strat9.Analyzers.Contracts;

namespace Strat9.Analyzers.Ownership;

internal enum PlaceKind
{
    Local,
    Parameter,
    This,

    /// <summary>A flow capture: a value the compiler keeps between blocks.</summary>
    Capture,

    /// <summary>A field, an auto-property seen from within its type, or a tuple element, of the parent place.</summary>
    Part,
}

/// <summary>Where a value can be: a variable, or a path of parts from one. Interned by <see cref="PlaceTable"/>.</summary>
internal sealed class Place(
    int id, PlaceKind kind, ISymbol? symbol, string name, ITypeSymbol? type, Place? parent, OwnershipKind ownership, bool isForeign)
{
    private List<Place>? _parts;

    public int Id { get; } = id;

    public PlaceKind Kind { get; } = kind;

    public ISymbol? Symbol { get; } = symbol;

    public ITypeSymbol? Type { get; } = type;

    public Place? Parent { get; } = parent;

    public OwnershipKind Ownership { get; } = ownership;

    public int Depth { get; } = parent is null ? 0 : parent.Depth + 1;

    /// <summary>Whether the variable belongs to a body around this one: here it is only lent.</summary>
    public bool IsForeign { get; } = isForeign;

    public Place Root => Parent is null ? this : Parent.Root;

    /// <summary>The parts that the body mentions.</summary>
    public IReadOnlyList<Place> Parts => _parts ?? (IReadOnlyList<Place>)[];

    public bool IsTracked => Ownership != OwnershipKind.Copy;

    public bool IsLinear => Ownership == OwnershipKind.Linear;

    /// <summary>The place as a reader would write it.</summary>
    public string Name => Kind switch
    {
        PlaceKind.This => "this",
        PlaceKind.Part when Parent is { Kind: not PlaceKind.This } => Parent.Name + "." + name,
        PlaceKind.Capture => "the value",
        _ => name,
    };

    public Place? FindPart(ISymbol symbol)
    {
        if (_parts is not null)
        {
            foreach (var part in _parts)
            {
                if (SymbolEqualityComparer.Default.Equals(part.Symbol, symbol))
                {
                    return part;
                }
            }
        }

        return null;
    }

    internal void Add(Place part) => (_parts ??= []).Add(part);

    public override string ToString() => Name;
}
