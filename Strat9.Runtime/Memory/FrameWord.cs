namespace Strat9.Memory;

/// <summary>
/// Word 0 of a frame. From the low end: state 4 bits, lock 1, capabilities 3 (0-3 inline, 7: see the overflow node), pins 6 (0-63
/// inline, 0 when in the node), version 6 (of the inline capabilities; wraps), order 4, generation 40 (1 up to 2⁴⁰ - 1, then 1 again).
/// What a handle says is at the top, in the handle's own form, so that one comparison holds one against the other.
/// </summary>
/// <remarks>
/// The generation of one frame grows by one with each claim of a block that begins there, and outlives everything else in the word.
/// A stale handle would name a block again after 2⁴⁰ - 1 claims of that very frame: above 7 hours of one core doing nothing but claiming
/// and freeing it at 25 ns, while somebody keeps the handle.
/// </remarks>
internal readonly struct FrameWord(ulong bits)
{
    public const uint InlineCaps = 3;
    public const uint InlinePins = 63;
    public const int StateMask = 15;
    public const ulong WholeWord = ulong.MaxValue;
    public const ulong AllButGeneration = (1UL << GenerationShift) - 1;
    public const ulong MaxGeneration = (1UL << (64 - GenerationShift)) - 1;

    private const ulong LockBit = 1UL << 4;
    private const ulong LockAndState = LockBit | StateMask;
    private const int CapsShift = 5;
    private const uint CapsMask = 7;
    private const uint CapsInNode = 7;
    private const int PinsShift = 8;
    private const int VersionShift = 14;
    private const uint VersionMask = 63;
    private const int OrderShift = 20;
    private const int OrderMask = 15;
    private const int GenerationShift = 24;

    public ulong Bits { get; } = bits;

    public FrameState State => (FrameState)((int)Bits & StateMask);

    public bool IsLocked => (Bits & LockBit) != 0;

    public int Order => (int)(Bits >> OrderShift) & OrderMask;

    public uint Caps => (uint)(Bits >> CapsShift) & CapsMask;

    public uint Pins => (uint)(Bits >> PinsShift) & InlinePins;

    public uint Version => (uint)(Bits >> VersionShift) & VersionMask;

    public ulong Generation => Bits >> GenerationShift;

    public bool InNode => Caps == CapsInNode;

    public bool IsLive => (uint)(State - FrameState.Held) <= FrameState.AdoptedReserved - FrameState.Held;

    public bool IsReleased => State >= FrameState.Released;

    public bool IsHead => State >= FrameState.Free;

    /// <summary>How many capabilities fit beside the word.</summary>
    public uint InlineCapacity => State == FrameState.AdoptedPart ? InlineCaps - 1 : InlineCaps;

    public FrameWord Locked => new(Bits | LockBit);

    /// <summary>One more pin; only below <see cref="InlinePins"/> and not in a node.</summary>
    public FrameWord OnePinMore => new(Bits + (1UL << PinsShift));

    /// <summary>One pin less; only above 0 and not in a node.</summary>
    public FrameWord OnePinLess => new(Bits - (1UL << PinsShift));

    /// <summary>One capability more beside the word, the next version.</summary>
    public FrameWord OneCapMore => WithNextVersion(Bits + (1UL << CapsShift));

    /// <summary>One capability less beside the word, the next version.</summary>
    public FrameWord OneCapLess => WithNextVersion(Bits - (1UL << CapsShift));

    /// <summary>Generation and order as in <see cref="BlockHandle.Tag"/>.</summary>
    public ulong Tag => Bits >> OrderShift;

    public FrameWord Detached => new(Bits + (FrameState.Detached - FrameState.Held));

    /// <summary>A word that counts nothing and is not locked.</summary>
    public static FrameWord Quiet(FrameState state, int order, ulong generation) =>
        new((uint)state | ((ulong)(uint)order << OrderShift) | (generation << GenerationShift));

    /// <summary>Whether the word is the one given, in the bits of the mask.</summary>
    public bool Is(FrameWord expected, ulong mask) => ((Bits ^ expected.Bits) & mask) == 0;

    /// <summary>What a live word becomes when its last reference goes.</summary>
    public FrameWord ToReleased()
    {
        FrameState state = State == FrameState.Held ? FrameState.Released : State + (FrameState.Released - FrameState.Detached);
        return To(state, Order);
    }

    /// <summary>A <see cref="Quiet"/> word of this word's generation.</summary>
    /// <param name="quiet">State and order, generation 0.</param>
    public FrameWord Become(FrameWord quiet) => new((Bits & ~AllButGeneration) | quiet.Bits);

    /// <summary>The generation, and nothing else of this word.</summary>
    public FrameWord To(FrameState state, int order) =>
        new((uint)state | ((ulong)(uint)order << OrderShift) | (Generation << GenerationShift));

    /// <summary>The next generation's live word: one capability, no pin, not locked.</summary>
    public FrameWord ToClaimed(FrameState state, int order)
    {
        ulong generation = Generation == MaxGeneration ? 1 : Generation + 1;
        return new((uint)state | ((ulong)(uint)order << OrderShift) | (1UL << CapsShift) | (generation << GenerationShift));
    }

    /// <summary>Other counts, the next version, not locked.</summary>
    public FrameWord WithCounts(uint caps, uint pins) => Recount(caps, pins);

    /// <summary>Counts in a node, the next version, not locked.</summary>
    public FrameWord WithNode() => Recount(CapsInNode, 0);

    /// <summary>Whether this is the live block the handle names.</summary>
    public bool Names(BlockHandle handle) => Tag == handle.Tag && IsLive;

    /// <summary>Whether this is the live block the handle names, and nobody is at its capabilities.</summary>
    public bool IsAtRest(BlockHandle handle) =>
        Tag == handle.Tag && (Bits & LockAndState) - (uint)FrameState.Held <= FrameState.AdoptedReserved - FrameState.Held;

    private static FrameWord WithNextVersion(ulong bits)
    {
        const ulong Mask = (ulong)VersionMask << VersionShift;
        return new((bits & ~Mask) | ((bits + (1UL << VersionShift)) & Mask));
    }

    private FrameWord Recount(uint caps, uint pins)
    {
        const ulong Kept = (ulong.MaxValue << GenerationShift) | ((ulong)OrderMask << OrderShift) | StateMask;
        uint version = (Version + 1) & VersionMask;
        return new((Bits & Kept) | ((ulong)caps << CapsShift) | ((ulong)pins << PinsShift) | ((ulong)version << VersionShift));
    }
}
