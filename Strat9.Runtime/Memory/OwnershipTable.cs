using System.Runtime.CompilerServices;

namespace Strat9.Memory;

/// <summary>
/// Who owns which physical block: capabilities, pins, and the token of the block's claimer. Ported from the kernel's <c>ownership.rs</c>
/// with
/// its faults mended; docs/memory.md lists them.
/// </summary>
/// <remarks>
/// Thread-safe and linearizable: each call takes effect at one instant, and one that is refused has changed nothing. It keeps no storage of
/// its own but the words of the frames, so several tables over one <see cref="FrameMetadata"/> are one table. No call allocates. Threads
/// at work on one block wait for each other for a few instructions at most; on different blocks never. Members that take or give tokens
/// are small and compiled into their callers, so that a token is a few numbers in registers there, not a copy in memory.
/// </remarks>
/// <param name="metadata">The frames.</param>
public sealed class OwnershipTable(FrameMetadata metadata)
{
    private readonly Ledger _ledger = new(metadata);
    private readonly DirectMap _direct = metadata.Direct;

    /// <summary>The frames.</summary>
    public FrameMetadata Metadata { get; } = metadata;

    /// <summary>Takes a block into the table with one capability.</summary>
    /// <param name="block">An allocated block; comes back when refused.</param>
    /// <param name="cap">The capability.</param>
    /// <returns>
    /// The block in its new state, or <see cref="OwnerError.DoubleClaim"/> when its handle has been adopted,
    /// <see cref="OwnerError.Overlaps"/> when a part of it has; for a token of another arena <see cref="OwnerError.InvalidHandle"/>.
    /// </returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ClaimResult Claim(PhysBlock<BuddyReserved> block, CapId cap)
    {
        OwnerError error = OwnerError.InvalidHandle;
        BlockHandle live = default;
        if (block.Direct == _direct)
        {
            error = _ledger.Claim(block.Handle, cap, out live);
        }

        return error == default ? ClaimResult.Claimed(block.IntoExclusive(live)) : ClaimResult.Refused(error, block);
    }

    /// <summary>Takes a block out of the table. Checks first; removes nothing when refused.</summary>
    /// <param name="block">The block; comes back when refused.</param>
    /// <param name="cap">Its only capability.</param>
    /// <returns>
    /// The block on its way to the allocator, or <see cref="OwnerError.CapNotFound"/>, <see cref="OwnerError.StillReferenced"/>; for a
    /// token of another arena <see cref="OwnerError.InvalidHandle"/>.
    /// </returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReleaseResult Release(PhysBlock<Exclusive> block, CapId cap)
    {
        OwnerError error = block.Direct == _direct ? _ledger.Release(block.Handle, cap) : OwnerError.InvalidHandle;
        return error == default ? ReleaseResult.Freed(block.IntoReleased()) : ReleaseResult.Refused(error, block);
    }

    /// <summary>Hands the token of a block to the table: from now on the last reference frees it.</summary>
    /// <param name="block">The block.</param>
    /// <returns>Its name.</returns>
    /// <exception cref="MemoryCorruptionException">The token is not of this table, or forged.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public BlockHandle Detach(PhysBlock<Exclusive> block)
    {
        bool ours = block.Direct == _direct;
        BlockHandle handle = block.IntoHandle();
        if (!ours || !_ledger.Detach(handle))
        {
            throw new MemoryCorruptionException("The table knows nothing of the token that was to be detached.", handle);
        }

        return handle;
    }

    /// <summary>
    /// Adds a capability to a live block, or, given an unclaimed handle (generation 0), adopts its frames: reserved ones, a whole
    /// allocated block, or a part of one. Who holds an adopted block's token keeps it: what is adopted goes back there when it is freed.
    /// </summary>
    /// <param name="handle">The block.</param>
    /// <param name="cap">The capability.</param>
    /// <returns>
    /// The block's state, or <see cref="OwnerError.InvalidHandle"/>, <see cref="OwnerError.Stale"/> (also for an unclaimed handle once the
    /// block is live), <see cref="OwnerError.NotFound"/> (also when the frames are free), <see cref="OwnerError.Overlaps"/>,
    /// <see cref="OwnerError.CapAlreadyPresent"/>, <see cref="OwnerError.CountOverflow"/>.
    /// </returns>
    /// <remarks>The adopted block's generation is what <see cref="TryGetHandleForBase"/> says.</remarks>
    public RefResult EnsureRef(BlockHandle handle, CapId cap)
    {
        OwnerError error = _ledger.EnsureRef(handle, cap, out BlockState state);
        return error == default ? RefResult.Recorded(state) : RefResult.Refused(error);
    }

    /// <summary>Adds a capability to a live block, also to one that only pins keep.</summary>
    /// <param name="handle">The block.</param>
    /// <param name="cap">The capability.</param>
    /// <returns>
    /// The block's state, or <see cref="OwnerError.InvalidHandle"/>, <see cref="OwnerError.Stale"/>, <see cref="OwnerError.NotFound"/>,
    /// <see cref="OwnerError.CapAlreadyPresent"/>, <see cref="OwnerError.CountOverflow"/>.
    /// </returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public RefResult AddRef(BlockHandle handle, CapId cap)
    {
        OwnerError error = _ledger.AddRef(handle, cap, out BlockState state);
        return error == default ? RefResult.Recorded(state) : RefResult.Refused(error);
    }

    /// <summary>Removes a capability. The last reference frees the block, unless its token is still held.</summary>
    /// <param name="handle">The block.</param>
    /// <param name="cap">The capability.</param>
    /// <returns>
    /// What remains, or <see cref="OwnerError.InvalidHandle"/>, <see cref="OwnerError.Stale"/>, <see cref="OwnerError.NotFound"/>,
    /// <see cref="OwnerError.CapNotFound"/>, <see cref="OwnerError.TokenOutstanding"/>.
    /// </returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public RemoveRefResult RemoveRef(BlockHandle handle, CapId cap)
    {
        Outcome outcome = _ledger.RemoveRef(handle, cap);
        return outcome.Kind switch
        {
            OutcomeKind.Freed => RemoveRefResult.Freed(PhysBlock.FromTable(handle, _direct)),
            OutcomeKind.NowExclusive => RemoveRefResult.NowExclusive(new(outcome.Value)),
            OutcomeKind.StillPinned => RemoveRefResult.StillPinned((uint)outcome.Value),
            OutcomeKind.StillShared => RemoveRefResult.StillShared((uint)outcome.Value),
            _ => RemoveRefResult.Refused(outcome.Error),
        };
    }

    /// <summary>Keeps a live block in the table, also one that only pins keep.</summary>
    /// <param name="handle">The block.</param>
    /// <returns>
    /// The pin, or <see cref="OwnerError.InvalidHandle"/>, <see cref="OwnerError.Stale"/>, <see cref="OwnerError.NotFound"/>,
    /// <see cref="OwnerError.CountOverflow"/>.
    /// </returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public PinResult Pin(BlockHandle handle)
    {
        OwnerError error = _ledger.Pin(handle, out uint refcount);
        return error == default ? PinResult.Pinned(new BlockPin(handle, _direct, refcount)) : PinResult.Refused(error);
    }

    /// <summary>Takes a pin back. The last reference frees the block, unless its token is still held.</summary>
    /// <param name="pin">The pin; comes back when refused.</param>
    /// <returns>
    /// What remains, or <see cref="OwnerError.TokenOutstanding"/>; for a pin of another arena <see cref="OwnerError.InvalidHandle"/>.
    /// </returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public UnpinResult Unpin(BlockPin pin)
    {
        Outcome outcome = pin.Direct == _direct ? _ledger.Unpin(pin.Handle) : Outcome.Refused(OwnerError.InvalidHandle);
        if (outcome.Kind == OutcomeKind.Refused)
        {
            return UnpinResult.Refused(outcome.Error, pin);
        }

        BlockHandle handle = pin.IntoHandle();
        return outcome.Kind switch
        {
            OutcomeKind.Freed => UnpinResult.Freed(PhysBlock.FromTable(handle, _direct)),
            OutcomeKind.NowExclusive => UnpinResult.NowExclusive(new(outcome.Value)),
            OutcomeKind.StillPinned => UnpinResult.StillPinned((uint)outcome.Value),
            _ => UnpinResult.StillShared((uint)outcome.Value),
        };
    }

    /// <summary>Reads a live block's entry as of one instant. Writes nothing to shared memory.</summary>
    /// <param name="handle">The block.</param>
    /// <param name="caps">Takes as many of its capabilities as fit, in no particular order; may be empty.</param>
    /// <param name="entry">The entry; its <see cref="OwnerEntry.CapabilityCount"/> counts them all.</param>
    /// <returns>False when the handle names no live block; <paramref name="caps"/> may then hold anything.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryGet(BlockHandle handle, Span<CapId> caps, out OwnerEntry entry) => _ledger.TryGet(handle, caps, out entry);

    /// <summary>The reference count of a live block; <see langword="null"/> when the handle names none.</summary>
    /// <param name="handle">The block.</param>
    public uint? Refcount(BlockHandle handle) => _ledger.TryGet(handle, default, out OwnerEntry entry) ? entry.Refcount : null;

    /// <summary>The live block that begins at an address; <see langword="null"/> when none does. O(1).</summary>
    /// <param name="address">Any address.</param>
    public BlockHandle? HandleForBase(PhysAddr address) => _ledger.TryHandleForBase(address, out BlockHandle handle) ? handle : null;

    /// <summary>The live block that begins at an address. O(1).</summary>
    /// <param name="address">Any address.</param>
    /// <param name="handle">The block.</param>
    /// <returns>False when none does.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryGetHandleForBase(PhysAddr address, out BlockHandle handle) => _ledger.TryHandleForBase(address, out handle);

    /// <summary>The live block that contains an address; <see langword="null"/> when none does. O(orders).</summary>
    /// <param name="address">Any address.</param>
    public BlockHandle? HandleContaining(PhysAddr address) =>
        _ledger.TryHandleContaining(address, out BlockHandle handle) ? handle : null;

    /// <summary>The live block that contains an address. O(orders).</summary>
    /// <param name="address">Any address.</param>
    /// <param name="handle">The block.</param>
    /// <returns>False when none does.</returns>
    public bool TryGetHandleContaining(PhysAddr address, out BlockHandle handle) => _ledger.TryHandleContaining(address, out handle);

    /// <summary>Order, reference count and state of the block the frame at an address belongs to.</summary>
    /// <param name="address">Any address.</param>
    /// <returns><see langword="null"/> outside memory and in holes.</returns>
    public FrameInfo? Frame(PhysAddr address) => Metadata.TryGetFrame(address, out FrameInfo info) ? info : null;

    /// <summary>The entries of the table in order of address, for diagnostics.</summary>
    /// <remarks>
    /// Reads only, allocates nothing. While other threads work each entry is true of some moment, all of them of no single one.
    /// </remarks>
    public OwnerEntries Entries() => new(this);
}
