using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Strat9.Generators.Tests.Unions;

/// <summary>The compiler's own view of a generated union where the language has unions.</summary>
public class UnionLanguageTests
{
    private const string Full =
        """
        using Demo;
        static class Use
        {
            public static int Read(Release r) => r switch
            {
                Release.Case.Freed(var block) => block.Number,
                Release.Case.Refused { Error: var e } => (int)e,
                Release.Case.Nothing => 0,
            };
        }
        """;

    [Fact]
    public void CompleteSwitch_IsQuiet() => Assert.Empty(Complaints(Full));

    [Theory]
    [InlineData("        Release.Case.Freed(var block) => block.Number,\n")]
    [InlineData("        Release.Case.Refused { Error: var e } => (int)e,\n")]
    [InlineData("        Release.Case.Nothing => 0,\n")]
    public void MissingArm_IsReported(string arm)
    {
        Assert.Contains(arm, Full, StringComparison.Ordinal);
        Assert.StartsWith("CS8509", Assert.Single(Complaints(Full.Replace(arm, "", StringComparison.Ordinal))), StringComparison.Ordinal);
    }

    [Fact]
    public void CompleteSwitchOverAGenericUnion_IsQuiet() => Assert.Empty(Complaints(
        """
        [TaggedUnion]
        public readonly partial struct Result<T, E>
        {
            public static partial Result<T, E> Ok(T value);
            public static partial Result<T, E> Failed(E error);
        }

        static class Use
        {
            public static int Read(Result<int, string> r) => r switch
            {
                Result<int, string>.Case.Ok ok => ok.Value,
                Result<int, string>.Case.Failed(var text) => text.Length,
            };
        }
        """));

    [Fact]
    public void CompleteSwitchInAnotherAssembly_IsQuiet()
    {
        var library = UnionCompiler.Generate(LanguageVersion.CSharp14, sources: UnionCompiler.Blocks);
        using var image = new MemoryStream();
        Assert.True(library.Emit(image, cancellationToken: TestContext.Current.CancellationToken).Success);
        var reference = MetadataReference.CreateFromImage(image.ToArray());

        var user = UnionCompiler.WithReference(LanguageVersion.Preview, "User", reference, Full);
        UnionCompiler.AssertClean(user);
        var missing = UnionCompiler.WithReference(
            LanguageVersion.Preview, "User", reference, Full.Replace("        Release.Case.Nothing => 0,\n", "", StringComparison.Ordinal));
        Assert.Contains("CS8509", UnionCompiler.Complaints(missing), StringComparison.Ordinal);
    }

    [Fact]
    public void CasesConvert() => UnionCompiler.Run(LanguageVersion.Preview, UnionCompiler.Blocks,
        """
        using Demo;

        static class Program
        {
            static Release Make(bool good) => good ? new Release.Case.Freed(new Block<Gone>(4)) : new Release.Case.Nothing();

            static int Read(Release r)
            {
                switch (r)
                {
                    case Release.Case.Freed(var block): return block.Number;
                    case Release.Case.Refused(_, var block): return -block.Number;
                    case Release.Case.Nothing: return 0;
                    default: return 99;
                }
            }

            static void Main()
            {
                if (Read(Make(true)) != 4 || Read(Make(false)) != 0 || Read(default) != 99) throw new Exception("wrong case");
                if (Read(Release.Refused(Error.None, new Block<Exclusive>(5))) != -5) throw new Exception("wrong case");
                if (Make(false) is not Release.Case.Nothing) throw new Exception("not matched");
                Release none = default;
                if (none is not null || Make(true) is null) throw new Exception("null test");
            }
        }
        """);

    private static List<string> Complaints(string source) =>
        [.. UnionCompiler.Generate(LanguageVersion.Preview, sources: [UnionCompiler.Blocks, source])
            .GetDiagnostics(TestContext.Current.CancellationToken)
            .Where(d => d.Severity >= DiagnosticSeverity.Warning)
            .Select(d => $"{d.Id} {d}")];
}
