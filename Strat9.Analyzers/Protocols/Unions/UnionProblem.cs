using Microsoft.CodeAnalysis;

namespace Strat9.Analyzers.Protocols.Unions;

/// <summary>Why a union, or one of its cases, cannot be generated.</summary>
/// <param name="Subject">What is malformed, as the message begins: <c>Case 'Freed' of union 'R'</c> or <c>Union 'R'</c>.</param>
/// <param name="Reason">Why, and what to write instead.</param>
internal readonly record struct UnionProblem(Location Location, string Subject, string Reason);
