using Microsoft.CodeAnalysis;
using Strat9.Analyzers.Contracts;

namespace Strat9.Analyzers.Ownership;

// Tests: each splits the path into one for every outcome, so that what follows needs no special cases.
internal sealed partial class OwnershipAnalysis
{
    /// <summary>
    /// Tests a value for null. The world given goes on as "not null", a fork as "null"; when only one is possible there is no fork.
    /// </summary>
    private Value TestNull(World world, Value value, IOperation operation, bool whenNull)
    {
        var (isNull, isNot) = (Value.Constant(Const.Of(whenNull)), Value.Constant(Const.Of(!whenNull)));
        if (value.Kind != ValueKind.Place)
        {
            return value.Const.EqualTo(Const.NullNumber) switch
            {
                true => isNull,
                false => isNot,
                null when value.Flag is { } flag && flag.Type is { IsReferenceType: true } && world.BindingOf(flag) is not null
                    => Split(world, operation, isNull, isNot, w => w.Bind(flag, Value.Null), w => w.Bind(flag, Value.Constant(Const.NotNull))),
                _ => value is { Kind: ValueKind.Fresh, Status: Status.Empty } ? isNull : Value.Plain,
            };
        }

        var place = value.Place!;
        if (!place.IsTracked)
        {
            return Value.Plain;
        }

        // What was moved may be tested: that is no use, and says nothing.
        var fact = Effective(world, place);
        var unknown = fact.Status & (Status.Moved | Status.Spent);
        if (fact.Status == unknown)
        {
            return Value.Plain;
        }

        if ((fact.Status & ~(Status.Empty | Status.NotGiven)) == 0)
        {
            return isNull;
        }

        return Split(
            world,
            operation,
            isNull,
            isNot,
            w => SetKeepingParts(w, place, AsNull(fact)),
            w => SetKeepingParts(w, place, fact with { Status = fact.Status & ~(Status.Empty | Status.NotGiven) }));
    }

    // Where there is no object, it is in no state.
    private static Fact AsNull(Fact fact) =>
        fact with { Status = Status.Empty | (fact.Status & (Status.Moved | Status.Spent)), States = default, CameFrom = null };

    private static void SetKeepingParts(World world, Place place, Fact fact) => world.Facts = world.Facts.With(place.Id, fact);

    private Value Split(World world, IOperation operation, Value forFork, Value forWorld, Action<World> inFork, Action<World> inWorld)
    {
        var fork = Fork(world);
        inFork(fork);
        SetValue(fork, operation, forFork);
        inWorld(world);
        return forWorld;
    }

    /// <summary>Compares a flag with a number.</summary>
    private Value TestEqual(World world, Value value, long number, IOperation operation, bool whenEqual)
    {
        var (equal, unequal) = (Value.Constant(Const.Of(whenEqual)), Value.Constant(Const.Of(!whenEqual)));
        switch (value.Const.EqualTo(number))
        {
            case true:
                return equal;
            case false:
                return unequal;
        }

        if (value.Flag is not { } flag || !IsFollowedFlag(flag) || value.Const.IsUnknown)
        {
            return Value.Plain;
        }

        var rest = value.Const.Except(number);
        return Split(
            world,
            operation,
            equal,
            unequal,
            w => w.Bind(flag, Value.Constant(Const.Of(number))),
            w => w.Bind(flag, Value.Constant(rest)));
    }
}
