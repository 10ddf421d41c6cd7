using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Strat9.Analyzers.Contracts;
using Strat9.Analyzers.Dataflow;
using Strat9.Analyzers.Rules;

namespace Strat9.Analyzers.Ownership;

// Ends of scopes and of statements: what is owned there and goes nowhere.
internal sealed partial class OwnershipAnalysis
{
    /// <summary>A value that nobody took is gone.</summary>
    private void Discard(World world, Value? value, IOperation operation, ITypeSymbol? type = null)
    {
        if (value is not { Kind: ValueKind.Fresh } || (value.Status & Status.Owned) == 0)
        {
            return;
        }

        type ??= operation.Type;
        if ((_body.Services.Ownership.IsLinear(type) || OwesByState(type, value.States)) && !world.Dropped.Contains(operation))
        {
            world.Dropped = world.Dropped.Add(operation);
        }
    }

    // The statement ends: its temporaries are gone.
    private void EndTemporaries(World world)
    {
        foreach (var operation in TransferRules.IsOff(TransferRule.TemporariesOwe) ? [] : world.Dropped)
        {
            ReportDiscarded(operation.Syntax);
        }

        world.Dropped = [];
    }

    private void ReportDiscarded(SyntaxNode syntax) =>
        _report.Report(
            Descriptors.STRAT1004_Discarded,
            syntax.GetLocation(),
            [],
            $"The linear value of '{Messages.Short(syntax)}'",
            "is discarded: consume it, or drop it on purpose with Ownership.Forget");

    /// <summary>The scope of a variable or capture ends; it is forgotten with the others of its region.</summary>
    private void EndScope(World world, Place place, in Departure departure)
    {
        GiveBack(world, place);
        // A variable that stands for another place, or has not taken its part, holds nothing itself.
        if (world.BindingOf(place) is not { Kind: ValueKind.Place } && Counts(departure) && MayOwe(world, place)
            && !TransferRules.IsOff(TransferRule.ScopeEndOwes))
        {
            if (place.Kind == PlaceKind.Capture)
            {
                if (Effective(world, place).CameFrom is { } origin)
                {
                    ReportDiscarded(origin.Syntax);
                }
            }
            else
            {
                ReportLeak(place, Effective(world, place), ExitLocation(departure), NotConsumed(place, departure));
            }
        }

        if (world.Facts[place.Id] is { DisposedAt: not null } disposed && Counts(departure))
        {
            ReportDisposedFull(place, disposed);
        }

        EndAliases(world, place);
    }

    private static void AddTree(Place place, List<int> ids)
    {
        ids.Add(place.Id);
        foreach (var part in place.Parts)
        {
            AddTree(part, ids);
        }
    }

    private string NotConsumed(Place place, in Departure departure) =>
        ProtocolOf(place.Type) is { IsContents: true } ? Messages.NotEmptied(departure) : Messages.NotConsumed(departure);

    private bool Counts(in Departure departure) => departure.Kind switch
    {
        DepartureKind.Branch => true,
        DepartureKind.Throw => !EndsWithoutLeak(departure.Operation),
        _ => _body.Paths switch
        {
            ExceptionPaths.All => true,
            ExceptionPaths.Explicit => departure.IsCaught,
            _ => false,
        },
    };

    // `throw new UnreachableException()` and the throw that the compiler adds to a switch expression say that nobody comes here.
    private bool EndsWithoutLeak(IOperation? thrown)
    {
        while (thrown is IConversionOperation conversion)
        {
            thrown = conversion.Operand;
        }

        return thrown is IObjectCreationOperation creation
            && (creation.IsImplicit
                || SymbolEqualityComparer.Default.Equals(creation.Type, _body.Services.Known.Unreachable));
    }

    private void ReportLeak(Place place, Fact fact, Location? exit, string how)
    {
        var root = place.Root;
        if (DeclaredAt(root.Symbol) is not { } at)
        {
            return;
        }

        _report.Report(Descriptors.STRAT1002_NotConsumed, at, [fact.CameFrom?.Syntax.GetLocation(), exit], root.Name, how);
    }

    private static Location? DeclaredAt(ISymbol? symbol) =>
        symbol?.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is { } syntax
            ? Messages.Identifier(syntax).GetLocation()
            : symbol?.Locations.FirstOrDefault();

    private static Location? ExitLocation(in Departure departure)
    {
        if (departure.Operation is { } operation)
        {
            return operation.Syntax.GetLocation();
        }

        var block = departure.Origin;
        var syntax = block?.BranchValue?.Syntax ?? block?.Operations.LastOrDefault()?.Syntax;
        var statement = syntax?.FirstAncestorOrSelf<StatementSyntax>();

        // A bare `return;` leaves no operation of its own.
        return departure.Kind == DepartureKind.Branch && statement is not ReturnStatementSyntax && syntax is not null && NextReturn(syntax) is { } bare
            ? bare.GetLocation()
            : (statement ?? syntax)?.GetLocation();
    }
}
