using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Strat9.Analyzers.Contracts;

namespace Strat9.Analyzers.Ownership;

// Wholes taken apart, by assignment and by positional patterns: tuples by element, other types by their Deconstruct.
internal sealed partial class OwnershipAnalysis
{
    private Value Deconstruct(World world, IDeconstructionAssignmentOperation deconstruction)
    {
        var source = Unconverted(deconstruction.Value);
        var open = new Stack<Deconstruction>();
        open.Push(new Deconstruction(deconstruction.Target, ValueOf(world, source), source, source.Type, InfoOf(deconstruction)));
        while (open.Count > 0)
        {
            AssignElements(world, deconstruction, open.Pop(), open);
        }

        return Value.Plain;
    }

    private DeconstructionInfo InfoOf(IDeconstructionAssignmentOperation deconstruction)
    {
        var model = _body.Graph.OriginalOperation.SemanticModel;
        return (model, deconstruction.Syntax) switch
        {
            (null, _) => default,
            (_, AssignmentExpressionSyntax assignment) => model.GetDeconstructionInfo(assignment),
            (_, var syntax) => syntax.FirstAncestorOrSelf<ForEachVariableStatementSyntax>() is { } loop ? model.GetDeconstructionInfo(loop) : default,
        };
    }

    // By a Deconstruct method: the one a record has by itself moves the parts, any other keeps its own contract.
    private Value TakeApart(World world, IMethodSymbol method, IOperation source, Value value)
    {
        if (IsOfRecord(method))
        {
            Use(world, value, source);
        }
        else if (TakesWhole(method))
        {
            Move(world, value, source.Syntax, $"consumed by '{method.Name}'", source.Type);
            value = Value.Fresh(value.Site);
        }
        else
        {
            UseReceiver(world, value, source, method);
            DropTemporary(world, value, source);
        }

        return Value.Fresh(value.Site).WithElements(DeconstructedParts(value, method, source.Syntax));
    }

    /// <summary>
    /// What the <c>out</c> parameters of a Deconstruct method stand for: the parts of a whole that it takes apart, or new values.
    /// </summary>
    private ImmutableArray<Value> DeconstructedParts(Value whole, IMethodSymbol method, SyntaxNode at)
    {
        var outs = OutsOf(method);
        var site = new Site(at, $"given by '{method.Name}'");
        if (IsOfRecord(method))
        {
            return [.. outs.Select(o => RecordPart(whole, method.ContainingType, o, site))];
        }

        return [.. outs.Select(o =>
            !Ownership.IsTracked(o.Type) ? Value.Plain
            : !TakesWhole(method) ? Value.Fresh(site)
            : whole switch
            {
                { Kind: ValueKind.Place, Place: { } place } => _places.Part(place, o, o.Name, o.Type) is { } part ? Value.Of(part) : Value.Lent(site),
                { Kind: ValueKind.Fresh } => Value.Fresh(site, whole.Status),
                _ => Value.Lent(site),
            })];
    }

    private static bool IsOfRecord(IMethodSymbol method) => method is { IsImplicitlyDeclared: true, ContainingType.IsRecord: true };

    private static ImmutableArray<IParameterSymbol> OutsOf(IMethodSymbol method) =>
        method.IsStatic ? method.Parameters.RemoveAt(0) : method.Parameters;

    private bool TakesWhole(IMethodSymbol method)
    {
        var contract = _body.Services.Contracts.Of(method);
        return (method.IsStatic ? contract.Parameters[0] : contract.Receiver) is { Mode: Mode.Own };
    }

    private Value RecordPart(Value record, INamedTypeSymbol type, IParameterSymbol part, Site site)
    {
        if (!Ownership.IsTracked(part.Type))
        {
            return Value.Plain;
        }

        var field = type.GetMembers(part.Name).OfType<IPropertySymbol>().Select(AnyBackingField).FirstOrDefault(f => f is not null);
        return field is not null && record is { Kind: ValueKind.Place, Place: { } place }
            ? PartOf(place, field) is { } known ? Value.Of(known) : Value.Lent(site)
            : record.Kind == ValueKind.Lent ? Value.Lent(site) : Value.Fresh(site);
    }

    /// <summary>A part has left: a whole that its Deconstruct, or that of a derived record, has taken apart altogether is gone.</summary>
    private void EndTakenApart(World world, Place part)
    {
        for (var p = part; p.Parent is { } whole; p = whole)
        {
            ImmutableArray<ISymbol> parts = p.Symbol switch
            {
                IParameterSymbol { ContainingSymbol: IMethodSymbol deconstruct } => PartsThatCount(deconstruct),
                IFieldSymbol { ContainingType: { IsRecord: true } record } when !SymbolEqualityComparer.Default.Equals(record, whole.Type)
                    => ImmutableArray<ISymbol>.CastUp(Ownership.LinearParts(record)),
                _ => [],
            };
            var fact = Effective(world, whole);
            if (!parts.IsEmpty && fact.May(Status.Owned)
                && parts.All(s => whole.FindPart(s) is { } taken && HasOwnFact(world, taken) && !HoldsAny(world, taken)))
            {
                Set(world, whole, new Fact((fact.Status & ~Status.Owned) | Status.Moved, default, Effective(world, p).MovedAt, fact.CameFrom));
            }
        }
    }

    // What must be gone: the linear ones, or all that are move-only where none is linear.
    private ImmutableArray<ISymbol> PartsThatCount(IMethodSymbol deconstruct)
    {
        var tracked = OutsOf(deconstruct).Where(o => Ownership.IsTracked(o.Type)).ToList();
        return [.. tracked.Any(o => Ownership.IsLinear(o.Type)) ? tracked.Where(o => Ownership.IsLinear(o.Type)) : tracked];
    }

    private bool HoldsAny(World world, Place place) =>
        place.IsLinear ? MayOwe(world, place) : Effective(world, place).May(Status.Owned);

    private void AssignElements(World world, IOperation whole, Deconstruction assigned, Stack<Deconstruction> open)
    {
        var (target, value, source, type, info) = assigned;
        while (target is IDeclarationExpressionOperation declaration)
        {
            target = declaration.Expression;
        }

        if (target is not ITupleOperation tuple)
        {
            AssignElement(world, whole, target, value, source);
            return;
        }

        if (Ownership.IsTracked(type) && type is not INamedTypeSymbol { IsTupleType: true })
        {
            if (info.Method is { } method)
            {
                value = TakeApart(world, method, source, value);
            }
            else
            {
                Use(world, value, source);
            }
        }

        var sources = source is ITupleOperation made && made.Elements.Length == tuple.Elements.Length ? made.Elements : default;
        var outs = info.Method is { } taken ? OutsOf(taken) : default;
        // The first element is assigned first, and so it goes on the stack last.
        for (var i = tuple.Elements.Length - 1; i >= 0; i--)
        {
            var from = sources.IsDefault ? source : Unconverted(sources[i]);
            open.Push(new Deconstruction(
                tuple.Elements[i],
                ElementOf(world, value, source, type, i, tuple.Elements.Length),
                from,
                !sources.IsDefault ? from.Type
                    : !outs.IsDefault && i < outs.Length ? outs[i].Type
                    : type is INamedTypeSymbol { IsTupleType: true } elements && i < elements.TupleElements.Length ? elements.TupleElements[i].Type
                    : null,
                i < info.Nested.Length ? info.Nested[i] : default));
        }
    }

    private Value ElementOf(World world, Value value, IOperation source, ITypeSymbol? whole, int index, int count)
    {
        if (!value.Elements.IsDefault)
        {
            return index < value.Elements.Length ? value.Elements[index] : Value.Plain;
        }

        if (source is ITupleOperation tuple && index < tuple.Elements.Length)
        {
            return ValueOf(world, tuple.Elements[index]);
        }

        if (whole is INamedTypeSymbol { IsTupleType: true } type && index < type.TupleElements.Length && type.TupleElements.Length == count)
        {
            var element = type.TupleElements[index];
            if (value is { Kind: ValueKind.Place, Place: { } place })
            {
                return PartOf(place, element) is { } part ? Value.Of(part) : Value.Lent(null);
            }

            return value.Kind == ValueKind.Lent ? value : Ownership.IsTracked(element.Type) ? Value.Fresh(new Site(source.Syntax, "made here")) : Value.Plain;
        }

        // By a Deconstruct method: its `out` parameters give new values.
        return Value.Fresh(new Site(source.Syntax, "taken apart"));
    }

    private void AssignElement(World world, IOperation whole, IOperation target, Value value, IOperation source)
    {
        var place = ValueOf(world, target) is { Kind: ValueKind.Place, Place: { } known } ? known : Target(target);
        if (!Ownership.IsTracked(target.Type))
        {
            if (place is not null)
            {
                world.Bind(place, value.Kind == ValueKind.Plain && !value.Const.IsUnknown && CanBeFlag(place.Type) ? Value.Constant(value.Const) : null);
            }

            return;
        }

        var moved = Move(world, value, source.Syntax, "taken apart", target.Type);
        if (value is { Kind: ValueKind.Place, Place: { } part })
        {
            EndTakenApart(world, part);
        }

        Store(world, target, target, place, moved, isDeclaration: false);
    }

    // One target of a deconstruction: what goes there, where that comes from, and how it is taken apart further.
    private readonly record struct Deconstruction(IOperation Target, Value Value, IOperation Source, ITypeSymbol? Type, DeconstructionInfo Info);
}
