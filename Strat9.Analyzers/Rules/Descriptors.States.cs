using Microsoft.CodeAnalysis;

namespace Strat9.Analyzers.Rules;

// 2xxx: states.
internal static partial class Descriptors
{
    public static readonly DiagnosticDescriptor STRAT2001_NotAvailableInState = Rule(
        "STRAT2001",
        "Not available in this state",
        "{0} needs {1}; {2} is {3}{4}",
        "The protocol has this member or transition, but not in the state the value is in.");
}
