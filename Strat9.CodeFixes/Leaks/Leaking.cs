using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Strat9.CodeFixes.Checking;

namespace Strat9.CodeFixes.Leaks;

/// <summary>What a report of STRAT1002 speaks of.</summary>
/// <param name="Variable">The local or parameter, or the field that a consuming member should have consumed.</param>
/// <param name="Type">Its type.</param>
/// <param name="Value">How it is written.</param>
/// <param name="Declaration">What declares it; for a field the member.</param>
internal sealed record Leaking(ISymbol Variable, ITypeSymbol Type, string Value, SyntaxNode Declaration)
{
    /// <summary>The function in which it is lost.</summary>
    public ISymbol? Function { get; init; }

    public static Leaking? At(Scene scene, Diagnostic diagnostic)
    {
        if (scene.NodeAt(diagnostic.Location) is not { } node
            || node.AncestorsAndSelf().FirstOrDefault(n => scene.Model.GetDeclaredSymbol(n, scene.Cancel) is not null) is not { } declaration
            || IdentifierOf(declaration) != diagnostic.Location.SourceSpan)
        {
            return null;
        }

        return scene.Model.GetDeclaredSymbol(declaration, scene.Cancel) switch
        {
            ILocalSymbol local => new Leaking(local, local.Type, Writing.Escape(local.Name), declaration) { Function = local.ContainingSymbol },
            IParameterSymbol parameter => new Leaking(parameter, parameter.Type, Writing.Escape(parameter.Name), declaration) { Function = parameter.ContainingSymbol },
            IMethodSymbol { ContainingType: { } type } method => OfPart(type, diagnostic, declaration) is { } part ? part with { Function = method } : null,
            _ => null,
        };
    }

    private static TextSpan IdentifierOf(SyntaxNode declaration) =>
        Analyzers.Ownership.Messages.Identifier(declaration).Span;

    // The first of the other locations is the field's.
    private static Leaking? OfPart(INamedTypeSymbol type, Diagnostic diagnostic, SyntaxNode declaration)
    {
        if (diagnostic.AdditionalLocations.FirstOrDefault() is not { } at)
        {
            return null;
        }

        foreach (var field in type.GetMembers().OfType<IFieldSymbol>())
        {
            if (field.Locations.Any(l => l.SourceSpan == at.SourceSpan && l.SourceTree?.FilePath == at.SourceTree?.FilePath))
            {
                var written = field.AssociatedSymbol ?? field;
                return new Leaking(written, field.Type, Writing.Escape(written.Name), declaration);
            }
        }

        return null;
    }
}
