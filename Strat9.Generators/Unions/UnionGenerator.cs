using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Strat9.Analyzers.Contracts;
using Strat9.Generators.Infrastructure;

namespace Strat9.Generators.Unions;

/// <summary>Completes <c>[TaggedUnion]</c> structs.</summary>
[Generator(LanguageNames.CSharp)]
public sealed partial class UnionGenerator : IIncrementalGenerator
{
    /// <summary>The names of the pipeline's steps, for tests of what is cached.</summary>
    internal const string ParseStep = "UnionParse";
    internal const string NameStep = "UnionNames";
    internal const string EnvironmentStep = "UnionEnvironment";
    internal const string PolyfillStep = "UnionPolyfill";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var unions = context.SyntaxProvider
            .ForAttributeWithMetadataName(KnownNames.TaggedUnion, static (node, _) => node is TypeDeclarationSyntax, Parser.Parse)
            .WhereNotNull()
            .WithTrackingName(ParseStep);

        // Hint names must differ without regard to case, which only all of them together can tell.
        var named = unions.Collect()
            .SelectMany(static (specs, _) => Parser.WithUniqueHintNames(specs))
            .WithTrackingName(NameStep);

        var environment = context.CompilationProvider.Select(Parser.ReadEnvironment).WithTrackingName(EnvironmentStep);

        context.RegisterSourceOutput(
            named.Combine(environment),
            static (output, input) => output.AddSource(input.Left.HintName + ".g.cs", Emitter.Emit(input.Left, input.Right)));

        var polyfill = unions.Collect()
            .Select(static (specs, _) => !specs.IsEmpty)
            .Combine(environment)
            .Select(static (input, _) => input.Left ? Emitter.EmitPolyfills(input.Right) : null)
            .WithTrackingName(PolyfillStep);

        context.RegisterSourceOutput(polyfill, static (output, text) =>
        {
            if (text is not null)
            {
                output.AddSource("UnionPolyfills.g.cs", text);
            }
        });
    }
}
