using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Strat9.Analyzers.Contracts;

namespace Strat9.Analyzers.Ownership;

/// <summary>Interns the places of one body, so that facts can be keyed by small numbers.</summary>
internal sealed class PlaceTable(TypeOwnership ownership, ISymbol owner, bool isNested)
{
    /// <summary>Longer paths are not followed as places; what is read through them is lent.</summary>
    private const int MaxDepth = 16;

    private readonly List<Place> _all = [];
    private readonly Dictionary<ISymbol, Place> _roots = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<CaptureId, Place> _captures = [];
    private Place? _this;

    public Place this[int id] => _all[id];

    public IReadOnlyList<Place> All => _all;

    public Place Local(ILocalSymbol local) => Root(local, PlaceKind.Local, local.Type);

    public Place Parameter(IParameterSymbol parameter) => Root(parameter, PlaceKind.Parameter, parameter.Type);

    public Place This(INamedTypeSymbol type) => _this ??= New(PlaceKind.This, null, "this", type, null, isForeign: isNested);

    public Place? ThisIfMentioned => _this;

    public Place Capture(CaptureId id, ITypeSymbol? type)
    {
        if (!_captures.TryGetValue(id, out var place))
        {
            place = New(PlaceKind.Capture, null, string.Empty, type, null, isForeign: false);
            _captures.Add(id, place);
        }

        return place;
    }

    public Place? FindCapture(CaptureId id) => _captures.TryGetValue(id, out var place) ? place : null;

    public Place? FindRoot(ISymbol symbol) => _roots.TryGetValue(symbol, out var place) ? place : null;

    /// <summary>A part of a place, or <see langword="null"/> when the path would be too long to follow.</summary>
    public Place? Part(Place parent, ISymbol symbol, string name, ITypeSymbol type)
    {
        if (parent.FindPart(symbol) is { } known)
        {
            return known;
        }

        if (parent.Depth >= MaxDepth)
        {
            return null;
        }

        var part = New(PlaceKind.Part, symbol, name, type, parent, parent.IsForeign);
        parent.Add(part);
        return part;
    }

    private Place Root(ISymbol symbol, PlaceKind kind, ITypeSymbol type)
    {
        if (!_roots.TryGetValue(symbol, out var place))
        {
            place = New(kind, symbol, symbol.Name, type, null, !IsOwn(symbol));
            _roots.Add(symbol, place);
        }

        return place;
    }

    // The receiver of an extension block belongs to the block, and so to each of its members.
    private bool IsOwn(ISymbol symbol) =>
        SymbolEqualityComparer.Default.Equals(symbol.ContainingSymbol, owner)
        || (owner.ContainingType is { IsExtension: true } block && SymbolEqualityComparer.Default.Equals(symbol.ContainingSymbol, block));

    private Place New(PlaceKind kind, ISymbol? symbol, string name, ITypeSymbol? type, Place? parent, bool isForeign)
    {
        var place = new Place(_all.Count, kind, symbol, name, type, parent, ownership.Of(type), isForeign);
        _all.Add(place);
        return place;
    }
}
