using Microsoft.CodeAnalysis;

namespace Strat9.Analyzers.Rules;

/// <summary>Knows the sources that Strat9's own generators put into a compilation.</summary>
internal static class GeneratedSource
{
    private const string Marker = "Strat9.Generators";

    /// <summary>
    /// Whether the tree was emitted by one of our generators. The compiler names such a tree by the generator's assembly, its type and the
    /// hint name, so the last three parts of the path tell.
    /// </summary>
    public static bool IsOurs(SyntaxTree? tree)
    {
        if (tree?.FilePath is not { Length: > 0 } path)
        {
            return false;
        }

        var parts = path.Split('/', '\\');
        return parts.Length >= 3
            && parts[parts.Length - 3] == Marker
            && parts[parts.Length - 2].StartsWith(Marker + ".", StringComparison.Ordinal)
            && parts[parts.Length - 1].EndsWith(".g.cs", StringComparison.Ordinal);
    }
}
