using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Strat9.Analyzers.Contracts;
using Strat9.Analyzers.Rules;
using Strat9.CodeFixes.Checking;

namespace Strat9.CodeFixes.Storage;

/// <summary>STRAT3008: makes a type as strict as the strictest of its fields. What becomes of its users the rules say then.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MarkContainerFix))]
[Shared]
public sealed class MarkContainerFix : CheckedFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Descriptors.STRAT3008_FieldOwnership.Id];

    private protected override Task<IReadOnlyList<Proposal>> Propose(Scene scene, Diagnostic diagnostic)
    {
        var proposals = new List<Proposal>();
        if (scene.NodeAt(diagnostic.Location)?.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } declaration
            && scene.Model.GetDeclaredSymbol(declaration, scene.Cancel) is { } type)
        {
            // The strictest that is held: the other locations are those of the fields.
            var isLinear = HeldTypes(scene, type, diagnostic).Any(scene.Services.Ownership.IsLinear);
            var needed = isLinear ? KnownNames.Linear : KnownNames.MoveOnly;
            if (scene.Model.AttributeAt(needed, declaration.SpanStart) is { } name)
            {
                var title = isLinear ? "Mark the type [Linear]" : "Mark the type [MoveOnly]";
                proposals.Add(new Proposal(title, nameof(MarkContainerFix), scene.With(Change(scene, declaration, name)))
                {
                    Demand = Demand.Compiles,
                });
            }
        }

        return Task.FromResult<IReadOnlyList<Proposal>>(proposals);
    }

    // [MoveOnly] on a type that has to be linear is no longer all there is to say.
    private static TextChange Change(Scene scene, TypeDeclarationSyntax declaration, string name) =>
        declaration.AttributeLists.Find(scene.Model, KnownNames.MoveOnly, scene.Cancel) is { } weaker
            ? new TextChange(weaker.Span, name)
            : scene.Text.WithAttribute(declaration, name);

    private static IEnumerable<ITypeSymbol> HeldTypes(Scene scene, INamedTypeSymbol type, Diagnostic diagnostic)
    {
        foreach (var location in diagnostic.AdditionalLocations)
        {
            foreach (var member in type.GetMembers().Concat(type.InstanceConstructors.SelectMany(c => c.Parameters)))
            {
                if (member.Locations.Any(l => l.SourceSpan == location.SourceSpan && l.SourceTree?.FilePath == location.SourceTree?.FilePath)
                    && Held(member) is { } held)
                {
                    yield return held;
                }
            }
        }
    }

    private static ITypeSymbol? Held(ISymbol member) => member switch
    {
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        IParameterSymbol parameter => parameter.Type,
        _ => null,
    };
}
