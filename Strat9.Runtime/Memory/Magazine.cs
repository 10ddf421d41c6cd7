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
    public const int Size = HeaderSize + Items * sizeof(uint);
    public const int Share = 6; // a stack has at most 1/64 of the frames, the one of the largest blocks 1/16
    public const int NoShard = -1;
    public const int MaxFlush = 128; // half of the largest stack

    private const int HeaderSize = 2 * FrameStorage.Alignment;
    private const int Items = 704; // the sum of all full capacities: 22 alignments
    private const int LargestShare = 2; // by how much the share of the largest blocks is larger, as a shift

    // Why the owner has to go the long way.
    private const int Stopped = 1;
    private const int LongWayOnly = 2;

    private int _busy;
    private int _detour; // 0: the short way is open
    private ulong* _words; // of the first frame that may lie here
    private ulong _firstFrame; // its number
    private ulong _frames; // how many from there
    private ulong _firstIndex; // its index
    private nint _direct;
    private int _longWay; // LongWayOnly or 0
    private int _home;
    private fixed ulong _bins[2 * Orders]; // see Bin
    private fixed ulong _rest[5];
    private fixed uint _items[Items];

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
        _words = metadata.FrameWords.First + firstCached;
        _firstFrame = metadata.FirstFrame + firstCached;
        _frames = metadata.FrameCount - firstCached;
        _firstIndex = firstCached;
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

    /// <summary>The places of all stacks; what lies there is the index of a block's first frame.</summary>
    public static uint* ItemsOf(Magazine* magazine) => magazine->_items;

    /// <summary>
    /// The short way out: takes a block if nothing at all is in the way, and tells its first frame's number. False: the long way knows why.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryPop(Magazine* magazine, int order, out ulong frame)
    {
        frame = 0;
        if ((uint)order >= Orders)
        {
            return false;
        }

        Volatile.Write(ref magazine->_busy, 1);
        Bin* bin = BinOf(magazine, order);
        if (Volatile.Read(ref magazine->_detour) == 0 && bin->Top != bin->First)
        {
            uint top = bin->Top - 1;
            ulong at = magazine->_items[top] - magazine->_firstIndex;
            ulong* word = magazine->_words + at;
            ulong bits = Volatile.Read(ref *word);
            if (new FrameWord(bits).Is(FrameWord.Quiet(FrameState.Cached, order, 0), FrameWord.AllButGeneration))
            {
                bin->Top = top;
                Volatile.Write(ref *word, bits + (FrameState.Allocated - FrameState.Cached));
                magazine->Exit();
                frame = magazine->_firstFrame + at;
                return true;
            }
        }

        magazine->Exit();
        return false;
    }

    /// <summary>
    /// The short way back: takes a block whose word is the one expected under the mask, if nothing at all is in the way. False: the long way
    /// knows why.
    /// </summary>
    /// <remarks>
    /// The word is changed by an ordinary store. Of a released word nobody else may do that. An allocated one can be adopted by a
    /// stray handle at the same moment: <see cref="Adoption"/> locks the word and waits for the owners of magazines, so either the lock
    /// is seen here, or the store is seen there.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryPush(Magazine* magazine, PhysAddr @base, int order, FrameWord expected, ulong mask)
    {
        ulong at = FrameWords.FrameOfBase(@base) - magazine->_firstFrame;
        if (at >= magazine->_frames || (uint)order >= Orders)
        {
            return false;
        }

        Volatile.Write(ref magazine->_busy, 1);
        Bin* bin = BinOf(magazine, order);
        ulong* word = magazine->_words + at;
        ulong bits = Volatile.Read(ref *word);
        uint top = bin->Top;
        if (Volatile.Read(ref magazine->_detour) == 0 && top != bin->End && new FrameWord(bits).Is(expected, mask))
        {
            Volatile.Write(ref *word, bits - (expected.Bits & FrameWord.StateMask) + (uint)FrameState.Cached);
            magazine->_items[top] = (uint)(at + magazine->_firstIndex);
            bin->Top = top + 1;
            magazine->Exit();
            return true;
        }

        magazine->Exit();
        return false;
    }

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
