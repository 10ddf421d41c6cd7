using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Strat9.Memory;

/// <summary>
/// Free blocks in the hands of one thread or processor, a stack for each of the orders 0 to 9 (Bonwick and Adams, "Magazines and Vmem",
/// USENIX 2001). Their words say <see cref="FrameState.Cached"/>.
/// </summary>
/// <remarks>
/// Only its owner touches the stacks, between <see cref="TryEnter"/> and <see cref="Exit"/>, and without an atomic instruction; except
/// while somebody else has stopped it. See <see cref="Magazines"/>. What the shortest paths need is in the first line and the stack's own,
/// so that they look at nothing else but the block's word.
/// </remarks>
[StructLayout(LayoutKind.Sequential, Size = Size)]
internal unsafe struct Magazine
{
    public const int Orders = 10;
    public const int Size = HeaderSize + Items * sizeof(ulong);
    public const int Share = 6; // a stack has at most 1/64 of the frames, the one of the largest blocks 1/16
    public const int NoShard = -1;
    public const int MaxFlush = 128; // half of the largest stack

    private const int HeaderSize = 2 * FrameStorage.Alignment;
    private const int Items = 704; // the sum of all full capacities: 44 alignments
    private const int LargestShare = 2; // by how much the share of the largest blocks is larger, as a shift

    // Why the owner has to go the long way.
    private const int Stopped = 1;
    private const int LongWayOnly = 2;

    private int _busy;
    private int _detour; // 0: the short way is open
    private byte* _words; // where the word of the frame at address 0 would be
    private ulong _firstFrame; // the first that may lie here, by number
    private ulong _frames; // how many from there
    private nint _direct;
    private int _longWay; // LongWayOnly or 0
    private int _home;
    private fixed ulong _bins[2 * Orders]; // see Bin
    private fixed ulong _rest[6];
    private fixed ulong _items[Items];

    /// <summary>The shard it is refilled from first; a hint.</summary>
    public int Home
    {
        readonly get => _home;
        set => _home = value;
    }

    public readonly bool IsBusy => Volatile.Read(in _busy) != 0;

    /// <summary>How its host reaches the memory.</summary>
    public readonly DirectMap Direct => new(_direct);

    /// <summary>How many blocks of a size a full magazine holds; of smaller memory a smaller part.</summary>
    public static int Capacity(int order, ulong frames, int share)
    {
        int full = order switch
        {
            0 => 256,
            1 => 128,
            2 or 3 => 64,
            _ => 32,
        };
        ulong fair = frames >> (order + share - (order == Orders - 1 ? LargestShare : 0));
        return fair < (ulong)full ? (int)fair : full;
    }

    /// <summary>Makes it empty; for the time before there are threads.</summary>
    /// <param name="metadata">The frames.</param>
    /// <param name="firstCached">The first frame, by index, that may lie in it.</param>
    /// <param name="longWayOnly">Whether entering takes more than the short way does, or blocks are filled.</param>
    public void Initialize(FrameMetadata metadata, ulong firstCached, bool longWayOnly)
    {
        _busy = 0;
        _longWay = longWayOnly ? LongWayOnly : 0;
        _detour = _longWay;
        _words = (byte*)metadata.FrameWords.First - metadata.FirstFrame * sizeof(ulong);
        _firstFrame = metadata.FirstFrame + firstCached;
        _frames = metadata.FrameCount - firstCached;
        _direct = metadata.Direct.Offset;
        _home = NoShard;
        uint first = 0;
        for (int order = 0; order < Orders; order++)
        {
            uint end = first + (uint)Capacity(order, metadata.FrameCount, metadata.MagazineShare);
            fixed (ulong* bins = _bins)
            {
                ((Bin*)bins)[order] = new() { First = first, Top = first, End = end };
            }

            first = end;
        }
    }

    /// <summary>Enters by an ordinary store; whoever stops the magazine makes that store and the load behind it appear in order.</summary>
    public bool TryEnter()
    {
        Volatile.Write(ref _busy, 1);
        return TryStay();
    }

    /// <summary>Enters by an exchange, for hosts that have no barrier for all processors.</summary>
    public bool TryEnterFenced()
    {
        Interlocked.Exchange(ref _busy, 1);
        return TryStay();
    }

    public void Exit() => Volatile.Write(ref _busy, 0);

    public void Stop() => Volatile.Write(ref _detour, _longWay | Stopped);

    public void Resume() => Volatile.Write(ref _detour, _longWay);

    /// <summary>The stack of an order, 0 to 9, in a magazine that does not move.</summary>
    public static Bin* BinOf(Magazine* magazine, int order) => (Bin*)magazine->_bins + order;

    /// <summary>The places of all stacks; what lies there is a block's first address.</summary>
    public static ulong* ItemsOf(Magazine* magazine) => magazine->_items;

    /// <summary>
    /// The short way out: takes a block of an order of 0 to 9 if nothing at all is in the way. False: the long way knows why.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryPop(Magazine* magazine, int order, out ulong address)
    {
        Bin* bin = BinOf(magazine, order);
        uint top;
        if (magazine->TryEnterShort() && (top = bin->Top) != bin->First)
        {
            address = magazine->_items[top - 1];
            ulong* word = WordOf(magazine, address);
            ulong bits = Volatile.Read(ref *word);
            if (new FrameWord(bits).Is(FrameWord.Quiet(FrameState.Cached, order, 0), FrameWord.AllButGeneration))
            {
                bin->Top = top - 1;
                Volatile.Write(ref *word, bits + (FrameState.Allocated - FrameState.Cached));
                magazine->Exit();
                return true;
            }
        }

        magazine->Exit();
        address = 0;
        return false;
    }

    /// <summary>
    /// The short way back: takes a block of an order of 0 to 9 whose word is of that state and generation and says nothing else, if nothing
    /// at all is in the way. False: the long way knows why.
    /// </summary>
    /// <param name="magazine">The caller's.</param>
    /// <param name="address">The block's first; any number.</param>
    /// <param name="order">Its order.</param>
    /// <param name="state">What its word has to say.</param>
    /// <param name="generation">The generation in its word; looked at if <paramref name="mask"/> says so.</param>
    /// <param name="mask">The bits of the word that are looked at.</param>
    /// <remarks>
    /// The word is changed by an ordinary store. Of a released word nobody else may do that. An allocated one can be adopted by a
    /// stray handle at the same moment: <see cref="Adoption"/> locks the word and waits for the owners of magazines, so either the lock
    /// is seen here, or the store is seen there.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryPush(Magazine* magazine, ulong address, int order, FrameState state, ulong generation, ulong mask)
    {
        if (FrameWords.FrameOfBase(new(address)) - magazine->_firstFrame >= magazine->_frames)
        {
            return false;
        }

        Bin* bin = BinOf(magazine, order);
        uint top;
        if (magazine->TryEnterShort() && (top = bin->Top) != bin->End)
        {
            ulong* word = WordOf(magazine, address);
            ulong bits = Volatile.Read(ref *word);
            if (new FrameWord(bits).Is(FrameWord.Quiet(state, order, generation), mask))
            {
                magazine->_items[top] = address;
                bin->Top = top + 1;
                Volatile.Write(ref *word, bits - (uint)(state - FrameState.Cached));
                magazine->Exit();
                return true;
            }
        }

        magazine->Exit();
        return false;
    }

    /// <summary>
    /// Says that it is busy, whatever the answer. Nothing of the magazine may be read before: it could be of a time before somebody stopped
    /// it, emptied it, and let it go again.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryEnterShort()
    {
        Volatile.Write(ref _busy, 1);
        return Volatile.Read(ref _detour) == 0;
    }

    private static ulong* WordOf(Magazine* magazine, ulong address) =>
        (ulong*)(magazine->_words + (address >> (Paging.PageSizeBits - 3))); // 8 bytes a frame

    private bool TryStay()
    {
        if ((Volatile.Read(ref _detour) & Stopped) == 0)
        {
            return true;
        }

        Exit();
        return false;
    }

    /// <summary>One stack: its places, and the lowest of them that is empty.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 16)]
    public struct Bin
    {
        public uint Top;
        public uint First;
        public uint End;

        public readonly uint Count => Top - First;

        public readonly uint Capacity => End - First;
    }
}
