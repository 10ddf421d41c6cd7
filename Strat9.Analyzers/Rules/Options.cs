using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Strat9.Analyzers.Ownership;

namespace Strat9.Analyzers.Rules;

/// <summary>The options of <c>.editorconfig</c>.</summary>
internal static class Options
{
    public const string ExceptionPathsKey = "strat9_exception_paths";

    public static ExceptionPaths ExceptionPathsOf(AnalyzerOptions options, SyntaxTree? tree)
    {
        var provider = options.AnalyzerConfigOptionsProvider;
        var config = tree is null ? provider.GlobalOptions : provider.GetOptions(tree);
        return config.TryGetValue(ExceptionPathsKey, out var text)
            ? text.Trim().ToLowerInvariant() switch
            {
                "all" => ExceptionPaths.All,
                "none" => ExceptionPaths.None,
                _ => ExceptionPaths.Explicit,
            }
            : ExceptionPaths.Explicit;
    }
}
