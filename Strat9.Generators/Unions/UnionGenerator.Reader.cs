using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Strat9.Analyzers.Contracts;
using Strat9.Analyzers.Protocols.Unions;
using Strat9.Generators.Infrastructure;

namespace Strat9.Generators.Unions;

public sealed partial class UnionGenerator
{
    private static partial class Parser
    {
        /// <summary>Reads one union whose cases are known to be well formed.</summary>
        private sealed class Reader
        {
            private readonly INamedTypeSymbol _union;
            private readonly ImmutableArray<IMethodSymbol> _cases;
            private readonly HashSet<string> _typeParameters = new(StringComparer.Ordinal);
            private readonly string _tagField;
            private readonly FieldLayout _fields;

            public Reader(INamedTypeSymbol union, ImmutableArray<IMethodSymbol> cases)
            {
                _union = union;
                _cases = cases;
                for (var type = union; type is not null; type = type.ContainingType)
                {
                    _typeParameters.UnionWith(type.TypeParameters.Select(p => p.Name));
                }

                // A field must not hide a parameter, nor a member of the user's.
                var taken = new HashSet<string>(union.GetMembers().Select(m => m.Name), StringComparer.Ordinal);
                taken.UnionWith(cases.SelectMany(c => c.Parameters).Select(p => p.Name));
                var names = new UniqueNames(taken);
                _tagField = names.Next("_tag");
                _fields = new FieldLayout(names);
            }

            public UnionSpec Read()
            {
                var handlers = new UniqueNames();
                var cases = _cases.Select(c => ReadCase(c, handlers)).ToImmutableArray();
                var marked =
                    _union.Has(KnownNames.Linear) ? PayloadOwnership.Linear
                    : _union.Has(KnownNames.MoveOnly) ? PayloadOwnership.MoveOnly
                    : PayloadOwnership.Copyable;
                var ownership = cases.Aggregate(marked, (most, c) => c.Ownership > most ? c.Ownership : most);
                return new UnionSpec(
                    HintName: HintName(_union),
                    Namespace: CSharpText.Namespace(_union.ContainingNamespace),
                    Containers: Containers(),
                    Name: CSharpText.Escape(_union.Name),
                    SelfType: CSharpText.Name(_union),
                    Ownership: ownership,
                    MarkedAs: marked,
                    WritesEquality: ownership == PayloadOwnership.Copyable && !DeclaresEquality(),
                    WritesToString: !Declares("ToString", parameters: 0),
                    MatchAccess: cases.All(c => c.PartsAccess == "public") ? "public" : "internal",
                    TagField: _tagField,
                    ResultParameter: new UniqueNames(_typeParameters).Next("TResult"),
                    Fields: _fields.ToArray(),
                    Cases: cases);
            }

            private CaseSpec ReadCase(IMethodSymbol factory, UniqueNames handlers)
            {
                var ownership = PayloadOwnership.Copyable;
                var properties = new UniqueNames(
                    ["Deconstruct", "Equals", "GetHashCode", "ToString", "GetType", "MemberwiseClone", "ReferenceEquals", "Finalize"]);
                _fields.NextCase();
                var parts = ImmutableArray.CreateBuilder<PartSpec>();
                foreach (var parameter in factory.Parameters)
                {
                    var own = PayloadOwner.Of(parameter.Type);
                    ownership = own > ownership ? own : ownership;
                    var pascal = CSharpText.Pascal(parameter.Name);

                    // A member cannot have its type's name: 'Error(E error)' has its part as Case.Error.Value.
                    var property = properties.Next(pascal == factory.Name ? UnionNames.Value : pascal);
                    parts.Add(new PartSpec(
                        Text: parameter.Name,
                        Parameter: CSharpText.Escape(parameter.Name),
                        Type: CSharpText.Type(parameter.Type),
                        Property: CSharpText.Escape(property),
                        Access: Keyword(PayloadAccess.Widest(parameter.Type, _union)),
                        Field: _fields.Place(parameter),
                        MayLackValue: FieldLayout.MayLackValue(parameter.Type)));
                }

                var partsAccess = parts.All(p => p.Access == "public") ? "public" : "internal";
                return new CaseSpec(
                    Text: factory.Name,
                    Name: CSharpText.Escape(factory.Name),
                    TypeName: CSharpText.TypeName(factory.Name),
                    Modifiers: Modifiers(factory),
                    ConstructorAccess: factory.DeclaredAccessibility == Accessibility.Public ? partsAccess : "internal",
                    PartsAccess: partsAccess,
                    Handler: CSharpText.Escape(handlers.Next(CSharpText.Camel(factory.Name))),
                    Ownership: ownership,
                    Parts: parts.ToImmutable());
            }

            private ImmutableArray<string> Containers()
            {
                var headers = ImmutableArray.CreateBuilder<string>();
                for (var type = _union.ContainingType; type is not null; type = type.ContainingType)
                {
                    headers.Insert(0, Header(type));
                }

                return headers.ToImmutable();
            }

            private bool DeclaresEquality() =>
                Declares("Equals", parameters: 1) || Declares("GetHashCode", parameters: 0) ||
                Declares("op_Equality", parameters: 2) || Declares("op_Inequality", parameters: 2);

            private bool Declares(string name, int parameters) =>
                _union.GetMembers(name).Any(m => m is IMethodSymbol method && method.Parameters.Length == parameters);

            // Both parts of a partial method must have the same modifiers, in whatever order the user wrote them.
            private static string Modifiers(IMethodSymbol factory) =>
                ((MethodDeclarationSyntax)factory.DeclaringSyntaxReferences[0].GetSyntax()).Modifiers
                    .Select(m => m.ValueText)
                    .Aggregate((left, right) => left + " " + right);

            private static string Keyword(Accessibility access) => access == Accessibility.Public ? "public" : "internal";

            // Metadata names: unlike C# text they have no character that a hint name must not have.
            private static string HintName(INamedTypeSymbol type)
            {
                var parts = new Stack<string>();
                for (var t = type; t is not null; t = t.ContainingType)
                {
                    parts.Push(t.MetadataName);
                    parts.Push(t.ContainingType is null ? "" : "+");
                }

                for (var space = type.ContainingNamespace; !space.IsGlobalNamespace; space = space.ContainingNamespace)
                {
                    parts.Push(space.MetadataName + ".");
                }

                return string.Concat(parts);
            }
        }
    }
}
