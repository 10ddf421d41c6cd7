using Microsoft.CodeAnalysis;

namespace Strat9.Analyzers.Rules;

// 4xxx: loans.
internal static partial class Descriptors
{
    public static readonly DiagnosticDescriptor STRAT4001_MovedWhileBorrowed = Rule(
        "STRAT4001",
        "Moved or overwritten while borrowed",
        "'{0}' is {1} while '{2}' still borrows from it (used on line {3})",
        "A reference, span, memory, task or sequence borrows from what it came from until its last use. Move after that, or borrow again.");

    public static readonly DiagnosticDescriptor STRAT4002_OutlivesPlace = Rule(
        "STRAT4002",
        "Borrow outlives its place",
        "What is returned borrows from '{0}', which ends here",
        "A borrow may not live longer than the value it borrows from. Return the owner, or a copy.");
}
