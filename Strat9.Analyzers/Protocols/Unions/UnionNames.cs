using System.Collections.Immutable;

namespace Strat9.Analyzers.Protocols.Unions;

/// <summary>The names of what is generated for a union.</summary>
internal static class UnionNames
{
    public const string CaseHolder = "Case";
    public const string TagEnum = "Tag";
    public const string KindProperty = "Kind";
    public const string Value = "Value";
    public const string HasValue = "HasValue";
    public const string TryGetValue = "TryGetValue";
    public const string Match = "Match";
    public const string Switch = "Switch";
    public const string IsPrefix = "Is";

    /// <summary>The member of <see cref="TagEnum"/> that stands for no case.</summary>
    public const string NoCase = "Default";

    /// <summary>Part of the path of what the union generator emits; provenance is known by it.</summary>
    public const string GeneratorPath = "Strat9.Generators.Unions.UnionGenerator";

    /// <summary>Generated members that are not methods: no other member may have their name.</summary>
    public static readonly ImmutableHashSet<string> Unique = [CaseHolder, TagEnum, KindProperty, Value, HasValue];

    /// <summary>Names that a case cannot have.</summary>
    public static readonly ImmutableHashSet<string> Reserved = Unique.Union(
    [
        TryGetValue, Match, Switch, NoCase,
        "Equals", "GetHashCode", "ToString", "GetType", "MemberwiseClone", "ReferenceEquals", "Finalize",
    ]);
}
