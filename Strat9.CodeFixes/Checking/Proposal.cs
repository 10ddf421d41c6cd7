using Microsoft.CodeAnalysis;

namespace Strat9.CodeFixes.Checking;

/// <summary>What may be reported after a change.</summary>
internal enum Demand
{
    /// <summary>Nothing that was not reported before, by the compiler or by any rule.</summary>
    NothingNew,

    /// <summary>
    /// No new error of the compiler. Rules and warnings may find more: the change only begins what the user has to finish.
    /// </summary>
    Compiles,
}

/// <summary>A change that may be offered, if it turns out to be right.</summary>
/// <param name="Title">What the editor shows.</param>
/// <param name="Key">The same for all changes of one sort: they are applied together.</param>
/// <param name="Changed">The solution with the change.</param>
internal sealed record Proposal(string Title, string Key, Solution Changed)
{
    public Demand Demand { get; init; } = Demand.NothingNew;

    /// <summary>Documents that the change may break without changing them: those that use what it declares anew.</summary>
    public IReadOnlyCollection<DocumentId> Users { get; init; } = [];
}
