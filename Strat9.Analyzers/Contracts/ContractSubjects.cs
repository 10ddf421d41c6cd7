using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Strat9.Analyzers.Contracts;

/// <summary>What the attributes of a member speak of: its receiver, its result, and the protocol of either.</summary>
internal static class ContractSubjects
{
    /// <summary>
    /// What a method is called on: the object, or the receiver of an extension. <see langword="null"/> where there is none, as for local
    /// functions.
    /// </summary>
    public static ITypeSymbol? ReceiverOf(IMethodSymbol method) => method switch
    {
        { MethodKind: MethodKind.LocalFunction or MethodKind.LambdaMethod } => null,
        { IsExtensionMethod: true, Parameters: [var first, ..] } => first.Type,
        { IsStatic: true } => null,
        { ContainingType: { IsExtension: true } block } => block.ExtensionParameter?.Type,
        _ => method.ContainingType,
    };

    /// <summary>What the caller gets in the end: of a task its result. <see langword="null"/> where there is none.</summary>
    public static ITypeSymbol? ResultOf(IMethodSymbol method, KnownTypes known) => method switch
    {
        { ReturnsVoid: true } or { MethodKind: MethodKind.Constructor } => null,
        _ => Awaited(method.ReturnType, known),
    };

    /// <summary>The result of a task, <see langword="null"/> for one without; every other type is its own.</summary>
    public static ITypeSymbol? Awaited(ITypeSymbol type, KnownTypes known) =>
        known.IsTask(type) ? ((INamedTypeSymbol)type).TypeArguments[0]
        : known.IsPlainTask(type) ? null
        : type;

    /// <summary>
    /// The enum of the in-place protocol a value of the type follows: declared by it or a base class, seen through nullables, tasks and the
    /// constraints of type parameters.
    /// </summary>
    public static INamedTypeSymbol? StatesOf(ITypeSymbol? type, KnownTypes known)
    {
        var open = new Stack<ITypeSymbol?>();
        open.Push(type);
        while (open.Count > 0)
        {
            switch (open.Pop())
            {
                case ITypeParameterSymbol parameter:
                    foreach (var constraint in parameter.ConstraintTypes.Reverse())
                    {
                        open.Push(constraint);
                    }

                    break;
                case INamedTypeSymbol { TypeArguments: [var content] } wrapper when known.IsTransparent(wrapper):
                    open.Push(content);
                    break;
                case { } declared when DeclaredStatesOf(declared) is { } states:
                    return states;
            }
        }

        return null;
    }

    private static INamedTypeSymbol? DeclaredStatesOf(ITypeSymbol type)
    {
        for (var t = type; t is not null; t = t.BaseType)
        {
            if (t.Find(KnownNames.Typestate) is { } typestate)
            {
                return typestate.ConstructorArguments is [{ Kind: TypedConstantKind.Type, Value: INamedTypeSymbol named }]
                    && named.TypeKind == TypeKind.Enum
                    ? named
                    : null;
            }
        }

        return null;
    }

    /// <summary>Whether the type carries a by-type protocol, whose states are types.</summary>
    public static bool IsCarrier(ITypeSymbol? type) =>
        type?.Find(KnownNames.Typestate) is { ConstructorArguments.IsEmpty: true };

    /// <summary>Whether an enum declares a member of that value.</summary>
    public static bool Declares(INamedTypeSymbol states, object? value) =>
        value is not null
        && states.GetMembers().Any(m => m is IFieldSymbol { HasConstantValue: true } field && value.Equals(field.ConstantValue));

    /// <summary>The states an attribute names: <c>params</c> taken apart; nothing where the code is not finished.</summary>
    public static ImmutableArray<TypedConstant> StatesIn(AttributeData attribute)
    {
        var states = ImmutableArray.CreateBuilder<TypedConstant>();
        foreach (var argument in attribute.ConstructorArguments)
        {
            if (argument.Kind != TypedConstantKind.Array)
            {
                states.Add(argument);
            }
            else if (!argument.IsNull && !argument.Values.IsDefault)
            {
                states.AddRange(argument.Values);
            }
        }

        return states.ToImmutable();
    }
}
