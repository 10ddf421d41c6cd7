using System.Runtime.CompilerServices;

namespace Strat9.Generators.Tests.Unions;

/// <summary>The generated text as its readers see it: one union that owes something, one that does not.</summary>
public class UnionTextTests
{
    private const string Source =
        """
        namespace Demo
        {
            [Linear] public readonly struct Page;

            [TaggedUnion]
            public readonly partial struct Allocation
            {
                public static partial Allocation Allocated(Page page);
                public static partial Allocation OutOfMemory(int order);
            }

            [TaggedUnion]
            public readonly partial struct Result<T>
            {
                public static partial Result<T> Ok(T value);
                public static partial Result<T> Failed(string reason);
            }
        }
        """;

    [Theory]
    [InlineData("Demo.Allocation.g.cs")]
    [InlineData("Demo.Result`1.g.cs")]
    [InlineData("UnionPolyfills.g.cs")]
    public void Text_IsAsReviewed(string file)
    {
        var text = UnionCompiler.Text(UnionCompiler.Generate(sources: Source), file);
        Assert.Equal(File.ReadAllText(Snapshot(file)), text, ignoreLineEndingDifferences: false);
    }

    private static string Snapshot(string file, [CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "Snapshots", file.Replace('`', '_') + ".txt");
}
