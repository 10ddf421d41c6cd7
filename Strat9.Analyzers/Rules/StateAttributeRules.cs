using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Strat9.Analyzers.Contracts;
using Strat9.Analyzers.Protocols.Model;

namespace Strat9.Analyzers.Rules;

/// <summary>
/// STRAT0010 for the attributes of states. By type, whether a <c>typeof</c> is a state of the carrier is STRAT0008, and the signature of a
/// transition STRAT0007.
/// </summary>
internal sealed class StateAttributeRules(KnownTypes known)
{
    public IEnumerable<ContractProblem> OfType(INamedTypeSymbol type)
    {
        if (type.Find(KnownNames.Typestate) is not { } typestate
            || typestate.ConstructorArguments is not [{ Kind: TypedConstantKind.Type, Value: ITypeSymbol states }])
        {
            yield break;
        }

        if (type.IsStatic)
        {
            yield return new ContractProblem(typestate, "a static class has no values that could be in a state");
        }
        else if (states.TypeKind is not (TypeKind.Enum or TypeKind.Error))
        {
            yield return new ContractProblem(
                typestate, $"'{Show(states)}' is no enum: the states of an in-place protocol are an enum's members");
        }
        else if (ContractSubjects.StatesOf(type.BaseType, known) is { } inherited)
        {
            yield return new ContractProblem(
                typestate, $"'{Show(type.BaseType!)}' follows '{Show(inherited)}' already: derived types may add members, not states");
        }
    }

    public IEnumerable<ContractProblem> OfReceiver(IMethodSymbol method, Result result) =>
        OfMember(method, ContractSubjects.ReceiverOf(method), result);

    public IEnumerable<ContractProblem> OfProperty(IPropertySymbol property)
    {
        var accessor = property.GetMethod ?? property.SetMethod;
        if (accessor is null)
        {
            yield break;
        }

        // [Ensures] speaks of the setter, [Tests] of the getter.
        var attributes = property.GetAttributes();
        if (property.SetMethod is null && attributes.FirstOrDefault(a => Promises(a).Any()) is { } promise)
        {
            yield return new ContractProblem(promise, "on a property it speaks of the setter, and there is none: put it on the accessor");
        }

        if (property.GetMethod is null && SymbolNames.Find(attributes, KnownNames.Tests) is { } tests)
        {
            yield return new ContractProblem(tests, "a property without a getter has no value that could tell the state");
        }

        foreach (var problem in OfMember(property, ContractSubjects.ReceiverOf(accessor), new Result(true, null)))
        {
            yield return problem;
        }
    }

    public IEnumerable<ContractProblem> OfEvent(IEventSymbol @event) =>
        OfMember(@event, @event.IsStatic ? null : @event.ContainingType, new Result(true, null));

    public IEnumerable<ContractProblem> OfField(IFieldSymbol field)
    {
        foreach (var requires in field.FindAll(KnownNames.Requires))
        {
            foreach (var problem in AgainstStates(requires, ContractSubjects.StatesIn(requires), field.Type))
            {
                yield return problem;
            }

            if (requires.Named(KnownNames.InProperty) is { } within)
            {
                if (field.IsStatic)
                {
                    yield return new ContractProblem(requires, "a static field has no owner whose state 'In' could name");
                }

                foreach (var problem in AgainstStates(requires, [within], field.ContainingType))
                {
                    yield return problem;
                }
            }
        }
    }

    public IEnumerable<ContractProblem> OfParameter(IParameterSymbol parameter, Result result)
    {
        var attributes = parameter.GetAttributes();
        foreach (var attribute in attributes.Where(IsStateContract))
        {
            foreach (var problem in AgainstStates(attribute, ContractSubjects.StatesIn(attribute), parameter.Type))
            {
                yield return problem;
            }

            if (attribute.AttributeClass.Is(KnownNames.Requires))
            {
                if (parameter.RefKind == RefKind.Out)
                {
                    yield return new ContractProblem(attribute, "nothing comes in by 'out' that could be in a state");
                }

                continue;
            }

            if (parameter.Type.IsValueType && parameter.RefKind is RefKind.None or RefKind.In or RefKind.RefReadOnlyParameter)
            {
                yield return new ContractProblem(
                    attribute,
                    parameter.RefKind == RefKind.None
                        ? "a struct goes by value, so the caller's keeps the state it has: take it by 'ref'"
                        : "a struct cannot change through a read-only reference: take it by 'ref'");
            }

            foreach (var problem in result.Problems(attribute))
            {
                yield return problem;
            }
        }

        foreach (var problem in AgainstPromises(attributes))
        {
            yield return problem;
        }
    }

    public IEnumerable<ContractProblem> OfResult(IMethodSymbol method, Result result)
    {
        var attributes = method.GetReturnTypeAttributes();
        foreach (var ensures in attributes.Where(a => a.AttributeClass.Is(KnownNames.Ensures)))
        {
            if (result.Type is null)
            {
                yield return new ContractProblem(ensures, "there is no result that could be in a state");
                continue;
            }

            var problems = AgainstStates(ensures, ContractSubjects.StatesIn(ensures), result.Type).Concat(result.Problems(ensures));
            foreach (var problem in problems)
            {
                yield return problem;
            }
        }

        foreach (var problem in AgainstPromises(attributes))
        {
            yield return problem;
        }
    }

    private static bool IsStateContract(AttributeData attribute) =>
        attribute.AttributeClass.Is(KnownNames.Requires) || attribute.AttributeClass.Is(KnownNames.Ensures);

    private IEnumerable<ContractProblem> OfMember(ISymbol member, ITypeSymbol? receiver, Result result)
    {
        var attributes = member.GetAttributes();
        foreach (var attribute in attributes)
        {
            var isTest = attribute.AttributeClass.Is(KnownNames.Tests);
            if (!isTest && !IsStateContract(attribute) && !IsInPlaceTransition(attribute))
            {
                continue;
            }

            if (receiver is null)
            {
                yield return new ContractProblem(attribute, $"{Shown(attribute)} speaks of the receiver, and there is none");
                continue;
            }

            // A by-type edge written as an in-place one is STRAT0007.
            if (IsInPlaceTransition(attribute) && ContractSubjects.StatesOf(receiver, known) is null
                && member is IMethodSymbol method && !TransitionSignature.Read(method).IsEmpty)
            {
                continue;
            }

            foreach (var problem in AgainstStates(attribute, ContractSubjects.StatesIn(attribute), receiver))
            {
                yield return problem;
            }

            foreach (var problem in isTest ? AgainstTest(attribute, member, receiver, result) : result.Problems(attribute))
            {
                yield return problem;
            }
        }

        foreach (var problem in AgainstPromises(attributes))
        {
            yield return problem;
        }
    }

    private IEnumerable<ContractProblem> AgainstTest(AttributeData tests, ISymbol member, ITypeSymbol receiver, Result result)
    {
        if (tests.AttributeConstructor is null)
        {
            yield break;
        }

        var value = member is IPropertySymbol property ? ContractSubjects.Awaited(property.Type, known) : result.Type;
        if (value is { TypeKind: TypeKind.Error })
        {
            yield break;
        }

        var states = ContractSubjects.StatesOf(receiver, known);
        if (tests.AttributeConstructor.Parameters.Length > 0)
        {
            if (value?.SpecialType != SpecialType.System_Boolean)
            {
                yield return new ContractProblem(tests, "the test of a state is a 'bool'");
            }
        }
        else if (states is null)
        {
            yield return new ContractProblem(tests, NoStates(receiver));
        }
        else if (!SymbolEqualityComparer.Default.Equals(value, states))
        {
            yield return new ContractProblem(tests, $"a value that is the state is a '{Show(states)}'; name a state to test for it");
        }
    }

    // States that the protocol of a type does not have.
    private IEnumerable<ContractProblem> AgainstStates(AttributeData attribute, ImmutableArray<TypedConstant> named, ITypeSymbol type)
    {
        if (type.TypeKind == TypeKind.Error)
        {
            yield break;
        }

        if (named.IsEmpty && attribute.AttributeClass.Is(KnownNames.Requires) && attribute.AttributeConstructor is not null
            && attribute.ConstructorArguments is [{ IsNull: false, Kind: TypedConstantKind.Array }])
        {
            yield return new ContractProblem(attribute, "it names no state, so it could never be called");
        }

        var states = ContractSubjects.StatesOf(type, known);
        var isCarrier = ContractSubjects.IsCarrier(type);
        foreach (var state in named.Where(s => s.Kind != TypedConstantKind.Error))
        {
            if (states is null && !isCarrier)
            {
                yield return new ContractProblem(attribute, NoStates(type));
                yield break;
            }

            if (isCarrier)
            {
                if (state.Kind != TypedConstantKind.Type)
                {
                    yield return new ContractProblem(attribute, $"the states of '{Show(type)}' are types: write 'typeof(…)'");
                }
            }
            else if (state.Kind != TypedConstantKind.Enum || !SymbolEqualityComparer.Default.Equals(state.Type, states)
                || !ContractSubjects.Declares(states!, state.Value))
            {
                yield return new ContractProblem(attribute, $"the states of '{Show(type)}' are the members of '{Show(states!)}'");
            }
        }
    }

    // Two promises for one result, or one for a value that is gone by then.
    private static IEnumerable<ContractProblem> AgainstPromises(ImmutableArray<AttributeData> attributes)
    {
        var consumes = SymbolNames.Find(attributes, KnownNames.Consumes);
        var gives = SymbolNames.Find(attributes, KnownNames.Gives);
        var seen = new HashSet<(bool, long)>();
        foreach (var attribute in attributes)
        {
            foreach (var when in Promises(attribute))
            {
                if (!seen.Add((when is not null, when ?? 0)))
                {
                    yield return new ContractProblem(attribute, "two states are promised for one result");
                }

                if (consumes is not null && (When(consumes) is not { } taken || taken == when))
                {
                    yield return new ContractProblem(attribute, "it promises a state for a value that is taken on that result");
                }

                if (gives is not null && When(gives) is { } given && when is not null && given != when)
                {
                    yield return new ContractProblem(attribute, "it promises a state on a result that gives no value");
                }
            }
        }
    }

    // The results for which an attribute promises a state; null stands for all.
    private static IEnumerable<long?> Promises(AttributeData attribute) =>
        attribute.AttributeClass.Is(KnownNames.Ensures) || IsInPlaceTransition(attribute) ? [When(attribute)] : [];

    private static long? When(AttributeData attribute) =>
        attribute.Named(KnownNames.WhenProperty) is { } when ? Constants.Of(when) : null;

    private static bool IsInPlaceTransition(AttributeData attribute) =>
        attribute.AttributeClass.Is(KnownNames.Transition) && attribute.ConstructorArguments.Length == 2;

    private static string NoStates(ITypeSymbol type) => $"'{Show(type)}' follows no protocol whose states could be named";

    private static string Shown(AttributeData attribute)
    {
        var name = attribute.AttributeClass!.Name;
        return $"[{name.Substring(0, name.Length - "Attribute".Length)}]";
    }

    private static string Show(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
}
