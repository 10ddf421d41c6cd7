using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Strat9.Generators.Unions;
using Strat9.Verify;

namespace Strat9.Generators.Tests.Unions;

/// <summary>Generates, compiles and runs sources with unions.</summary>
internal static class UnionCompiler
{
    /// <summary>A carrier with its states as their owner writes them, enough to be somebody's payload.</summary>
    public const string Blocks =
        """
        using System;
        using Strat9;

        namespace Demo
        {
            [State(Initial = true)] public readonly struct Reserved;
            [State] public readonly struct Exclusive;
            [State(Final = true)] public readonly struct Gone;

            [Typestate, Linear]
            public readonly partial struct Block<TState>
            {
                public Block(int number) => Number = number;

                public int Number { get; }
            }

            public enum Error : byte { None, NotFound }

            [TaggedUnion]
            public readonly partial struct Release
            {
                public static partial Release Freed(Block<Gone> block);
                public static partial Release Refused(Error error, Block<Exclusive> block);
                public static partial Release Nothing();
            }
        }
        """;

    public static Compilation Generate(
        LanguageVersion version = LanguageVersion.CSharp14, params string[] sources) =>
        Generate(version, TestCompilation.Create([Verifier.Usings, .. sources], version));

    public static Compilation WithReference(LanguageVersion version, string assemblyName, MetadataReference reference, params string[] sources) =>
        Generate(
            version,
            TestCompilation.Create([Verifier.Usings, .. sources], version, assemblyName: assemblyName).AddReferences(reference));

    private static Compilation Generate(LanguageVersion version, CSharpCompilation compilation)
    {
        var driver = CSharpGeneratorDriver.Create([new UnionGenerator().AsSourceGenerator()], parseOptions: TestCompilation.ParseOptions(version))
            .RunGeneratorsAndUpdateCompilation(compilation, out var updated, out var diagnostics);
        Assert.Empty(diagnostics);
        Assert.Null(Assert.Single(driver.GetRunResult().Results).Exception);
        return updated;
    }

    public static void AssertClean(Compilation compilation)
    {
        var complaints = Complaints(compilation);
        if (complaints.Length > 0)
        {
            Assert.Fail(complaints);
        }
    }

    /// <summary>What a build with warnings as errors and a documentation file would stop at, in any file.</summary>
    public static string Complaints(Compilation compilation)
    {
        var strict = compilation.RemoveAllSyntaxTrees().AddSyntaxTrees(compilation.SyntaxTrees.Select(t => t.WithRootAndOptions(
            t.GetRoot(TestContext.Current.CancellationToken),
            ((CSharpParseOptions)t.Options).WithDocumentationMode(DocumentationMode.Diagnose))));
        return string.Join("\n", strict.WithOptions(compilation.Options.WithWarningLevelOf(9999))
            .GetDiagnostics(TestContext.Current.CancellationToken)
            .Where(d => d.Severity >= DiagnosticSeverity.Warning)
            .Where(d => d.Id != "CS1591" || IsGenerated(d))
            .Select(d => d.ToString()));
    }

    public static string Text(Compilation compilation, string file) =>
        compilation.SyntaxTrees.Single(t => Path.GetFileName(t.FilePath) == file).ToString();

    /// <summary>Runs <c>Program.Main</c> of the sources, which fails by throwing.</summary>
    public static void Run(LanguageVersion version, params string[] sources)
    {
        var assembly = Load(Generate(version, sources));
        var main = assembly.GetType("Program")!.GetMethod("Main", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!;
        main.CreateDelegate<Action>()();
    }

    public static Assembly Load(Compilation compilation)
    {
        AssertClean(compilation);
        using var image = new MemoryStream();
        var result = compilation.Emit(image, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics));
        image.Position = 0;
        return new AssemblyLoadContext(null, isCollectible: true).LoadFromStream(image);
    }

    private static bool IsGenerated(Diagnostic d) => d.Location.SourceTree?.FilePath.EndsWith(".g.cs", StringComparison.Ordinal) == true;

    private static CompilationOptions WithWarningLevelOf(this CompilationOptions options, int level) =>
        ((CSharpCompilationOptions)options).WithWarningLevel(level);
}
