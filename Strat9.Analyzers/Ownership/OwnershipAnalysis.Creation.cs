using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Strat9.Analyzers.Contracts;
using Strat9.Analyzers.Rules;

namespace Strat9.Analyzers.Ownership;

// New objects: what their constructors take, and who may call them.
internal sealed partial class OwnershipAnalysis
{
    private Value Create(World world, IObjectCreationOperation creation)
    {
        CommitArguments(world, creation);
        var contract = creation.Constructor is { } constructor ? _body.Services.Contracts.Of(constructor) : null;
        if (contract is null)
        {
            MayThrow(world, creation);
        }
        else
        {
            MayThrowInTransition(world, creation, contract, creation.Arguments, Value.Plain);
            CheckSameArgument(world, contract, creation.Arguments, Value.Plain, creation);
            foreach (var argument in creation.Arguments)
            {
                BeforeOut(world, creation, argument);
                if (argument.Parameter is { } parameter && parameter.Ordinal < contract.Parameters.Length)
                {
                    AfterArgument(world, null, contract.Parameters[parameter.Ordinal], creation, argument);
                    Transit(world, ValueOf(world, argument), contract.Parameters[parameter.Ordinal], null, asDeclared: true);
                }
            }
        }

        // A ref struct may keep what its constructor is lent.
        var loans = contract is null ? Loan.None : LoansOfCall(world, creation, byReference: false, contract, creation.Arguments, null, null);
        if (!Ownership.IsTracked(creation.Type))
        {
            return Value.Constant(Const.NotNull).Borrowing(loans);
        }

        if (creation.Constructor is { IsImplicitlyDeclared: true, ContainingType.TypeKind: TypeKind.Struct })
        {
            ReportForged(creation, "the type declares no such constructor");
            return Value.Fresh(new Site(creation.Syntax, "forged"), Status.Spent);
        }

        if (IsConstructedOutsideProtocol(creation))
        {
            ReportForged(creation, "only entries and transitions of its protocol make one");
            return Value.Fresh(new Site(creation.Syntax, "forged"), Status.Spent);
        }

        var states = ProtocolOf(creation.Type) is { } protocol ? contract?.ReturnEnsures ?? protocol.Initial : default;
        var made = Value.Fresh(new Site(creation.Syntax, "made here"), Status.Owned, states).Borrowing(loans);
        return creation.Constructor is { } wraps && _body.Services.Known.IsAnyTask(wraps.ContainingType)
            ? HandingOn(world, made.In(ProtocolOf(creation.Type)?.Unknown ?? default), wraps, creation.Arguments, StateSet.Empty)
            : made;
    }

    // A carrier is made by the entries and transitions of its protocol alone.
    private bool IsConstructedOutsideProtocol(IObjectCreationOperation creation) => IsMadeOutsideProtocol(creation.Type);

    // The generated `To<S>()` makes a value of a carrier of another state of it.
    private bool IsConvertedOutsideProtocol(IMethodSymbol method) =>
        method is { Name: "To", IsStatic: false, Parameters.IsEmpty: true, TypeArguments: [var state] }
        && SymbolEqualityComparer.Default.Equals(method.ReturnType.OriginalDefinition, method.ContainingType.OriginalDefinition)
        && ((INamedTypeSymbol)method.ReturnType).TypeArguments.Contains(state, SymbolEqualityComparer.Default)
        && !method.Has(KnownNames.Transition)
        && IsMadeOutsideProtocol(method.ContainingType);

    private bool IsMadeOutsideProtocol(ITypeSymbol? made)
    {
        if (made is not INamedTypeSymbol type
            || type.Find(KnownNames.Typestate) is not { ConstructorArguments.IsEmpty: true })
        {
            return false;
        }

        for (ISymbol? symbol = _body.Owner; symbol is not null; symbol = symbol.ContainingSymbol)
        {
            if (symbol is IMethodSymbol && symbol.Has(KnownNames.Transition))
            {
                return false;
            }

            if (SymbolEqualityComparer.Default.Equals(symbol.OriginalDefinition, type.OriginalDefinition))
            {
                // Its own members may: the generated ones are among them, and they are internal.
                return false;
            }
        }

        return true;
    }

    private Value Default(World world, IOperation operation)
    {
        if (operation.Type is { IsReferenceType: true } || KnownTypes.IsNullable(operation.Type))
        {
            return Value.Null;
        }

        if (!Ownership.IsTracked(operation.Type))
        {
            return Literal(operation);
        }

        if (IsDefaultOfOut(operation))
        {
            return Value.Fresh(new Site(operation.Syntax, "left default"), Status.NotGiven);
        }

        ReportForged(operation, "'default' is no value of a move-only type");
        return Value.Fresh(new Site(operation.Syntax, "forged"), Status.Spent);
    }

    // The body of a method with an `out` parameter that gives a value only on one result leaves `default` there on the others.
    private static bool IsDefaultOfOut(IOperation operation)
    {
        var parent = operation.Parent;
        while (parent is IConversionOperation)
        {
            parent = parent.Parent;
        }

        return parent is ISimpleAssignmentOperation { Target: IParameterReferenceOperation { Parameter: { RefKind: RefKind.Out } parameter } }
            && (parameter.Has(KnownNames.Gives) || parameter.Has("System.Diagnostics.CodeAnalysis.MaybeNullWhenAttribute")
                || parameter.GetAttributes().Any(a => a.AttributeClass.Is(KnownNames.Ensures) && a.Named(KnownNames.WhenProperty) is not null));
    }

    private void ReportForged(IOperation operation, string why) => ReportForged(operation.Syntax, operation.Type, why);

    private void ReportForged(SyntaxNode syntax, ITypeSymbol? type, string why) =>
        _report.Report(
            Descriptors.STRAT3005_Forged,
            syntax.GetLocation(),
            [],
            $"'{Messages.Short(syntax)}'",
            type?.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat) ?? "?",
            why);
}
