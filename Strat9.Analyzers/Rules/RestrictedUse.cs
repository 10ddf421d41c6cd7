using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Strat9.Analyzers.Contracts;
using Strat9.Analyzers.Protocols.Model;

namespace Strat9.Analyzers.Rules;

/// <summary>
/// STRAT2001 for what <c>[Requires(typeof(S), …)]</c> restricts: members of the carrier, extension members, parameters. The compiler
/// accepts these in every state.
/// </summary>
internal static class RestrictedUse
{
    /// <summary>Whether an operation would be reported if nothing around it were marked <c>[Trusted]</c>.</summary>
    public static bool IsWrong(IOperation operation, ISymbol member, ProtocolModels protocols, CancellationToken cancel)
    {
        var isWrong = false;
        if (operation.SemanticModel is { } model)
        {
            Check(new StateScene(operation, member, model, protocols, _ => isWrong = true, cancel) { LooksIntoTrusted = true });
        }

        return isWrong;
    }

    public static void Check(StateScene scene)
    {
        switch (scene.Operation)
        {
            case IInvocationOperation { Instance: { } instance, TargetMethod: var method }:
                Check(scene, method, instance);
                break;
            case IInvocationOperation { TargetMethod: { IsExtensionMethod: true } method, Arguments: [{ Parameter.Ordinal: 0 } first, ..] }:
                Check(scene, method, first.Value);
                break;
            case IMethodReferenceOperation { Instance: { } instance, Method: var method }:
                Check(scene, method, instance);
                break;
            case IPropertyReferenceOperation { Instance: { } instance, Property: var property } reference:
                CheckProperty(scene, property, instance, reference);
                break;
            case IFieldReferenceOperation { Instance: { } instance, Field: var field } reference when !IsConstruction(scene, reference):
                Check(scene, field, instance);
                break;
            case IEventReferenceOperation { Instance: { } instance, Event: var @event }:
                Check(scene, @event, instance);
                break;
            case IArgumentOperation { Parameter: { } parameter } argument when CarrierInstance.Of(parameter.Type) is not null:
                CheckArgument(scene, argument, parameter, argument.Value);
                break;
            default:
                CheckImplied(scene);
                break;
        }
    }

    private static void Check(StateScene scene, ISymbol member, IOperation receiver)
    {
        if (CarrierOf(receiver) is { } instance && TransitionSignature.RequiredStates(member) is { IsEmpty: false } asked)
        {
            Report(scene, scene.Operation.Syntax, member, receiver, instance, asked);
        }
    }

    // Several members of one value that one piece of syntax uses are one use; an operator's operands are one each.
    private static void CheckImplied(StateScene scene)
    {
        HashSet<SyntaxNode>? reported = null;
        foreach (var (member, receiver) in ImpliedUses.Of(scene))
        {
            var (use, user) = member is IParameterSymbol ? (receiver.Syntax, member.ContainingSymbol) : (scene.Operation.Syntax, member);
            if (reported?.Contains(use) != true && CarrierOf(receiver) is { } instance &&
                TransitionSignature.RequiredStates(member) is { IsEmpty: false } asked &&
                Report(scene, use, user, receiver, instance, asked, isArgument: true))
            {
                (reported ??= []).Add(use);
            }
        }
    }

    private static void CheckProperty(
        StateScene scene, IPropertySymbol property, IOperation receiver, IPropertyReferenceOperation reference)
    {
        if (CarrierOf(receiver) is not { } instance || IsConstruction(scene, reference))
        {
            return;
        }

        // What stands on the property is for both accessors; what stands on one adds to it.
        var getter = IsRead(reference) ? property.GetMethod : null;
        var setter = IsWritten(reference) ? property.SetMethod : null;
        foreach (var asking in (ReadOnlySpan<ISymbol?>)[property, getter, setter])
        {
            if (asking is not null && TransitionSignature.RequiredStates(asking) is { IsEmpty: false } asked &&
                Report(scene, reference.Syntax, property, receiver, instance, asked))
            {
                return;
            }
        }
    }

    private static void CheckArgument(StateScene scene, IArgumentOperation argument, IParameterSymbol parameter, IOperation value)
    {
        if (CarrierOf(value) is { } instance && parameter.RefKind != RefKind.Out &&
            TransitionSignature.RequiredStates(parameter) is { IsEmpty: false } asked &&
            argument.Parent is { } call)
        {
            var isReceiver = argument.Syntax is not ArgumentSyntax && call.Syntax is InvocationExpressionSyntax;
            var takesValue = parameter.RefKind == RefKind.None && !parameter.Has(KnownNames.Borrows);
            var use = isReceiver ? call.Syntax : value.Syntax;
            Report(scene, use, parameter.ContainingSymbol, value, instance, asked, !isReceiver, takesValue);
        }
    }

    private static bool Report(
        StateScene scene,
        SyntaxNode use,
        ISymbol member,
        IOperation value,
        CarrierInstance instance,
        ImmutableArray<ITypeSymbol> asked,
        bool isArgument = false,
        bool takesValue = false)
    {
        if (scene.ProtocolOf(instance) is not { } protocol)
        {
            return false;
        }

        var needed = asked.Select(protocol.StateOf).OfType<ProtocolState>().Distinct().ToImmutableArray();
        var known = StatesOf(scene, value, instance);
        var wrong = known.Where(s => !needed.Any(n => n.Symbol.SameAs(s.OriginalDefinition))).ToImmutableArray();
        if (needed.IsEmpty || wrong.IsEmpty || scene.IsTrusted())
        {
            return false;
        }

        var written = value.Syntax as ExpressionSyntax;
        var shown = value is IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance } ? "'this'"
            : written is null || value is IInstanceReferenceOperation ? "the value"
            : StateScene.Show(written);
        new WrongState(scene, instance, protocol, shown)
        {
            Known = wrong.Contains(instance.State, SymbolEqualityComparer.Default) ? default : wrong,
            Value = takesValue || TakesReceiver(member) ? written : null,
        }.Report(isArgument ? use.GetLocation() : NameIn(use), Subject(member), needed);
        return true;
    }

    // A type parameter leaves the state open; the contract of the body may not: its own [Requires], or the parameter's.
    private static ImmutableArray<ITypeSymbol> StatesOf(StateScene scene, IOperation value, CarrierInstance instance)
    {
        if (instance.State is not ITypeParameterSymbol)
        {
            return [instance.State];
        }

        var promised = Named(scene, value, instance) switch
        {
            IInstanceReferenceOperation => OfMember(scene.Member),
            IParameterReferenceOperation { Parameter.ContainingSymbol: INamedTypeSymbol { IsExtension: true } } => OfMember(scene.Member),
            IParameterReferenceOperation { Parameter: var parameter } => OfParameter(parameter),
            _ => [],
        };
        return promised.IsEmpty ? [instance.State] : promised;
    }

    // Another name, of a value or by reference: its type argument is the same, so its state is, whatever it is given later.
    private static IOperation Named(StateScene scene, IOperation value, CarrierInstance instance)
    {
        var before = scene.Operation.Syntax.SpanStart;
        while (value is ILocalReferenceOperation { Local.DeclaringSyntaxReferences: [var declared] }
            && declared.GetSyntax(scene.Cancel) is VariableDeclaratorSyntax { Initializer.Value: { } initial } declarator
            && declarator.Span.End <= before
            && scene.Model.GetOperation(initial is RefExpressionSyntax reference ? reference.Expression : initial, scene.Cancel) is { } source
            && CarrierOf(source) is { } same && SymbolEqualityComparer.Default.Equals(same.State, instance.State))
        {
            (value, before) = (source, declarator.SpanStart);
        }

        return value;
    }

    private static ImmutableArray<ITypeSymbol> OfMember(ISymbol member)
    {
        var own = TransitionSignature.RequiredStates(member);
        return own.IsEmpty && member is IMethodSymbol { AssociatedSymbol: { } property }
            ? TransitionSignature.RequiredStates(property)
            : own;
    }

    private static ImmutableArray<ITypeSymbol> OfParameter(IParameterSymbol parameter)
    {
        var own = TransitionSignature.RequiredStates(parameter);
        return own.IsEmpty && parameter is { Ordinal: 0, ContainingSymbol: IMethodSymbol { IsExtensionMethod: true } method }
            ? OfMember(method)
            : own;
    }

    /// <summary>The carrier that a value is, before any conversion that is not written.</summary>
    public static CarrierInstance? CarrierOf(IOperation value)
    {
        while (value is IConversionOperation { IsImplicit: true } conversion)
        {
            value = conversion.Operand;
        }

        return CarrierInstance.Of(value.Type);
    }

    private static bool TakesReceiver(ISymbol member) =>
        member is IMethodSymbol method && (method.Has(KnownNames.Consumes) || TransitionSignature.IsMarked(method));

    // A constructor gives members their first value; no state has begun yet.
    private static bool IsConstruction(StateScene scene, IMemberReferenceOperation reference) =>
        scene.Member is IMethodSymbol { MethodKind: MethodKind.Constructor } &&
        reference.Instance is IInstanceReferenceOperation &&
        reference.Parent is IAssignmentOperation assignment && assignment.Target == reference;

    private static bool IsRead(IPropertyReferenceOperation reference) =>
        !(reference.Parent is ISimpleAssignmentOperation assignment && assignment.Target == reference);

    private static bool IsWritten(IPropertyReferenceOperation reference) => reference.Parent switch
    {
        IAssignmentOperation assignment => assignment.Target == reference,
        IIncrementOrDecrementOperation => true,
        _ => false,
    };

    private static string Subject(ISymbol member) => member switch
    {
        IMethodSymbol { MethodKind: MethodKind.UserDefinedOperator or MethodKind.Conversion } => "the operator",
        IPropertySymbol { IsIndexer: true } => "the indexer",
        IMethodSymbol { MethodKind: MethodKind.Constructor } => $"'{member.ContainingType.Name}'",
        _ => $"'{member.Name}'",
    };

    private static Location NameIn(SyntaxNode use) =>
        use is ExpressionSyntax expression && MemberName.Of(expression) is { } name ? name.Identifier.GetLocation() : use.GetLocation();
}
