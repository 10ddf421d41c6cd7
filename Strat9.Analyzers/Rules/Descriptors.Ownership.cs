using Microsoft.CodeAnalysis;

namespace Strat9.Analyzers.Rules;

// 1xxx: ownership. In messages: {0} names the value, {1} says how it came about.
internal static partial class Descriptors
{
    public static readonly DiagnosticDescriptor STRAT1001_UseAfterMove = Rule(
        "STRAT1001",
        "Use after move",
        "'{0}' is used after it was moved{1}",
        "The value has left this place; only its new owner may use it. Use it before the move, borrow instead of moving, or refill the place first.");

    public static readonly DiagnosticDescriptor STRAT1002_NotConsumed = Rule(
        "STRAT1002",
        "Linear value not consumed on every path",
        "'{0}' {1}",
        "A linear value must be moved on, returned or consumed by one of its members on every path to the end of its scope.");

    public static readonly DiagnosticDescriptor STRAT1003_Overwritten = Rule(
        "STRAT1003",
        "Linear value overwritten while owned",
        "'{0}' is overwritten while it still owns a value{1}",
        "The old value would be lost. Consume it first, or take it out with a swap.");

    public static readonly DiagnosticDescriptor STRAT1004_Discarded = Rule(
        "STRAT1004",
        "Result discarded",
        "{0} {1}",
        "A linear value, or a result marked [MustUse], may not be ignored.");

    public static readonly DiagnosticDescriptor STRAT1005_ConsumedThroughBorrow = Rule(
        "STRAT1005",
        "Consumed through a borrow",
        "'{0}' is borrowed here and cannot be {1}",
        "Only the owner of a value may move or consume it; 'in', [Borrows], a property, a captured variable and an alias of these only lend it.");

    public static readonly DiagnosticDescriptor STRAT1006_LeftMoved = Rule(
        "STRAT1006",
        "Left moved",
        "'{0}' {1}",
        "A 'ref' parameter belongs to the caller and must be whole when the method returns; a 'ref' local before its place is next used; a field of 'this' before the member ends.");
}
