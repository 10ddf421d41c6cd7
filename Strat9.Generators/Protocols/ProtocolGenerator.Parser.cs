using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Strat9.Analyzers.Contracts;
using Strat9.Analyzers.Protocols.Model;
using Strat9.Generators.Infrastructure;

namespace Strat9.Generators.Protocols;

public sealed partial class ProtocolGenerator
{
    /// <summary>From symbols to specs. Half-typed declarations give <see langword="null"/>.</summary>
    private static partial class Parser
    {
        private const string StateNameMember = "StateName";
        private const string ConvertMember = "To";

        public static CarrierSpec? Carrier(GeneratorAttributeSyntaxContext context, CancellationToken cancel)
        {
            if (context.TargetSymbol is not INamedTypeSymbol type || type.Name.Length == 0 ||
                Analyzers.Protocols.Model.Carrier.Of(type) is not { } carrier ||
                !SymbolFacts.CanBeExtended(type, cancel))
            {
                return null;
            }

            var payload = Analyzers.Protocols.Model.Carrier.PayloadOf(type);
            if (payload.Any(m => m.Type.TypeKind == TypeKind.Error && m.Type.Name.Length == 0))
            {
                return null;
            }

            return new CarrierSpec(
                Names.Key(type),
                PathOf(type),
                Names.ContainerOf(type),
                (payload.Any(m => HasPointer(m.Type)) ? "unsafe partial " : "partial ") + Names.Keyword(type),
                Names.Escape(type.Name),
                type.TypeParameters.Select(p => Names.Escape(p.Name)).ToImmutableArray(),
                carrier.StateIndex,
                Names.Of(type.DeclaredAccessibility),
                InterfaceOf(type),
                StateConstraint(carrier),
                Payload(payload),
                Parts(type, payload, context.SemanticModel.Compilation, cancel),
                context.Attributes.Any(a => a.Flag(KnownNames.AnyProperty)) ? Any(carrier, context.SemanticModel.Compilation) : null);
        }

        public static StateSpec? State(GeneratorAttributeSyntaxContext context, CancellationToken cancel) =>
            context.TargetSymbol is INamedTypeSymbol { Name.Length: > 0 } type && context.Attributes is [var attribute, ..]
                ? new StateSpec(
                    Names.Key(type),
                    Names.ContainerOf(type),
                    Names.Head(type),
                    type.Name,
                    attribute.Flag(KnownNames.InitialProperty),
                    attribute.Flag(KnownNames.FinalProperty),
                    SymbolFacts.CanBeExtended(type, cancel),
                    Names.Of(type),
                    IsPublic(type),
                    type.Arity > 0)
                : null;

        public static EquatableArray<TransitionSpec> Transitions(GeneratorAttributeSyntaxContext context, CancellationToken cancel)
        {
            if (context.TargetSymbol is not IMethodSymbol { Name.Length: > 0 } method || !TransitionSignature.IsMarked(method))
            {
                return default;
            }

            var signatures = TransitionSignature.Read(method);
            if (signatures.IsEmpty)
            {
                return default;
            }

            BodyPlan? plan = null;
            if (BodyPlan.IsNeeded(method) && context.TargetNode is MethodDeclarationSyntax && IsComplete(method) &&
                SymbolFacts.CanBeExtended(method.ContainingType, cancel) &&
                BodyPlan.Of(signatures) is { Kind: not BodyKind.Impossible } possible)
            {
                plan = possible;
            }

            return signatures
                .Select(s => new TransitionSpec(
                    Names.Key(s.Carrier.Type),
                    method.Name,
                    s.Kind,
                    s.From.Select(Names.Key).ToImmutableArray(),
                    s.FromEveryState,
                    s.To.Select(Names.Key).ToImmutableArray(),
                    s.ToSameState,
                    plan is not null && ReferenceEquals(plan.Signature, s)
                        ? Method(plan, (MethodDeclarationSyntax)context.TargetNode)
                        : null))
                .ToImmutableArray();
        }

        // The type beside the carrier says what it does by these attributes; without them nobody could follow it.
        private static AnySpec? Any(Carrier carrier, Compilation compilation)
        {
            string[] needed =
            [
                KnownNames.Linear, KnownNames.Consumes, KnownNames.Gives, KnownNames.AllowsMoveOnly, KnownNames.State, KnownNames.Tests,
                KnownNames.Ensures,
            ];
            if (carrier.Type.IsRefLikeType || !needed.All(n => Exists(compilation, n)))
            {
                return null;
            }

            var rest = carrier.Type.TypeParameters.Where((_, i) => i != carrier.StateIndex).ToList();
            var state = InterfaceOf(carrier.Type).Name.Substring(1);
            return new AnySpec(
                "Any" + carrier.Type.Name,
                "Any" + state,
                rest.Select(p => Names.Escape(p.Name)).ToImmutableArray(),
                rest.Select(p => (Name: Names.Escape(p.Name), Clause: Names.Constraint(p, Names.Of)))
                    .Where(c => c.Clause.Length > 0)
                    .Select(c => $"where {c.Name} : {c.Clause}")
                    .ToImmutableArray());
        }

        private static bool IsPublic(INamedTypeSymbol type)
        {
            for (var t = type; t is not null; t = t.ContainingType)
            {
                if (t.DeclaredAccessibility != Accessibility.Public)
                {
                    return false;
                }
            }

            return true;
        }

        private static string PathOf(INamedTypeSymbol type)
        {
            var path = type.Name;
            for (var outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
            {
                path = outer.Name + "." + path;
            }

            return type.ContainingNamespace is { IsGlobalNamespace: false } space
                ? space.ToDisplayString().Replace("@", "") + "." + path
                : path;
        }

        private static InterfaceSpec InterfaceOf(INamedTypeSymbol type)
        {
            var name = "I" + type.Name + (SharesName(type) ? type.Arity.ToString(CultureInfo.InvariantCulture) : "") + "State";
            var container = Names.ContainerOf(type);
            var isInGeneric = false;
            var isHidden = false;
            for (var outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
            {
                isInGeneric |= outer.Arity > 0;
                isHidden |= outer.DeclaredAccessibility != Accessibility.Public;
            }

            if (isInGeneric)
            {
                // A marker outside could not implement an interface nested in an open generic type.
                var isVisible = type.DeclaredAccessibility is
                    Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal;
                var access = isVisible && !isHidden
                    ? "public"
                    : "internal";
                var space = container.Namespace.Length == 0 ? "" : container.Namespace + ".";
                return new InterfaceSpec(container with { Types = default }, access, name, "global::" + space + name);
            }

            var reference = Names.Bare(type);
            var prefix = reference.Substring(0, reference.Length - Names.Escape(type.Name).Length);
            return new InterfaceSpec(container, Names.Of(type.DeclaredAccessibility), name, prefix + name);
        }

        // Carriers may be overloaded by arity; the one with the fewest parameters has the plain name.
        private static bool SharesName(INamedTypeSymbol type)
        {
            var siblings = type.ContainingType is { } outer
                ? outer.GetTypeMembers(type.Name)
                : type.ContainingNamespace?.GetTypeMembers(type.Name) ?? [];
            return siblings.Any(s => s.Arity > 0 && s.Arity < type.Arity && Analyzers.Protocols.Model.Carrier.Of(s) is not null);
        }

        private static EquatableArray<PayloadSpec> Payload(ImmutableArray<PayloadMember> payload)
        {
            var taken = new HashSet<string>(StringComparer.Ordinal);
            return payload
                .Select(m => new PayloadSpec(
                    Names.Escape(m.Name),
                    ParameterName(m.Name, taken),
                    Names.Of(m.Type),
                    m.IsReadableInAssembly ? null : AccessorOf(m),
                    m.CanBeCarried))
                .ToImmutableArray();
        }

        private static string AccessorOf(PayloadMember member) => "Payload_" + member.Name.TrimStart('_');

        private static string ParameterName(string member, HashSet<string> taken)
        {
            var bare = member.TrimStart('_');
            var name = bare.Length == 0 ? member : char.ToLowerInvariant(bare[0]) + bare.Substring(1);
            var unique = name;
            for (var i = 2; !taken.Add(unique); i++)
            {
                unique = name + i.ToString(CultureInfo.InvariantCulture);
            }

            return Names.Escape(unique);
        }

        private static CarrierParts Parts(
            INamedTypeSymbol type, ImmutableArray<PayloadMember> payload, Compilation compilation, CancellationToken cancel)
        {
            var parts = CarrierParts.None;
            void Add(CarrierParts part, bool condition) => parts |= condition ? part : CarrierParts.None;

            Add(CarrierParts.Constraint, !HasConstraintClause(type, cancel));
            Add(CarrierParts.Linear, !type.Has(KnownNames.Linear) && Exists(compilation, KnownNames.Linear));
            Add(CarrierParts.Consumes, Exists(compilation, KnownNames.Consumes));
            Add(CarrierParts.DebuggerDisplay, !type.GetAttributes().Any(a => a.AttributeClass?.Name == "DebuggerDisplayAttribute"));
            Add(CarrierParts.Summary, !HasDocs(type, cancel));
            Add(CarrierParts.Constructor, !payload.IsEmpty && !HasConstructor(type, payload));
            Add(CarrierParts.PrivateConstructor, payload.Any(m => !IsReachableInAssembly(m.Type)));
            Add(CarrierParts.SetsRequiredMembers, payload.Any(m => m.IsRequired));
            Add(CarrierParts.StateName, type.GetMembers(StateNameMember).IsEmpty);
            Add(
                CarrierParts.Convert,
                !type.GetMembers(ConvertMember).OfType<IMethodSymbol>().Any(m => m.Arity == 1 && m.Parameters.IsEmpty));
            Add(CarrierParts.ReadOnlyModifier, !type.IsReadOnly);
            Add(CarrierParts.EditorBrowsable, Exists(compilation, "System.ComponentModel.EditorBrowsableAttribute"));
            return parts;
        }

        private static bool Exists(Compilation compilation, string name) =>
            compilation.GetTypesByMetadataName(name).Any(t => compilation.IsSymbolAccessibleWithin(t, compilation.Assembly));

        private static bool HasConstraintClause(INamedTypeSymbol type, CancellationToken cancel) =>
            type.DeclaringSyntaxReferences.Any(r => r.GetSyntax(cancel) is TypeDeclarationSyntax { ConstraintClauses.Count: > 0 });

        private static string StateConstraint(Carrier carrier)
        {
            var written = Names.Constraint(carrier.StateParameter, ConstraintName(carrier.Type));
            return written.Length > 0 ? written : "struct, " + InterfaceOf(carrier.Type).Reference;
        }

        private static bool HasConstructor(INamedTypeSymbol type, ImmutableArray<PayloadMember> payload) =>
            type.InstanceConstructors.Any(c =>
                c.Parameters.Length == payload.Length &&
                c.Parameters.Select((p, i) => p.Type.SameAs(payload[i].Type)).All(same => same));

        private static bool HasDocs(ISymbol symbol, CancellationToken cancel) =>
            symbol.DeclaringSyntaxReferences.Any(r => r.GetSyntax(cancel).GetLeadingTrivia().Any(t =>
                t.IsKind(SyntaxKind.SingleLineDocumentationCommentTrivia) || t.IsKind(SyntaxKind.MultiLineDocumentationCommentTrivia)));

        private static bool HasPointer(ITypeSymbol type) => type.Parts().Any(p => p is IPointerTypeSymbol or IFunctionPointerTypeSymbol);

        private static bool IsReachableInAssembly(ITypeSymbol type) => type.Parts(withContaining: true).All(p => p is not INamedTypeSymbol
        {
            DeclaredAccessibility: Accessibility.Private or Accessibility.Protected or Accessibility.ProtectedAndInternal,
        });

        // Types that other generators add are unknown here and stay as they were written; types without a name are not yet typed.
        private static bool IsComplete(IMethodSymbol method) =>
            method.Parameters.Select(p => p.Type).Append(method.ReturnType).All(IsComplete) &&
            method.Parameters.All(p => p.Name.Length > 0);

        private static bool IsComplete(ITypeSymbol type) => type.Parts().All(IsCompleteItself);

        private static bool IsCompleteItself(ITypeSymbol type) => type switch
        {
            { TypeKind: TypeKind.Error, Name.Length: 0 } => false,
            INamedTypeSymbol named =>
                Analyzers.Protocols.Model.Carrier.Of(named) is not { } carrier || IsState(carrier.StateOf(named)),
            _ => true,
        };

        private static bool IsState(ITypeSymbol? argument) => argument is ITypeParameterSymbol || argument?.Has(KnownNames.State) == true;

        private static MethodSpec Method(BodyPlan plan, MethodDeclarationSyntax declaration)
        {
            var method = plan.Signature.Method;
            var isInCarrier = IsWithin(method.ContainingType, plan.Signature.Carrier.Type);
            var accessors = isInCarrier
                ? ImmutableArray<string>.Empty
                : plan.Arguments.Where(a => a.Parameter is null && !a.Member.IsReadableInAssembly && plan.Kind != BodyKind.Convert)
                    .Select(a => AccessorOf(a.Member))
                    .ToImmutableArray();
            var isUnsafe = method.Parameters.Select(p => p.Type)
                .Append(method.ReturnType)
                .Concat(plan.Arguments.Select(a => a.Member.Type))
                .Any(HasPointer);
            return new MethodSpec(
                Names.ContainerOf(method, isUnsafe),
                Header(method, declaration),
                Names.Constraints(method, ConstraintName(plan.Signature.Carrier.Type)).ToImmutableArray(),
                Body(plan, isInCarrier),
                HasDocs(method, CancellationToken.None),
                accessors);
        }

        private static bool IsWithin(INamedTypeSymbol? type, INamedTypeSymbol carrier)
        {
            for (; type is not null; type = type.ContainingType)
            {
                if (type.SameDefinition(carrier))
                {
                    return true;
                }
            }

            return false;
        }

        // The state interface is not there yet while its own generator runs, so the compiler does not know where it is.
        private static Func<ITypeSymbol, string> ConstraintName(INamedTypeSymbol carrier)
        {
            var own = InterfaceOf(carrier);
            return type => type.TypeKind == TypeKind.Error && type.Name == own.Name ? own.Reference : Names.Of(type);
        }

        private static string Header(IMethodSymbol method, MethodDeclarationSyntax declaration)
        {
            var modifiers = string.Join(" ", declaration.Modifiers.Select(m => m.ValueText));
            var typeParameters = method.Arity == 0
                ? ""
                : "<" + string.Join(", ", method.TypeParameters.Select(p => Names.Escape(p.Name))) + ">";
            var parameters = method.Parameters.Select((p, i) =>
                string.Concat(declaration.ParameterList.Parameters[i].Modifiers.Select(m => m.ValueText + " ")) +
                Names.Of(p.Type) + " " + Names.Escape(p.Name));
            var name = Names.Escape(method.Name) + typeParameters;
            return $"{modifiers} {Names.Of(method.ReturnType)} {name}({string.Join(", ", parameters)})";
        }

        private static string Body(BodyPlan plan, bool isInCarrier)
        {
            var source = plan.Signature.Source is { } parameter ? Names.Escape(parameter.Name) : "";
            string Read(PayloadMember member) =>
                source + "." + (isInCarrier || member.IsReadableInAssembly ? Names.Escape(member.Name) : AccessorOf(member));
            return plan.Kind switch
            {
                BodyKind.Nothing => "",
                BodyKind.Member => Read(plan.Arguments[0].Member),
                BodyKind.Convert => $"{source}.{ConvertMember}<{Names.Of(plan.Signature.Carrier.StateOf(plan.Signature.ResultType)!)}>()",
                _ when plan.Arguments.IsEmpty => "default",
                _ => $"new {Names.Of(plan.Signature.ResultType!)}(" +
                    string.Join(", ", plan.Arguments.Select(a => a.Parameter is { } p ? Names.Escape(p.Name) : Read(a.Member))) + ")",
            };
        }
    }
}
