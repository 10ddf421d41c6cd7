using Microsoft.CodeAnalysis;

namespace Strat9.Analyzers.Rules;

// 3xxx: a value goes where its ownership is not followed.
internal static partial class Descriptors
{
    public static readonly DiagnosticDescriptor STRAT3005_Forged = Rule(
        "STRAT3005",
        "Forged, or constructed outside the protocol",
        "{0} forges a value of '{1}': {2}",
        "Values of move-only types come from declared constructors, results and 'out' parameters; values of a carrier from its entries and transitions.");
}
