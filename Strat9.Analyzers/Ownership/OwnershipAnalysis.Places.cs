using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Strat9.Analyzers.Contracts;
using Strat9.Analyzers.Dataflow;
using Strat9.Analyzers.Rules;

namespace Strat9.Analyzers.Ownership;

// Facts of places: reading, using, moving, filling, losing.
internal sealed partial class OwnershipAnalysis
{
    /// <summary>The fact of a place, its own or what follows from the whole it is part of.</summary>
    private Fact Effective(PersistentMap<Fact> facts, Place place)
    {
        if (facts[place.Id] is { } own)
        {
            return own;
        }

        if (place.Parent is { } parent)
        {
            return AsPart(Effective(facts, parent), place);
        }

        // A variable from around this body is lent to it; one of its own that has no fact yet holds nothing.
        return !place.IsForeign ? Fact.Empty
            : (_body.Captures == CaptureMode.Consumes && place.Kind != PlaceKind.This ? Fact.Owned
                : _body.Escapes && place.IsTracked ? Fact.Spent
                : Fact.Borrowed) with { States = GivenTo(place) };
    }

    private Fact Effective(World world, Place place) => Effective(world.Facts, place);

    private Fact AsPart(Fact whole, Place part)
    {
        if (HoldsBorrow(part))
        {
            return Fact.Borrowed with { States = PartStates(whole, part) };
        }

        // The fields of `this` are there to be used and refilled, although `this` itself is lent.
        if (part.Parent is { Kind: PlaceKind.This, IsForeign: false } && whole.Status == Status.Borrowed)
        {
            return Fact.Owned with { States = PartStates(whole, part) };
        }

        return new Fact(whole.Status, PartStates(whole, part), whole.MovedAt, whole.CameFrom);
    }

    // A field, or the property it is behind, that holds a borrow.
    private static bool HoldsBorrow(Place place) =>
        place is { Kind: PlaceKind.Part, Symbol: IFieldSymbol field }
        && (field.Has(KnownNames.Borrows) || (field.AssociatedSymbol is { } property && property.Has(KnownNames.Borrows)));

    private static void Set(World world, Place place, Fact fact)
    {
        ClearParts(world, place);
        world.Facts = world.Facts.With(place.Id, fact);
    }

    private static void ClearParts(World world, Place place)
    {
        foreach (var part in place.Parts)
        {
            ClearParts(world, part);
            world.Facts = world.Facts.With(part.Id, null);
        }
    }

    private static void Kill(World world, Place place)
    {
        ClearParts(world, place);
        world.Facts = world.Facts.With(place.Id, null);
        world.Bind(place, null);
        if (!world.Deferred.IsEmpty)
        {
            world.Deferred = world.Deferred.RemoveAll(d => d.Variable == place);
        }
    }

    private static void Restore(World world, Pending pending)
    {
        if (TransferRules.IsOff(TransferRule.PendingArgumentsAreOwned))
        {
            return;
        }

        RestoreTree(pending.Place);

        void RestoreTree(Place place)
        {
            world.Facts = world.Facts.With(place.Id, pending.Before[place.Id]);
            foreach (var part in place.Parts)
            {
                RestoreTree(part);
            }
        }
    }

    /// <summary>
    /// Checks that the place may be used as a whole, or in part; reports the first use after a move, which then is not reported again.
    /// </summary>
    private bool CheckUse(World world, Place place, SyntaxNode at, bool whole = true)
    {
        if (!CheckLoans(world, place, at))
        {
            return false;
        }

        var fact = Effective(world, place);
        if (fact.May(Status.Moved | Status.NotGiven))
        {
            ReportUseAfterMove(place, fact, at, null);
            if (fact.MovedAt is { } reported)
            {
                Forgive(world, place, reported);
            }

            var holder = place;
            while (world.Facts[holder.Id] is null && holder.Parent is { } parent)
            {
                holder = parent;
            }

            world.Facts = world.Facts.With(holder.Id, Effective(world, holder).Reported());
            return false;
        }

        return fact.Status != Status.Spent && (!whole || CheckParts(world, place, place, at));
    }

    private bool CheckParts(World world, Place whole, Place place, SyntaxNode at)
    {
        if (TransferRules.IsOff(TransferRule.PartsBelongToWhole))
        {
            return true;
        }

        foreach (var part in place.Parts)
        {
            if (world.Facts[part.Id] is { } fact && part.IsTracked && fact.May(Status.Moved))
            {
                ReportUseAfterMove(whole, fact, at, part);
                world.Facts = world.Facts.With(part.Id, fact.Reported());
                return false;
            }

            if (!CheckParts(world, whole, part, at))
            {
                return false;
            }
        }

        return true;
    }

    private void ReportUseAfterMove(Place place, Fact fact, SyntaxNode at, Place? part)
    {
        if (!fact.May(Status.Moved))
        {
            _report.Report(
                Descriptors.STRAT1001_UseAfterMove, at.GetLocation(), [fact.CameFrom?.Syntax.GetLocation()], place.Name, Messages.NotGiven(fact));
            return;
        }

        if (fact.MovedAt is { Through: { } reference } moved && (at as IdentifierNameSyntax)?.Identifier.ValueText != reference.Name)
        {
            if (DeclaredAt(reference) is { } declared)
            {
                _report.Report(
                    Descriptors.STRAT1006_LeftMoved,
                    declared,
                    [moved.Syntax.GetLocation(), at.GetLocation()],
                    reference.Name,
                    $"is a reference through which '{place.Name}' was moved, and '{place.Name}' is used before it is refilled" + Messages.Left(fact));
            }

            return;
        }

        var how = part is null ? string.Empty : $": its part '{part.Name}' was moved";
        _report.Report(
            Descriptors.STRAT1001_UseAfterMove,
            at.GetLocation(),
            [fact.MovedAt?.Syntax.GetLocation()],
            place.Name,
            how + Messages.Came(fact, at));
    }

    /// <summary>Takes the value out of an operand. The result is fresh: nobody holds it until somebody does.</summary>
    /// <param name="world">The path.</param>
    /// <param name="value">The operand.</param>
    /// <param name="at">The use.</param>
    /// <param name="what">How it is told: "passed to 'Free'".</param>
    /// <param name="type">The type of the operand, for values that are not followed as places.</param>
    private Value Move(World world, Value value, SyntaxNode at, string what, ITypeSymbol? type)
    {
        switch (value.Kind)
        {
            case ValueKind.Lent when _body.Services.Ownership.IsTracked(type):
                ReportBorrowed("the value", at, what, value.Site);
                return Value.Fresh(null, Status.Spent);
            case ValueKind.Place when !value.Place!.IsTracked:
                CheckUse(world, value.Place, at);
                return value;
            case ValueKind.Place when value.Through?.Symbol is ILocalSymbol { RefKind: RefKind.In or RefKind.RefReadOnly } reference:
                if (CheckUse(world, value.Place!, at))
                {
                    ReportBorrowed(reference.Name, at, what, null);
                }

                return Value.Fresh(null, Status.Spent);
            case ValueKind.Place:
                return MovePlace(world, value.Place!, at, what, value.Through?.Symbol);
            default:
                return value;
        }
    }

    private Value MovePlace(World world, Place place, SyntaxNode at, string what, ISymbol? through = null)
    {
        if (!CheckUse(world, place, at))
        {
            Set(world, place, Fact.Spent);
            return Value.Fresh(null, Status.Spent);
        }

        var fact = Effective(world, place);
        if (fact.May(Status.Borrowed) && !TransferRules.IsOff(TransferRule.BorrowsStay))
        {
            ReportBorrowed(place.Name, at, what, null);
            return Value.Fresh(null, Status.Spent);
        }

        if (place.Symbol is ILocalSymbol { IsUsing: true })
        {
            ReportBorrowed(place.Name, at, what + ", because 'using' disposes it at the end of its scope", null);
            return Value.Fresh(null, Status.Spent);
        }

        var site = new Site(at, what, through);
        if (TransferRules.IsOff(TransferRule.MoveLeavesPlace))
        {
            return Value.Fresh(fact.CameFrom, fact.Status & (Status.Owned | Status.Empty | Status.Spent), fact.States);
        }

        var left = (fact.Status & ~Status.Owned) | (fact.May(Status.Owned) ? Status.Moved : Status.None);
        CheckConditional(at);
        var reported = EndLoans(world, place, site, through is null ? null : _places.FindRoot(through), refills: false);
        var after = new Fact(left, default, fact.May(Status.Owned) ? site : null, fact.CameFrom);
        Set(world, place, reported ? after.Reported() : after);
        return Value.Fresh(fact.CameFrom, fact.Status & (Status.Owned | Status.Empty | Status.Spent), fact.States);
    }

    private void ReportBorrowed(string name, SyntaxNode at, string what, Site? from) =>
        _report.Report(Descriptors.STRAT1005_ConsumedThroughBorrow, at.GetLocation(), [from?.Syntax.GetLocation()], name, what);

    /// <summary>Fills a place; what it still owned would be lost.</summary>
    private void Fill(World world, Place place, Value value, SyntaxNode at, bool isDeclaration)
    {
        if (MayOwe(world, place) && !TransferRules.IsOff(TransferRule.OverwritingLoses))
        {
            if (isDeclaration)
            {
                ReportLeak(place, Effective(world, place), at.GetLocation(), "is declared again while it still owns a value");
            }
            else
            {
                var old = Effective(world, place);
                _report.Report(
                    Descriptors.STRAT1003_Overwritten,
                    at.GetLocation(),
                    [old.CameFrom?.Syntax.GetLocation()],
                    place.Name,
                    Messages.CameFrom(old));
            }
        }

        if (world.Facts[place.Id] is { DisposedAt: not null } disposed)
        {
            ReportDisposedFull(place, disposed);
        }

        if (!isDeclaration && !world.Borrowers.IsEmpty)
        {
            EndLoans(world, place, new Site(at, "refilled"), null, refills: true);
        }

        EndAliases(world, place);
        Set(world, place, new Fact(value.Status, StatesComing(place.Type, value.Status, value.States), null, value.Site) { Change = isDeclaration ? StateChange.None : StateChange.Made });
        if (!value.Elements.IsDefault)
        {
            FillElements(world, place, value);
        }
    }

    private void FillElements(World world, Place place, Value value)
    {
        if (place.Type is not INamedTypeSymbol { IsTupleType: true } tuple || tuple.TupleElements.Length != value.Elements.Length)
        {
            return;
        }

        for (var i = 0; i < value.Elements.Length; i++)
        {
            var element = value.Elements[i];
            if (element.Kind is ValueKind.Fresh && PartOf(place, tuple.TupleElements[i]) is { IsTracked: true } part)
            {
                Set(world, part, new Fact(element.Status, element.States, null, element.Site));
                if (!element.Elements.IsDefault)
                {
                    FillElements(world, part, element);
                }
            }
        }
    }

    /// <summary>Whether a value that must be consumed may be in the place, so that losing the place would lose it.</summary>
    private bool MayOwe(World world, Place place)
    {
        var fact = Effective(world, place);
        if (fact.May(Status.Owned) && place.IsLinear)
        {
            var parts = _body.Services.Ownership.LinearParts(place.Type);
            if (parts.IsEmpty)
            {
                return true;
            }

            foreach (var symbol in parts)
            {
                if (place.FindPart(Canonical(place, symbol)) is not { } part || MayOwe(world, part))
                {
                    return true;
                }
            }

            return false;
        }

        if (fact.May(Status.Owned) && !world.IsDoubtful && OwesByState(place, fact))
        {
            return true;
        }

        foreach (var part in place.Parts)
        {
            if (HasOwnFact(world, part) && MayOwe(world, part))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasOwnFact(World world, Place place)
    {
        if (world.Facts[place.Id] is not null)
        {
            return true;
        }

        foreach (var part in place.Parts)
        {
            if (HasOwnFact(world, part))
            {
                return true;
            }
        }

        return false;
    }

    // The names of tuple elements are part of the identity of their fields, but not of the place: the position counts.
    private static IFieldSymbol Canonical(Place whole, IFieldSymbol field)
    {
        const string Item = "Item";
        var unnamed = field.CorrespondingTupleField ?? field;
        return KnownTypes.ContentOf(whole.Type) is INamedTypeSymbol { IsTupleType: true } tuple
            && unnamed.Name.StartsWith(Item, StringComparison.Ordinal)
            && int.TryParse(unnamed.Name.Substring(Item.Length), out var number) && number >= 1 && number <= tuple.TupleElements.Length
                ? tuple.TupleElements[number - 1]
                : unnamed;
    }

    // In a member, a parameter of the primary constructor is the field that keeps it.
    private Place ParameterPlace(IParameterSymbol parameter)
    {
        if (parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor } constructor && _body.Type is { } type
            && !SymbolEqualityComparer.Default.Equals(constructor, _body.Owner) && !_body.IsConstructor
            && Ownership.CanHoldPlaces(parameter.Type)
            && SymbolEqualityComparer.Default.Equals(constructor.ContainingType.OriginalDefinition, type.OriginalDefinition))
        {
            var name = $"<{parameter.Name}>{KeptParameter}";
            foreach (var member in type.GetMembers(name))
            {
                if (member is IFieldSymbol field && PartOf(_places.This(type), field) is { } part)
                {
                    return part;
                }
            }
        }

        return _places.Parameter(parameter);
    }

    /// <summary>What a reader knows a field by: its property, or the primary constructor's parameter that it keeps.</summary>
    private static string NameOf(IFieldSymbol field) =>
        field.AssociatedSymbol is { } property ? property.Name
        : field.Name.StartsWith("<", StringComparison.Ordinal) && field.Name.EndsWith(">" + KeptParameter, StringComparison.Ordinal)
            ? field.Name.Substring(1, field.Name.Length - 2 - KeptParameter.Length)
            : field.Name;

    // The compiler's name for the field of parameter `b` is `<b>P`.
    private const string KeptParameter = "P";

    /// <summary>A part of a place; tuple elements are known by their unnamed field, auto-properties by their backing field.</summary>
    private Place? PartOf(Place whole, IFieldSymbol field)
    {
        var symbol = Canonical(whole, field);
        return _places.Part(whole, symbol, NameOf(field), symbol.Type);
    }
}
