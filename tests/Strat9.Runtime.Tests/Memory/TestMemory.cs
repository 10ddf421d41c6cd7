using System.Runtime.InteropServices;
using Strat9.Hosting;
using Strat9.Memory;

namespace Strat9.Runtime.Tests.Memory;

/// <summary>A few frames with metadata whose bytes a test can look at. There is no memory behind the addresses.</summary>
public sealed unsafe class TestMemory : IDisposable
{
    private const ulong FenceMark = 0x5AFE_5AFE_5AFE_5AFE;

    private readonly void* _frames;
    private readonly void* _nodes;
    private readonly void* _magazines;
    private readonly ulong _frameBytes;
    private readonly ulong _nodeBytes;

    public TestMemory(ulong frames = 64, ulong firstFrame = 0, uint nodes = 16, params MemoryRegion[] map)
        : this(magazines: false, frames, firstFrame, nodes, map)
    {
    }

    /// <summary>With magazines, small as the memory is.</summary>
    public TestMemory(bool magazines, ulong frames, ulong firstFrame, uint nodes, MemoryRegion[] map)
    {
        HasMagazines = magazines;
        ulong magazineBytes = magazines ? FrameStorage.BytesForMagazines(ThreadMagazines.Count) : 0;
        Start = PhysAddr.OfFrame(firstFrame);
        if (map.Length == 0)
        {
            map = [new(Start, frames * Paging.PageSize, MemoryRegionKind.Usable)];
        }

        _frameBytes = FrameStorage.BytesForFrames(frames);
        _nodeBytes = FrameStorage.BytesForNodes(nodes);
        _frames = NativeMemory.AlignedAlloc((nuint)_frameBytes + sizeof(ulong), FrameStorage.Alignment);
        *(ulong*)((byte*)_frames + _frameBytes) = FenceMark;
        _nodes = NativeMemory.AlignedAlloc((nuint)_nodeBytes, FrameStorage.Alignment);
        NativeMemory.Clear(_nodes, (nuint)_nodeBytes);
        _magazines = magazines ? NativeMemory.AlignedAlloc((nuint)magazineBytes, FrameStorage.Alignment) : null;
        FrameStorage storage = new(_frames, _frameBytes, _nodes, _nodeBytes, _magazines, magazineBytes);
        Metadata = new(Start, frames, map, default, storage, ThreadPause.Hook) { MagazineShare = 2 };
        Allocator = magazines ? new(Metadata, ThreadMagazines.Hook) : new(Metadata);
        Table = new(Metadata);
    }

    public bool HasMagazines { get; }

    /// <summary>Nothing has been written behind the storage.</summary>
    public void Fence() => Xunit.Assert.Equal(FenceMark, *(ulong*)((byte*)_frames + _frameBytes));

    public PhysAddr Start { get; }

    public FrameMetadata Metadata { get; }

    public BuddyAllocator Allocator { get; }

    public OwnershipTable Table { get; }

    public PhysAddr At(ulong frame) => Start + frame * Paging.PageSize;

    /// <summary>Every byte table and allocator have.</summary>
    public byte[] Snapshot()
    {
        byte[] bytes = new byte[_frameBytes + _nodeBytes];
        new ReadOnlySpan<byte>(_frames, (int)_frameBytes).CopyTo(bytes);
        new ReadOnlySpan<byte>(_nodes, (int)_nodeBytes).CopyTo(bytes.AsSpan((int)_frameBytes));
        return bytes;
    }

    public List<string> Runs()
    {
        List<string> runs = [];
        foreach (FrameRun run in Metadata.Runs())
        {
            runs.Add($"{(run.Start - Start) / Paging.PageSize}+{run.FrameCount} {run.Info.Kind}");
        }

        return runs;
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(_frames);
        NativeMemory.AlignedFree(_nodes);
        NativeMemory.AlignedFree(_magazines);
    }
}
