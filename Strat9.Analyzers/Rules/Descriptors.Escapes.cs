using Microsoft.CodeAnalysis;

namespace Strat9.Analyzers.Rules;

// 3xxx: a value goes where its ownership is not followed.
internal static partial class Descriptors
{
    public static readonly DiagnosticDescriptor STRAT3000_NotFollowed = Rule(
        "STRAT3000",
        "Used in a way that the analysis does not follow",
        "{0} {1}",
        "What the analysis does not follow it reports: rewrite it in a way that is followed, or mark the member [Trusted] with the reason.");

    public static readonly DiagnosticDescriptor STRAT3001_Boxed = Rule(
        "STRAT3001",
        "Boxed, or converted to a type that is not move-only",
        "'{0}' is {1} '{2}', which says nothing of ownership: keep its own type, or pass it to a [Borrows] parameter",
        "As an object, dynamic, or a base class or interface that is not move-only, the value could be copied and forgotten.");

    public static readonly DiagnosticDescriptor STRAT3002_Captured = Rule(
        "STRAT3002",
        "Captured by a lambda, local function or method group",
        "'{0}' is captured by {1}: nobody can say when, or how often, it will be used; pass it as an argument, or mark the delegate parameter [Borrows] or [Consumes]",
        "A delegate may live on and run at any time, so what it captures has no one owner any more.");

    public static readonly DiagnosticDescriptor STRAT3003_StoredUnfollowed = Rule(
        "STRAT3003",
        "Stored where ownership is not followed",
        "{0} {1}",
        "Arrays, statics, ordinary fields and collections keep a value where nobody sees who owns it. Use Slot<T> or an owning container.");

    public static readonly DiagnosticDescriptor STRAT3006_ReachedUnseen = Rule(
        "STRAT3006",
        "Reached by pointer, Unsafe, MemoryMarshal or reflection",
        "'{0}' is reached by {1}, behind the back of ownership: use a reference, or mark the member [Trusted] with the reason",
        "What reaches a value by its address can copy it, forge it and use it after it has left.");

    public static readonly DiagnosticDescriptor STRAT3007_LiveAcrossYield = Rule(
        "STRAT3007",
        "Linear value live across yield",
        "'{0}' {1}: whoever enumerates may stop there, and then nobody consumes it",
        "An iterator's body runs piece by piece, and perhaps never to its end. Consume the value before the 'yield', or yield the value itself.");

    public static readonly DiagnosticDescriptor STRAT3005_Forged = Rule(
        "STRAT3005",
        "Forged, or constructed outside the protocol",
        "{0} forges a value of '{1}': {2}",
        "Values of move-only types come from declared constructors, results and 'out' parameters; values of a carrier from its entries and transitions.");

    public static readonly DiagnosticDescriptor STRAT3004_TypeArgument = Rule(
        "STRAT3004",
        "Type argument without [AllowsMoveOnly]",
        "'{0}' is {1}, and '{2}' of '{3}' may be copied or dropped: {4}",
        "Generic code copies and drops the values of a type parameter as it likes, unless the parameter is marked [AllowsMoveOnly] and the code is checked so.");

    public static readonly DiagnosticDescriptor STRAT3008_FieldOwnership = Rule(
        "STRAT3008",
        "Type with a move-only field is not move-only, or one with a linear field is not linear",
        "'{0}' holds '{1}' of the {2} type '{3}': mark '{0}' {4}, mark the field [Borrows] if it only looks at the value, or keep the value in a Slot<T>",
        "Whoever copies or drops a value copies or drops its fields, so it is at least as strict as the strictest of them.");
}
