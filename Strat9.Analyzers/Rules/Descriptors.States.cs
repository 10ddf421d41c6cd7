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

    public static readonly DiagnosticDescriptor STRAT2002_WrongState = Rule(
        "STRAT2002",
        "Wrong state",
        "'{0}' needs {1}; '{2}' is {3} here",
        "The member is callable only in some states of the protocol, and on some path the value is in another.");

    public static readonly DiagnosticDescriptor STRAT2003_StateNotKnown = Rule(
        "STRAT2003",
        "State not known here",
        "'{0}' needs {1}; the state of '{2}' is not known here: test it first, or say it with [Requires] or [Ensures]",
        "Nothing says in which state the value is: a parameter, field or result without a contract, or paths that disagree.");

    public static readonly DiagnosticDescriptor STRAT2004_PromiseNotMet = Rule(
        "STRAT2004",
        "Promised state not met",
        "{0} must be {1} here; it is {2}",
        "At each return a parameter, receiver, field or result must be in the state that its [Ensures] promises, or in the one it came in.");

    public static readonly DiagnosticDescriptor STRAT2005_MissedCase = Rule(
        "STRAT2005",
        "Switch misses a case, or a possible state",
        "The switch over '{0}' has no default and misses the {1} {2}",
        "A switch over a tagged union, its kind or the state of a value says what happens in each case and possible state, or has a default.");

    public static readonly DiagnosticDescriptor STRAT2006_ArgumentState = Rule(
        "STRAT2006",
        "Argument in the wrong state",
        "'{0}' takes an argument that is {1}; '{2}' is {3} here",
        "The parameter accepts the value only in some states of its protocol, and on some path it is in another.");
}
