using Microsoft.CodeAnalysis;

namespace Strat9.Analyzers.Rules;

// 0xxx: the declarations of protocols, unions and contracts.
internal static partial class Descriptors
{
    public static readonly DiagnosticDescriptor STRAT0001_MustBePartial = Rule(
        "STRAT0001",
        "Carrier, union and state must be partial",
        "{0} '{1}' must be declared 'partial'{2}: its other part is generated",
        "A protocol's carrier, a tagged union and a state marker are completed by generated code, which needs the 'partial' modifier on the type and on every type around it.");

    public static readonly DiagnosticDescriptor STRAT0002_CarrierShape = Rule(
        "STRAT0002",
        "Carrier must be a struct with one unconstrained state parameter",
        "'{0}' cannot carry a protocol: {1}",
        "A carrier is a struct with exactly one type parameter that is the state (marked [State] where it has several); the constraint on it is generated.");

    public static readonly DiagnosticDescriptor STRAT0003_NoInitialState = Rule(
        "STRAT0003",
        "Protocol has no initial state",
        "Protocol '{0}' {1}",
        "A protocol begins in a state marked [State(Initial = true)]: at least one by type, exactly one in place.");

    public static readonly DiagnosticDescriptor STRAT0004_UnreachableState = Rule(
        "STRAT0004",
        "State cannot be reached",
        "State '{0}'{1} cannot be reached from an initial state: {2}",
        "No sequence of transitions leads from an initial state here, so no value can ever be in this state.");

    public static readonly DiagnosticDescriptor STRAT0005_Trap = Rule(
        "STRAT0005",
        "State is a trap",
        "State '{0}' of '{1}' is a trap: {2}from there no final state and no ending transition can be reached; {3}",
        "A value that comes here can never be consumed or dropped, and a linear value must be.");

    public static readonly DiagnosticDescriptor STRAT0006_AmbiguousTransition = Rule(
        "STRAT0006",
        "Ambiguous transitions",
        "Transition '{0}' from {1} is ambiguous: {2}",
        "Two transitions leave one state by one signature, or by one name for different states.");

    public static readonly DiagnosticDescriptor STRAT0007_TransitionSignature = Rule(
        "STRAT0007",
        "Transition's signature does not fit the protocol",
        "'{0}' is no transition{1}: {2}",
        "A by-type transition takes the carrier in one state by value and returns it in another, enters the protocol in an initial state, or ends it.");

    public static readonly DiagnosticDescriptor STRAT0008_ForeignState = Rule(
        "STRAT0008",
        "State belongs to another protocol",
        "'{0}' is no state of '{1}': {2}",
        "A state marker belongs to the carriers whose transitions use it.");

    public static readonly DiagnosticDescriptor STRAT0009_UnionCase = Rule(
        "STRAT0009",
        "Union case is malformed",
        "{0} is malformed: {1}",
        "A tagged union is a 'readonly partial struct' whose cases are its non-generic 'static partial' methods that return it, each of another name and with by-value parameters.");

    public static readonly DiagnosticDescriptor STRAT0010_ContradictoryContract = Rule(
        "STRAT0010",
        "Contract attributes contradict each other or cannot hold here",
        "The contract of '{0}' cannot hold: {1}",
        "Two attributes ask for opposite things, or an attribute stands where its promise cannot be kept.");

    public static readonly DiagnosticDescriptor STRAT0011_ContractMismatch = Rule(
        "STRAT0011",
        "Contract differs from the overridden, implemented or delegate's one",
        "'{0}' does not keep the contract of '{1}': {2}",
        "A member may ask for less and promise more than what it overrides, implements or becomes; not the other way round.");

    public static readonly DiagnosticDescriptor STRAT0012_FailureLosesValue = Rule(
        "STRAT0012",
        "A failure loses the value",
        "'{0}' takes '{1}' and can fail, but a failure does not hand it back",
        "Let the failing result carry the value, or take it only on success with [Consumes(When = …)].",
        DiagnosticSeverity.Info);
}
