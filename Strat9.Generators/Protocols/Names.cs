using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Strat9.Generators.Infrastructure;

namespace Strat9.Generators.Protocols;

/// <summary>Names and heads of declarations, as they are written in generated code.</summary>
internal static class Names
{
    private static readonly SymbolDisplayFormat Full = SymbolDisplayFormat.FullyQualifiedFormat
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    private static readonly SymbolDisplayFormat WithoutArguments = SymbolDisplayFormat.FullyQualifiedFormat
        .WithGenericsOptions(SymbolDisplayGenericsOptions.None);

    /// <summary>A type from anywhere: <c>global::A.B&lt;C?&gt;</c>.</summary>
    public static string Of(ITypeSymbol type) => type.ToDisplayString(Full);

    /// <summary>A type's name without its own type arguments; those of the types around it stay.</summary>
    public static string Bare(INamedTypeSymbol type) =>
        type.ContainingType is { } outer ? Of(outer) + "." + Escape(type.Name) : type.ToDisplayString(WithoutArguments);

    /// <summary>An identifier; a keyword of any kind gets its <c>@</c>.</summary>
    public static string Escape(string name) =>
        SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None
            ? "@" + name
            : name;

    /// <summary>Stable and unique among the types of a compilation.</summary>
    public static string Key(ISymbol symbol) =>
        symbol.OriginalDefinition.GetDocumentationCommentId() ?? symbol.OriginalDefinition.ToDisplayString(Full);

    /// <summary>The namespace and the types around a declaration.</summary>
    public static ContainerSpec ContainerOf(ISymbol symbol, bool isUnsafe = false)
    {
        var types = new Stack<string>();
        for (var type = symbol.ContainingType; type is not null; type = type.ContainingType)
        {
            types.Push(Head(type, isUnsafe));
        }

        return new ContainerSpec(NamespaceOf(symbol), new EquatableArray<string>(types));
    }

    public static string NamespaceOf(ISymbol symbol) =>
        symbol.ContainingNamespace is { IsGlobalNamespace: false } space
            ? string.Join(".", space.ToDisplayString().Split('.').Select(part => Escape(part.TrimStart('@'))))
            : "";

    /// <summary><c>static partial class Name&lt;T&gt;</c>: a further part of a type needs no more modifiers.</summary>
    public static string Head(INamedTypeSymbol type, bool isUnsafe = false)
    {
        var parameters = type.TypeParameters.Select(p => p.Variance switch
        {
            VarianceKind.In => "in " + Escape(p.Name),
            VarianceKind.Out => "out " + Escape(p.Name),
            _ => Escape(p.Name),
        });
        return (type.IsStatic ? "static " : "") + (isUnsafe ? "unsafe " : "") + "partial " + Keyword(type) + " " + Escape(type.Name) +
            (type.Arity == 0 ? "" : "<" + string.Join(", ", parameters) + ">");
    }

    public static string Keyword(INamedTypeSymbol type) => type.TypeKind switch
    {
        TypeKind.Interface => "interface",
        TypeKind.Struct => type.IsRecord ? "record struct" : "struct",
        _ => type.IsRecord ? "record" : "class",
    };

    public static string Of(Accessibility accessibility) => accessibility switch
    {
        Accessibility.Public => "public",
        Accessibility.Protected => "protected",
        Accessibility.ProtectedOrInternal => "protected internal",
        Accessibility.ProtectedAndInternal => "private protected",
        Accessibility.Private => "private",
        _ => "internal",
    };

    /// <summary>The constraints of a method's type parameters, each as a clause.</summary>
    public static IEnumerable<string> Constraints(IMethodSymbol method, Func<ITypeSymbol, string> name)
    {
        foreach (var parameter in method.TypeParameters)
        {
            var constraint = Constraint(parameter, name);
            if (constraint.Length > 0)
            {
                yield return "where " + Escape(parameter.Name) + " : " + constraint;
            }
        }
    }

    /// <summary>What stands after the colon; empty for an unconstrained parameter.</summary>
    public static string Constraint(ITypeParameterSymbol parameter, Func<ITypeSymbol, string> name)
    {
        var parts = new List<string>();
        if (parameter.HasUnmanagedTypeConstraint)
        {
            parts.Add("unmanaged");
        }
        else if (parameter.HasValueTypeConstraint)
        {
            parts.Add("struct");
        }
        else if (parameter.HasReferenceTypeConstraint)
        {
            parts.Add(parameter.ReferenceTypeConstraintNullableAnnotation == NullableAnnotation.Annotated ? "class?" : "class");
        }
        else if (parameter.HasNotNullConstraint)
        {
            parts.Add("notnull");
        }

        parts.AddRange(parameter.ConstraintTypes.Select(name));
        if (parameter.HasConstructorConstraint)
        {
            parts.Add("new()");
        }

        if (parameter.AllowsRefLikeType)
        {
            parts.Add("allows ref struct");
        }

        return string.Join(", ", parts);
    }
}
