using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;
using Microsoft.CodeAnalysis.Text;
using Strat9.Analyzers.Rules;
using Strat9.CodeFixes.Checking;

namespace Strat9.CodeFixes.Storage;

/// <summary>STRAT3008 and STRAT3003: keeps the value of a field in a <c>Slot&lt;T&gt;</c>, where every use of the field can be rewritten.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SlotFix))]
[Shared]
public sealed class SlotFix : CheckedFix
{
    private const string Title = "Keep the value in a Slot<T>";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        [Descriptors.STRAT3003_StoredUnfollowed.Id, Descriptors.STRAT3008_FieldOwnership.Id];

    private protected override async Task<IReadOnlyList<Proposal>> Propose(Scene scene, Diagnostic diagnostic)
    {
        var isHolder = diagnostic.Id == Descriptors.STRAT3008_FieldOwnership.Id;
        var places = isHolder ? diagnostic.AdditionalLocations : [diagnostic.Location];
        var changes = new List<TextChange>();
        foreach (var place in places)
        {
            if (scene.NodeAt(place)?.FirstAncestorOrSelf<VariableDeclaratorSyntax>() is not { } variable || variable.Identifier.Span != place.SourceSpan
                || await Change(scene, variable).ConfigureAwait(false) is not { } ofField)
            {
                return [];
            }

            changes.AddRange(ofField);
        }

        return changes.Count > 0 ? [new Proposal(Title, Title, scene.With(changes))] : [];
    }

    private static async Task<IEnumerable<TextChange>?> Change(Scene scene, VariableDeclaratorSyntax variable)
    {
        if (variable is not { ArgumentList: null, Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: FieldDeclarationSyntax declaration } list }
            || scene.Model.GetDeclaredSymbol(variable, scene.Cancel) is not IFieldSymbol { ContainingType.TypeKind: TypeKind.Class, IsVolatile: false } field
            || Analyzers.Contracts.KnownTypes.IsNullable(field.Type) || Declared(scene, declaration, list, variable) is not { } changes)
        {
            return null;
        }

        var uses = new SlotUses(scene, field);
        foreach (var found in await SymbolFinder.FindReferencesAsync(field, scene.Solution, scene.Cancel).ConfigureAwait(false))
        {
            foreach (var reference in found.Locations)
            {
                if (reference.Document.Id != scene.Document.Id || reference.IsImplicit || scene.NodeAt(reference.Location) is not { } node
                    || uses.Rewrite(node) is not { } rewritten)
                {
                    return null;
                }

                changes.AddRange(rewritten);
            }
        }

        return changes;
    }

    private static List<TextChange>? Declared(
        Scene scene, FieldDeclarationSyntax declaration, VariableDeclarationSyntax list, VariableDeclaratorSyntax variable)
    {
        if (scene.Model.Compilation.GetTypeByMetadataName("Strat9.Slot`1") is not { } slot)
        {
            return null;
        }

        // A slot may be empty: its content need not be nullable.
        var content = list.Type is NullableTypeSyntax nullable ? nullable.ElementType : list.Type;
        var name = scene.Model.NameAt(slot, list.Type.SpanStart);
        var keyword = declaration.Modifiers.Any(SyntaxKind.ReadOnlyKeyword) ? string.Empty : "readonly ";
        var changes = new List<TextChange> { new(list.Type.Span, $"{keyword}{name.Substring(0, name.IndexOf('<'))}<{content}>") };
        switch (variable.Initializer)
        {
            case null:
                changes.Add(Writing.Insert(variable.Span.End, " = new()"));
                break;
            case { Value: var value } when SlotUses.IsNothing(value):
                changes.Add(new TextChange(value.Span, "new()"));
                break;
            case { Value: var value }:
                changes.Add(Writing.Insert(value.SpanStart, "new("));
                changes.Add(Writing.Insert(value.Span.End, ")"));
                break;
        }

        return changes;
    }
}
