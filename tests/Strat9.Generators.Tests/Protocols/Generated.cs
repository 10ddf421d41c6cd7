using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Strat9.Verify;

namespace Strat9.Generators.Tests.Protocols;

/// <summary>A source with what is generated for it.</summary>
internal sealed class Generated
{
    private readonly Compilation _compilation;

    private Generated(Compilation compilation, GeneratorDriverRunResult result)
    {
        _compilation = compilation;
        Result = result;
    }

    public GeneratorDriverRunResult Result { get; }

    public IReadOnlyList<string> Files => [.. Result.GeneratedTrees.Select(t => t.ToString())];

    /// <summary>Generates, and fails when a generator threw.</summary>
    public static Generated From(string source, LanguageVersion version = LanguageVersion.CSharp14)
    {
        var parse = TestCompilation.ParseOptions(version).WithDocumentationMode(DocumentationMode.Diagnose);
        var compilation = TestCompilation.Create([]).AddSyntaxTrees(CSharpSyntaxTree.ParseText(source, parse, "Test.cs", System.Text.Encoding.UTF8));
        var (updated, result) = TestCompilation.Generate(compilation);
        Assert.All(result.Results, r => Assert.Null(r.Exception));
        return new Generated(updated, result);
    }

    /// <summary>The only generated file.</summary>
    public string File => Assert.Single(Files);

    /// <summary>The documentation of a type, all its parts together.</summary>
    public string DocsOf(string type) => _compilation.GetTypeByMetadataName(type)!.GetDocumentationCommentXml()!;

    /// <summary>Everything the compiler says, warnings and missing documentation included, except where the user's own text is at fault.</summary>
    public IReadOnlyList<Diagnostic> Complaints(params string[] ignored) =>
    [
        .. _compilation.GetDiagnostics().Where(d => d.Severity >= DiagnosticSeverity.Warning && !ignored.Contains(d.Id)),
    ];

    public Generated IsClean(params string[] ignored)
    {
        var complaints = Complaints(ignored);
        Assert.True(complaints.Count == 0, string.Join("\n", complaints) + "\n\n" + string.Join("\n\n", Files));
        return this;
    }

    /// <summary>Runs a static method without parameters, <c>Type.Method</c>, in a context of its own.</summary>
    public object? Run(string type, string method)
    {
        using var image = new MemoryStream();
        var emitted = _compilation.Emit(image);
        Assert.True(emitted.Success, string.Join("\n", emitted.Diagnostics) + "\n\n" + string.Join("\n\n", Files));
        image.Position = 0;
        var context = new AssemblyLoadContext(null, isCollectible: true);
        try
        {
            var assembly = context.LoadFromStream(image);
            return assembly.GetType(type, throwOnError: true)!
                .GetMethod(method, System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.NonPublic)!
                .Invoke(null, null);
        }
        finally
        {
            context.Unload();
        }
    }
}
