using System.Runtime.InteropServices;

namespace Strat9.Memory;

/// <summary>
/// Free blocks in the hands of one thread or processor, a stack for each of the orders 0 to 9 (Bonwick and Adams, "Magazines and Vmem",
/// USENIX 2001). Their words say <see cref="FrameState.Cached"/>.
/// </summary>
/// <remarks>
/// Only its owner touches the stacks, between <see cref="TryEnter"/> and <see cref="Exit"/>, and without an atomic instruction; except
/// while somebody else has stopped it. See <see cref="Magazines"/>.
/// </remarks>
[StructLayout(LayoutKind.Sequential, Size = Size)]
internal unsafe struct Magazine
{
    public const int Orders = 10;
    public const int Size = HeaderSize + 17 * FrameStorage.Alignment;
    public const int Share = 7; // each stack at most 1/128 of the frames: all ten together never more than a tenth
    public const int NoShard = -1;
    public const int MaxFlush = 128; // half of the largest stack

    private const int HeaderSize = FrameStorage.Alignment;

    private int _busy;
    private int _stopped;
    private int _home;
    private int _unused;
    private fixed ulong _bins[Orders]; // see Bin
    private fixed ulong _rest[4];
    private fixed uint _items[17 * FrameStorage.Alignment / sizeof(uint)];

    /// <summary>The shard it is refilled from first; a hint.</summary>
    public int Home
    {
        readonly get => _home;
        set => _home = value;
    }

    public readonly bool IsBusy => Volatile.Read(in _busy) != 0;

    /// <summary>How many blocks of a size a full magazine holds; of smaller memory a smaller part.</summary>
    public static int Capacity(int order, ulong frames, int share)
    {
        int full = order switch
        {
            0 => 256,
            1 => 128,
            2 => 64,
            3 => 32,
            4 or 5 => 16,
            9 => 4,
            _ => 8,
        };
        ulong fair = frames >> (order + share);
        return fair < (ulong)full ? (int)fair : full;
    }

    /// <summary>Makes it empty; for the time before there are threads.</summary>
    public void Initialize(ulong frames, int share)
    {
        _busy = 0;
        _stopped = 0;
        _home = NoShard;
        uint first = 0;
        for (int order = 0; order < Orders; order++)
        {
            uint capacity = (uint)Capacity(order, frames, share);
            fixed (ulong* bins = _bins)
            {
                ((Bin*)bins)[order] = new() { Count = 0, Capacity = (ushort)capacity, First = (ushort)first };
            }

            first += capacity;
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

    public void Stop() => Volatile.Write(ref _stopped, 1);

    public void Resume() => Volatile.Write(ref _stopped, 0);

    /// <summary>The stack of an order, 0 to 9, in a magazine that does not move.</summary>
    public static Bin* BinOf(Magazine* magazine, int order) => (Bin*)magazine->_bins + order;

    public static uint* ItemsOf(Magazine* magazine, Bin* bin) => magazine->_items + bin->First;

    private bool TryStay()
    {
        if (Volatile.Read(ref _stopped) == 0)
        {
            return true;
        }

        Exit();
        return false;
    }

    /// <summary>One stack: how many blocks, how many fit, and where its places begin.</summary>
    public struct Bin
    {
        public uint Count;
        public ushort Capacity;
        public ushort First;
    }
}
