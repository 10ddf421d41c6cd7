using Microsoft.CodeAnalysis;
using Strat9.Analyzers.Contracts;

namespace Strat9.Analyzers.Ownership;

// A value whose state is known only at run time is asked for one state after the other: `TryAsOpen`, `TryAsClosed`.
internal sealed partial class OwnershipAnalysis
{
    /// <summary>
    /// The call tests for a state and takes the value if it is in it; here it is not. With no state left there is no value either.
    /// </summary>
    private bool ExcludeTested(World world, Value receiver, MethodContract contract)
    {
        if (contract.Tests is not { IsEmpty: false } tested || receiver is not { Kind: ValueKind.Place, Place: { } place }
            || ProtocolOf(place.Type) is not { } protocol || Effective(world, place) is not { } fact || !fact.May(Status.Owned))
        {
            return false;
        }

        var left = StatesOf(world, receiver, protocol) & protocol.All & ~tested;
        SetKeepingParts(world, place, left.IsEmpty
            ? fact with { States = left, Status = (fact.Status & ~Status.Owned) | Status.Empty }
            : fact with { States = left });
        return true;
    }
}
