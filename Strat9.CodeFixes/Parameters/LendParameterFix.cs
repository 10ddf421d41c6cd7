using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;
using Strat9.Analyzers.Contracts;
using Strat9.Analyzers.Rules;
using Strat9.CodeFixes.Checking;

namespace Strat9.CodeFixes.Parameters;

/// <summary>
/// STRAT1001 and STRAT1005, where an argument was passed to a method that only looks at it, and STRAT1002 in that method: the parameter
/// borrows from now on. Whoever relied on giving the value away, and the body itself, must be as quiet as before.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LendParameterFix))]
[Shared]
public sealed class LendParameterFix : CheckedFix
{
    private const string Borrows = "[Borrows]";
    private const string In = "in";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
    [
        Descriptors.STRAT1001_UseAfterMove.Id,
        Descriptors.STRAT1002_NotConsumed.Id,
        Descriptors.STRAT1005_ConsumedThroughBorrow.Id,
    ];

    private protected override async Task<IReadOnlyList<Proposal>> Propose(Scene scene, Diagnostic diagnostic)
    {
        var proposals = new List<Proposal>();
        if (ParameterOf(scene, diagnostic) is not { RefKind: RefKind.None } parameter
            || await ParameterFamily.Of(scene, parameter).ConfigureAwait(false) is not { } family)
        {
            return proposals;
        }

        var name = family.Parameter.Name;
        if (family.Parameter.Type.IsValueType
            && await family.Change($"Pass '{name}' by 'in'", In, (_, _, p) => ByReference(p)).ConfigureAwait(false) is { } byReference)
        {
            proposals.Add(byReference);
        }

        if (await family.Change($"Mark '{name}' [Borrows]", Borrows, (model, _, p) => Marked(model, p)).ConfigureAwait(false) is { } marked)
        {
            proposals.Add(marked);
        }

        return proposals;
    }

    private static IParameterSymbol? ParameterOf(Scene scene, Diagnostic diagnostic)
    {
        if (diagnostic.Id == Descriptors.STRAT1002_NotConsumed.Id)
        {
            return scene.NodeAt(diagnostic.Location) is ParameterSyntax declared
                ? scene.Model.GetDeclaredSymbol(declared, scene.Cancel)
                : null;
        }

        // Where it was moved: for a use after that, the other location.
        var moved = diagnostic.Id == Descriptors.STRAT1001_UseAfterMove.Id ? diagnostic.AdditionalLocations.FirstOrDefault() : diagnostic.Location;
        if (moved is null || scene.NodeAt(moved) is not { } node)
        {
            return null;
        }

        var operation = scene.Model.GetOperation(node is ArgumentSyntax argument ? argument.Expression : node, scene.Cancel);
        while (operation is { Parent: IConversionOperation conversion })
        {
            operation = conversion;
        }

        return operation is { Parent: IArgumentOperation { Parameter: { } parameter } } ? Declared(parameter) : null;
    }

    // An extension called on its value: the parameter it is declared with.
    private static IParameterSymbol Declared(IParameterSymbol parameter) =>
        parameter.ContainingSymbol is IMethodSymbol { ReducedFrom: { } whole } ? whole.Parameters[parameter.Ordinal + 1] : parameter;

    private static TextChange? ByReference(ParameterSyntax parameter) =>
        parameter.Modifiers.All(m => m.IsKind(SyntaxKind.ThisKeyword)) && parameter.Type is { } type
            ? Writing.Insert(type.SpanStart, "in ")
            : null;

    private static TextChange? Marked(SemanticModel model, ParameterSyntax parameter) =>
        model.AttributeAt(KnownNames.Borrows, parameter.SpanStart) is { } name ? Writing.Insert(parameter.SpanStart, $"[{name}] ") : null;
}
