using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Strat9.Analyzers.Contracts;
using Strat9.CodeFixes.Checking;

namespace Strat9.CodeFixes.Declarations;

/// <summary>Writes the contract attributes of one declaration on another.</summary>
internal sealed class ContractText(Scene scene)
{
    private static readonly ImmutableArray<string> Names =
    [
        KnownNames.Borrows, KnownNames.Consumes, KnownNames.Ensures, KnownNames.Gives, KnownNames.Requires, KnownNames.Tests, KnownNames.Transition,
    ];

    /// <summary>The changes that give a declaration these attributes for those it has; <see langword="null"/> where they stand among others.</summary>
    /// <param name="node">The method or parameter.</param>
    /// <param name="lists">Its attributes.</param>
    /// <param name="target">What they are for: empty, or <c>return: </c>.</param>
    /// <param name="wanted">The attributes to copy, of which only contracts are.</param>
    public IReadOnlyList<TextChange>? Change(
        SyntaxNode node, SyntaxList<AttributeListSyntax> lists, string target, ImmutableArray<AttributeData> wanted)
    {
        var written = wanted.Where(IsContract).Select(a => Write(a, node.SpanStart)).ToList();
        var old = lists.Where(l => (l.Target?.Identifier.IsKind(SyntaxKind.ReturnKeyword) == true) == (target.Length > 0) && l.Attributes.Any(IsContract)).ToList();
        if (old.Any(l => !l.Attributes.All(IsContract)) || written.Any(w => w is null))
        {
            return null;
        }

        var text = written.Count == 0 ? null : $"[{target}{string.Join(", ", written)}]";
        var changes = new List<TextChange>();
        if (text is not null && old.Count > 0)
        {
            changes.Add(new TextChange(old[0].Span, text));
            old.RemoveAt(0);
        }
        else if (text is not null)
        {
            changes.Add(node is MemberDeclarationSyntax member
                ? scene.Text.WithAttribute(member, text.Substring(1, text.Length - 2))
                : Writing.Insert(node.SpanStart, text + " "));
        }

        changes.AddRange(old.Select(l => scene.Text.Without(l)));
        return changes;
    }

    private static bool IsContract(AttributeData attribute) => Names.Any(n => attribute.AttributeClass.Is(n));

    private bool IsContract(AttributeSyntax attribute) =>
        scene.Model.GetSymbolInfo(attribute, scene.Cancel).Symbol?.ContainingType is { } type && Names.Any(n => type.Is(n));

    private string? Write(AttributeData attribute, int position)
    {
        var fullName = Names.First(n => attribute.AttributeClass.Is(n));
        var arguments = attribute.ConstructorArguments
            .SelectMany(a => a.Kind == TypedConstantKind.Array ? a.Values : [a]).Select(a => Write(a, position))
            .Concat(attribute.NamedArguments.Select(n => Write(n.Value, position) is { } value ? $"{n.Key} = {value}" : null))
            .ToList();
        return arguments.Contains(null) || scene.Model.AttributeAt(fullName, position) is not { } name ? null
            : arguments.Count == 0 ? name
            : $"{name}({string.Join(", ", arguments)})";
    }

    private string? Write(TypedConstant value, int position) => value switch
    {
        { Kind: TypedConstantKind.Primitive } => value.ToCSharpString(),
        { Kind: TypedConstantKind.Type, Value: INamedTypeSymbol type } => $"typeof({scene.Model.NameAt(type, position)})",
        { Kind: TypedConstantKind.Enum, Type: INamedTypeSymbol type } =>
            type.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(f => f.HasConstantValue && Equals(f.ConstantValue, value.Value)) is { } member
                ? $"{scene.Model.NameAt(type, position)}.{Writing.Escape(member.Name)}"
                : null,
        _ => null,
    };
}
