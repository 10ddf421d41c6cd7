using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Strat9.Analyzers.Contracts;
using Strat9.Analyzers.Rules;

namespace Strat9.Analyzers.Ownership;

// Several names for one object in a state: what happens through one of them has happened to all.
internal sealed partial class OwnershipAnalysis
{
    /// <summary>Makes a local stand for the borrowed object that another place holds, as long as neither is given another.</summary>
    private bool BindAlias(World world, Place alias, Value value)
    {
        if (value is not { Kind: ValueKind.Place, Place: { } source } || ProtocolOf(source.Type) is null || ReferenceEquals(source, alias))
        {
            return false;
        }

        EndAliases(world, alias);
        Kill(world, alias);
        world.Bind(alias, Value.Of(source));
        return true;
    }

    /// <summary>A place is given another object, or ends: its other names keep the one they have, in the state it is in.</summary>
    private void EndAliases(World world, Place place)
    {
        if (ProtocolOf(place.Type) is null)
        {
            return;
        }

        foreach (var pair in world.Bindings)
        {
            var alias = _places[pair.Key];
            if (pair.Value is { Kind: ValueKind.Place, Through: null } bound && ReferenceEquals(bound.Place, place)
                && alias.Kind == PlaceKind.Local && !world.Deferred.Any(d => d.Variable == alias))
            {
                var fact = Effective(world, place);
                world.Bind(alias, null);
                Set(world, alias, Fact.Borrowed with { States = fact.States, Change = fact.Change });
            }
        }
    }

    // Two locals with objects from elsewhere may name the same one: the state of the others is not known any more.
    private void ForgetOtherNames(World world, Place changed, InPlaceProtocol protocol)
    {
        if (!IsNameOnly(world, changed))
        {
            return;
        }

        foreach (var other in _places.All)
        {
            if (!ReferenceEquals(other, changed) && IsNameOnly(world, other) && ReferenceEquals(ProtocolOf(other.Type), protocol))
            {
                SetKeepingParts(world, other, world.Facts[other.Id]! with { States = protocol.Unknown });
            }
        }
    }

    private static bool IsNameOnly(World world, Place place) =>
        place is { Kind: PlaceKind.Local, IsForeign: false } && world.Facts[place.Id] is { Status: Status.Borrowed };

    /// <summary>One object goes into a call twice: what the call does to it by one name must suit the other.</summary>
    private void CheckSameArgument(World world, MethodContract contract, ImmutableArray<IArgumentOperation> arguments, Value receiver, IOperation call)
    {
        foreach (var argument in arguments)
        {
            if (argument.Parameter is not { } parameter || parameter.Ordinal >= contract.Parameters.Length
                || ValueOf(world, argument) is not { Kind: ValueKind.Place, Place: { } place } || ProtocolOf(place.Type) is not { } protocol
                || Effective(world, place).May(Status.Moved | Status.Spent | Status.NotGiven))
            {
                continue;
            }

            var wanted = contract.Parameters[parameter.Ordinal].Requires;
            foreach (var other in arguments)
            {
                if (!ReferenceEquals(other, argument) && other.Parameter is { } second && second.Ordinal < contract.Parameters.Length
                    && ReferenceEquals(ValueOf(world, other).Place, place))
                {
                    Compare(argument, wanted, contract.Parameters[second.Ordinal], protocol);
                }
            }

            if (receiver is { Kind: ValueKind.Place } && ReferenceEquals(receiver.Place, place) && contract.Receiver is { } slot)
            {
                Compare(argument, wanted, slot, protocol);
            }
        }

        void Compare(IArgumentOperation argument, StateSet? wanted, SlotContract changes, InPlaceProtocol protocol)
        {
            foreach (var post in changes.Ensures)
            {
                if (wanted is { } states && !post.States.IsSubsetOf(states))
                {
                    _report.Report(
                        Descriptors.STRAT2006_ArgumentState,
                        argument.Value.Syntax.GetLocation(),
                        [],
                        NameOf(call),
                        protocol.Names(states),
                        Messages.Short(argument.Value.Syntax),
                        $"also what the call makes {protocol.Names(post.States)}");
                }
            }
        }
    }
}
