using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Strat9.Analyzers.Rules;

/// <summary>
/// Every rule of Strat9, in one table. The help link of a rule is derived from its ID; its page is <c>docs/rules/STRATnnnn.md</c>.
/// </summary>
internal static partial class Descriptors
{
    private const string Repository = "https://github.com/strat9/strat9/blob/main/docs/rules/";

    public static string HelpLink(string id) => Repository + id + ".md";

    private static DiagnosticDescriptor Rule(
        string id,
        string title,
        string message,
        string description,
        DiagnosticSeverity severity = DiagnosticSeverity.Error) =>
        new(id, title, message, Category(id), severity, isEnabledByDefault: true, description, HelpLink(id));

    private static string Category(string id) => id[5] switch
    {
        '0' => "Strat9.Declarations",
        '1' => "Strat9.Ownership",
        '2' => "Strat9.States",
        '3' => "Strat9.Escapes",
        '4' => "Strat9.Borrows",
        _ => "Strat9.Trust",
    };

    /// <summary>All rules, in the order of their IDs.</summary>
    public static ImmutableArray<DiagnosticDescriptor> All => Table.All;

    // A class of its own: the initialisers of a partial class run in no promised order across its files.
    private static class Table
    {
        public static readonly ImmutableArray<DiagnosticDescriptor> All =
        [
            .. typeof(Descriptors).GetFields(System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.Public)
                .Where(f => f.FieldType == typeof(DiagnosticDescriptor))
                .Select(f => (DiagnosticDescriptor)f.GetValue(null)!)
                .OrderBy(d => d.Id, StringComparer.Ordinal),
        ];
    }
}
