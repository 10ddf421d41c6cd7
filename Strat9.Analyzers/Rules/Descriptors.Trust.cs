using Microsoft.CodeAnalysis;

namespace Strat9.Analyzers.Rules;

// 5xxx: what is not checked.
internal static partial class Descriptors
{
    public static readonly DiagnosticDescriptor STRAT5001_NoJustification = Rule(
        "STRAT5001",
        "[Trusted] without a justification",
        "'{0}' is [Trusted] without a reason: say why its body is right although it cannot be checked",
        "Nobody checks a trusted body; the next reader needs to know why it is right.",
        DiagnosticSeverity.Warning);

    public static readonly DiagnosticDescriptor STRAT5002_HidesNothing = Rule(
        "STRAT5002",
        "[Trusted] that hides nothing",
        "'{0}' is [Trusted], but nothing in it would be reported: remove the attribute, so that later changes are checked",
        "Trust that hides nothing today hides a mistake tomorrow.",
        DiagnosticSeverity.Info);
}
