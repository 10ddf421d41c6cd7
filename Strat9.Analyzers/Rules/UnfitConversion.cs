using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Strat9.Analyzers.Protocols.Model;

namespace Strat9.Analyzers.Rules;

/// <summary>STRAT2001 where a carrier is returned, assigned, stored or cast, and the place asks for it in another state.</summary>
internal static class UnfitConversion
{
    public static void Check(StateScene scene)
    {
        if (scene.Operation is IConversionOperation { Conversion.Exists: false, Type: { TypeKind: not TypeKind.Error } asked } conversion)
        {
            var open = new Stack<(IOperation Value, ITypeSymbol Asked)>();
            open.Push((conversion.Operand, asked));
            while (open.Count > 0)
            {
                var (value, needed) = open.Pop();
                Check(scene, value, needed, conversion, open);
            }
        }
    }

    // The compiler converts a tuple, a conditional or a switch as a whole; which part of it does not fit is asked here.
    private static void Check(
        StateScene scene, IOperation value, ITypeSymbol asked, IConversionOperation conversion, Stack<(IOperation, ITypeSymbol)> open)
    {
        switch (value)
        {
            case ITupleOperation tuple when asked is INamedTypeSymbol { IsTupleType: true } type &&
                type.TupleElements.Length == tuple.Elements.Length:
                for (var i = 0; i < tuple.Elements.Length; i++)
                {
                    open.Push((tuple.Elements[i], type.TupleElements[i].Type));
                }

                break;
            case IConditionalOperation { WhenFalse: { } whenFalse } conditional:
                open.Push((conditional.WhenTrue, asked));
                open.Push((whenFalse, asked));
                break;
            case ISwitchExpressionOperation choice:
                foreach (var arm in choice.Arms)
                {
                    open.Push((arm.Value, asked));
                }

                break;
            case ICollectionExpressionOperation collection when ElementOf(asked) is { } element:
                foreach (var item in collection.Elements)
                {
                    open.Push((item, element));
                }

                break;
            case IConversionOperation { IsImplicit: true, Operand: var operand }:
                open.Push((operand, asked));
                break;
            case { Syntax: ExpressionSyntax expression } when CarrierInstance.Of(value.Type) is { } instance &&
                CarrierInstance.Of(asked) is { } needed && instance.IsRefusedFor(needed):
                Report(scene, expression, instance, needed, conversion);
                break;
        }
    }

    private static void Report(
        StateScene scene, ExpressionSyntax expression, CarrierInstance instance, CarrierInstance needed, IConversionOperation conversion)
    {
        if (scene.ProtocolOf(instance) is { } protocol && protocol.StateOf(needed.State) is { } state)
        {
            new WrongState(scene, instance, protocol, StateScene.Show(expression))
            {
                Value = conversion.IsImplicit ? expression : null,
            }.Report(expression.GetLocation(), Subject(scene, conversion), [state]);
        }
    }

    private static ITypeSymbol? ElementOf(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => array.ElementType,
        INamedTypeSymbol { TypeArguments: [var element] } => element,
        _ => null,
    };

    private static string Subject(StateScene scene, IConversionOperation conversion) => conversion.Parent switch
    {
        { } when !conversion.IsImplicit => "the cast",
        IReturnOperation => Result(scene.Model.GetEnclosingSymbol(conversion.Syntax.SpanStart, scene.Cancel)),
        IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => $"'{declarator.Symbol.Name}'",
        IFieldInitializerOperation { InitializedFields: [var field, ..] } => $"'{field.Name}'",
        IPropertyInitializerOperation { InitializedProperties: [var property, ..] } => $"'{property.Name}'",
        IAssignmentOperation { Target.Syntax: ExpressionSyntax target } => StateScene.Show(target),
        IArrayInitializerOperation => "the array",
        _ => $"'{conversion.Type!.ToMinimalDisplayString(scene.Model, conversion.Syntax.SpanStart)}'",
    };

    private static string Result(ISymbol? function) => function switch
    {
        IMethodSymbol { AssociatedSymbol: { } property } => $"the result of '{property.Name}'",
        IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.LocalFunction } method => $"the result of '{method.Name}'",
        _ => "the result",
    };
}
