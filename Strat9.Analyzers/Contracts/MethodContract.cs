using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Strat9.Analyzers.Contracts;

/// <summary>How ownership passes through a parameter, a receiver or a result.</summary>
internal enum Mode
{
    /// <summary>Ownership moves.</summary>
    Own,

    /// <summary>The value is used and stays where it was.</summary>
    Borrow,

    /// <summary>Passed by <c>ref</c>: whole before and after, held by nobody else meanwhile.</summary>
    Exclusive,

    /// <summary>A new value comes out.</summary>
    Out,
}

/// <summary>The result on which a part of a contract holds. <see langword="default"/>: on every result.</summary>
internal readonly record struct Outcome(bool Conditional, long Value)
{
    public static readonly Outcome Always;

    public static Outcome On(long value) => new(true, value);

    /// <summary>Whether the part holds on the given result; <see langword="null"/> stands for any result not named.</summary>
    public bool Holds(long? result) => !Conditional || result == Value;
}

/// <summary>The state afterwards, on one outcome.</summary>
internal readonly record struct Postcondition(Outcome When, StateSet States);

/// <summary>The normal form of a contract for one parameter or the receiver.</summary>
internal sealed record SlotContract
{
    public Mode Mode { get; init; }

    /// <summary>For <see cref="Mode.Own"/>: the result on which ownership is taken. For <see cref="Mode.Out"/>: on which it is given.</summary>
    public Outcome When { get; init; }

    /// <summary>The states it must be in; <see langword="null"/> when any will do.</summary>
    public StateSet? Requires { get; init; }

    public bool SaysNothingOfStates => Requires is null && Ensures.IsEmpty;

    /// <summary>The states afterwards; on outcomes not listed the state is unchanged.</summary>
    public ImmutableArray<Postcondition> Ensures { get; init; } = [];

    /// <summary>When the argument has this value the call does not return.</summary>
    public long? DoesNotReturnIf { get; init; }

    /// <summary>The null state on an outcome, from <c>[NotNullWhen]</c> and kin: the result on which it is not null.</summary>
    public long? NotNullWhen { get; init; }

    /// <summary>Whether the attributes said so, rather than the defaults.</summary>
    public bool IsExplicit { get; init; }
}

/// <summary>The normal form of a member's contract.</summary>
internal sealed class MethodContract
{
    public SlotContract? Receiver { get; init; }

    public ImmutableArray<SlotContract> Parameters { get; init; } = [];

    /// <summary><see cref="Mode.Own"/>: the result is a new value; <see cref="Mode.Borrow"/>: it borrows from its sources.</summary>
    public Mode Return { get; init; }

    public StateSet? ReturnEnsures { get; init; }

    /// <summary>The state whose test the result is, as a set; an empty set with <see cref="TestsValue"/> means the value is the state.</summary>
    public StateSet? Tests { get; init; }

    public bool TestsValue { get; init; }

    /// <summary>Whether the result is how many values a container holds.</summary>
    public bool TestsCount { get; init; }

    /// <summary>Whether the result says something of the receiver's state.</summary>
    public bool IsTest => Tests is not null || TestsValue || TestsCount;

    public bool DoesNotReturn { get; init; }

    public bool MustUse { get; init; }

    /// <summary>Whether <c>using</c> would call this member at the end of the scope.</summary>
    public bool IsDisposal { get; init; }

    /// <summary>Every result that some part of the contract names.</summary>
    public ImmutableArray<long> Outcomes { get; init; } = [];

    /// <summary>The same contract with another part about states.</summary>
    public MethodContract With(
        SlotContract? receiver, StateSet? returnEnsures, StateSet? tests, bool testsCount, ImmutableArray<long> outcomes) => new()
    {
        Receiver = receiver,
        Parameters = Parameters,
        Return = Return,
        ReturnEnsures = returnEnsures,
        Tests = tests,
        TestsCount = testsCount,
        DoesNotReturn = DoesNotReturn,
        MustUse = MustUse,
        IsDisposal = IsDisposal,
        Outcomes = outcomes,
    };
}
