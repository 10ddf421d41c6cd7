using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Strat9.Analyzers.Contracts;

namespace Strat9.Analyzers.Ownership;

internal enum ValueKind
{
    /// <summary>Nothing that ownership cares about, perhaps with a known constant.</summary>
    Plain,

    /// <summary>The content of a place; nothing has happened to it yet.</summary>
    Place,

    /// <summary>A new value that nobody holds yet.</summary>
    Fresh,

    /// <summary>A value that belongs to another, and that is not followed as a place.</summary>
    Lent,

    /// <summary>Only as the binding of a capture: it holds the value of a place, which has it back if the call is never reached.</summary>
    Taken,
}

/// <summary>The value of an expression on one path. Immutable; two are equal when the analysis need not tell them apart.</summary>
internal sealed class Value : IEquatable<Value>
{
    public static readonly Value Plain = new();
    public static readonly Value Null = new() { Const = Const.Null };

    public ValueKind Kind { get; private init; }

    public Place? Place { get; private init; }

    public Const Const { get; init; }

    /// <summary>For a fresh value: what it may be.</summary>
    public Status Status { get; private init; }

    public StateSet States { get; init; }

    /// <summary>For a fresh tuple: its elements.</summary>
    public ImmutableArray<Value> Elements { get; init; }

    /// <summary>The operation that made it; for messages.</summary>
    public Site? Site { get; init; }

    /// <summary>What it borrows from.</summary>
    public ImmutableArray<Loan> Loans { get; init; } = Loan.None;

    /// <summary>For a task: the states that a transition it stands for started from.</summary>
    public ImmutableArray<(Place Place, StateSet Before)> Undo { get; init; }

    /// <summary>For a place: the <c>ref</c> local it was reached through, if any.</summary>
    public Place? Through { get; init; }

    /// <summary>For a place: whether it was reached through a member that hands out a borrow of it, as a chain does.</summary>
    public bool IsChained { get; private init; }

    /// <summary>The variable a plain value was read from, whose constant a test of it refines.</summary>
    public Place? Flag { get; init; }

    public static Value Of(Place place, Place? through = null) => new() { Kind = ValueKind.Place, Place = place, Through = through };

    /// <summary>The same place, as a member that returns <c>this</c> hands it out.</summary>
    public Value Chained() => new() { Kind = Kind, Place = Place, Through = Through, Loans = Loans, IsChained = true };

    public static Value TakenFrom(Place place) => new() { Kind = ValueKind.Taken, Place = place };

    public static Value Fresh(Site? site, Status status = Status.Owned, StateSet states = default) =>
        new() { Kind = ValueKind.Fresh, Status = status, States = states, Site = site };

    public static Value Lent(Site? site) => new() { Kind = ValueKind.Lent, Status = Status.Borrowed, Site = site };

    /// <summary>The same value, in these states.</summary>
    public Value In(StateSet states) => states.IsEmpty ? this : With(states, Undo);

    /// <summary>The same task, standing for a transition that started from these states.</summary>
    public Value Undoing(ImmutableArray<(Place Place, StateSet Before)> undo) => With(States, undo);

    private Value With(StateSet states, ImmutableArray<(Place Place, StateSet Before)> undo) =>
        new() { Kind = Kind, Place = Place, Const = Const, Status = Status, States = states, Elements = Elements, Site = Site, Flag = Flag, Through = Through, Undo = undo, Loans = Loans, IsChained = IsChained };

    public static Value Constant(Const value, Place? flag = null) =>
        value.IsUnknown && flag is null ? Plain : new Value { Const = value, Flag = flag };

    public Value WithElements(ImmutableArray<Value> elements) =>
        new() { Kind = Kind, Place = Place, Const = Const, Status = Status, States = States, Elements = elements, Site = Site, Flag = Flag };

    public bool Equals(Value? other) =>
        other is not null
        && (ReferenceEquals(this, other)
            || (Kind == other.Kind && ReferenceEquals(Place, other.Place) && Status == other.Status && States == other.States
                && IsChained == other.IsChained && ReferenceEquals(Through, other.Through) && Const.Equals(other.Const) && ReferenceEquals(Flag, other.Flag) && Loan.Same(Loans, other.Loans) && SameElements(other)));

    /// <summary>The same value, borrowing from these.</summary>
    public Value Borrowing(ImmutableArray<Loan> loans) =>
        loans.IsEmpty && Loans.IsEmpty
            ? this
            : new() { Kind = Kind, Place = Place, Const = Const, Status = Status, States = States, Elements = Elements, Site = Site, Flag = Flag, Through = Through, Undo = Undo, Loans = loans, IsChained = IsChained };

    public override bool Equals(object? obj) => Equals(obj as Value);

    public override int GetHashCode() => unchecked(((int)Kind * 31) + ((Place?.Id ?? -1) * 17) + Const.GetHashCode());

    private bool SameElements(Value other)
    {
        if (Elements.IsDefault || other.Elements.IsDefault)
        {
            return Elements.IsDefault == other.Elements.IsDefault;
        }

        return Elements.Length == other.Elements.Length && Elements.SequenceEqual(other.Elements);
    }
}
