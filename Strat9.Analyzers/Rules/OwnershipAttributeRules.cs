using Microsoft.CodeAnalysis;
using Strat9.Analyzers.Contracts;

namespace Strat9.Analyzers.Rules;

/// <summary>STRAT0010 for the attributes of ownership.</summary>
internal sealed class OwnershipAttributeRules(TypeOwnership ownership)
{
    public static IEnumerable<ContractProblem> OfType(INamedTypeSymbol type)
    {
        if (type.IsStatic)
        {
            foreach (var name in new[] { KnownNames.MoveOnly, KnownNames.Linear })
            {
                if (type.Find(name) is { } attribute)
                {
                    yield return new ContractProblem(attribute, "a static class has no values");
                }
            }
        }
    }

    public static IEnumerable<ContractProblem> OfTypeParameter(ITypeParameterSymbol parameter)
    {
        if (parameter.Find(KnownNames.AllowsMoveOnly) is { } allows
            && parameter.ConstraintTypes.Any(t =>
                t.SpecialType is SpecialType.System_Enum or SpecialType.System_Delegate or SpecialType.System_MulticastDelegate))
        {
            yield return new ContractProblem(allows, "its constraint admits only enums or delegates, which are never move-only");
        }
    }

    public static IEnumerable<ContractProblem> OfResult(IMethodSymbol method, Result result)
    {
        if (SymbolNames.Find(method.GetReturnTypeAttributes(), KnownNames.Borrows) is { } borrows && result.Type is null)
        {
            yield return new ContractProblem(borrows, "there is no result that could borrow");
        }

        if (method.Find(KnownNames.MustUse) is { } mustUse && method.ReturnsVoid)
        {
            yield return new ContractProblem(mustUse, "there is no result that could be ignored");
        }
    }

    public IEnumerable<ContractProblem> OfReceiver(IMethodSymbol method, Result result)
    {
        if (method.Find(KnownNames.Consumes) is not { } consumes)
        {
            yield break;
        }

        if (ContractSubjects.ReceiverOf(method) is not { } receiver)
        {
            yield return new ContractProblem(consumes, "[Consumes] on a method takes its receiver, and it has none: mark the parameter");
        }
        else if (!CanBeOwned(receiver))
        {
            yield return new ContractProblem(consumes, $"'{Show(receiver)}' is not move-only, so nobody owns its values");
        }

        foreach (var problem in result.Problems(consumes))
        {
            yield return problem;
        }
    }

    public IEnumerable<ContractProblem> OfParameter(IParameterSymbol parameter, Result result)
    {
        var attributes = parameter.GetAttributes();
        var consumes = SymbolNames.Find(attributes, KnownNames.Consumes);
        var borrows = SymbolNames.Find(attributes, KnownNames.Borrows);
        if (consumes is not null && borrows is not null)
        {
            yield return new ContractProblem(borrows, "it cannot be taken and stay where it was: [Consumes] or [Borrows]");
        }

        if (SymbolNames.Find(attributes, KnownNames.Gives) is { } gives)
        {
            if (parameter.RefKind != RefKind.Out)
            {
                yield return new ContractProblem(gives, "only an 'out' parameter gives a value");
            }

            foreach (var problem in result.Problems(gives))
            {
                yield return problem;
            }
        }

        if (consumes is not null)
        {
            if (ReasonAgainstTaking(parameter) is { } reason)
            {
                yield return new ContractProblem(consumes, reason);
            }

            foreach (var problem in result.Problems(consumes))
            {
                yield return problem;
            }
        }

        if (borrows is not null && parameter.RefKind is RefKind.Out or RefKind.Ref)
        {
            yield return new ContractProblem(
                borrows,
                parameter.RefKind == RefKind.Out
                    ? "nothing comes in by 'out' that could be borrowed"
                    : "a 'ref' parameter may be refilled: take it by 'in', or by value with [Borrows]");
        }
    }

    private string? ReasonAgainstTaking(IParameterSymbol parameter) => parameter.RefKind switch
    {
        RefKind.Out => "nothing comes in by 'out' that could be taken",
        RefKind.Ref => "a 'ref' parameter belongs to the caller and comes back whole: take it by value",
        RefKind.In or RefKind.RefReadOnlyParameter => "what comes by reference is only lent: take it by value",
        _ when !CanBeOwned(parameter.Type) && parameter.Type.TypeKind != TypeKind.Delegate =>
            $"'{Show(parameter.Type)}' is not move-only, so nobody owns its values",
        _ => null,
    };

    private bool CanBeOwned(ITypeSymbol type) =>
        type.TypeKind == TypeKind.Error || ownership.IsTracked(type) || ownership.MaySitAnywhere(type);

    private static string Show(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
}
