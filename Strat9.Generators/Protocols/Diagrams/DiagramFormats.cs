using Microsoft.CodeAnalysis.Diagnostics;

namespace Strat9.Generators.Protocols;

/// <summary>Which files a build is to keep of each protocol: the MSBuild property <c>Strat9ProtocolDiagrams</c>.</summary>
[Flags]
internal enum DiagramFormats
{
    None = 0,
    Mermaid = 1,
    Dot = 2,
}

internal static class DiagramOptions
{
    internal const string Property = "build_property.Strat9ProtocolDiagrams";

    /// <summary>What is not understood asks for nothing; the build says so (Strat9.Runtime.targets).</summary>
    public static DiagramFormats Formats(AnalyzerConfigOptions options) =>
        !options.TryGetValue(Property, out var value) ? DiagramFormats.None : value.Trim().ToLowerInvariant() switch
        {
            "mermaid" => DiagramFormats.Mermaid,
            "dot" => DiagramFormats.Dot,
            "both" => DiagramFormats.Mermaid | DiagramFormats.Dot,
            _ => DiagramFormats.None,
        };
}
