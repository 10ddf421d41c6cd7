using System.Buffers;
using System.Diagnostics.Metrics;
using System.Diagnostics.Tracing;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Strat9.Hosting;
using Strat9.Memory;

namespace Strat9.Runtime.Tests.Hosting;

public sealed class BuddyMemoryPoolTests
{
    [Theory]
    [InlineData(-1, 4096)]
    [InlineData(0, 4096)]
    [InlineData(1, 4096)]
    [InlineData(4096, 4096)]
    [InlineData(4097, 8192)]
    [InlineData(5000, 8192)]
    [InlineData(65536, 65536)]
    [InlineData(65537, 131072)]
    [InlineData((8 << 20) - 1, 8 << 20)]
    [InlineData(8 << 20, 8 << 20)]
    public void ABufferIsTheNextPowerOfTwo_AlignedToItsSize(int wanted, int got)
    {
        using PhysicalArena arena = new(16 << 20, new(8 << 20));
        using BuddyMemoryPool pool = new(arena);
        using IMemoryOwner<byte> owner = pool.Rent(wanted);
        Assert.Equal(got, owner.Memory.Length);
        Assert.Equal(got, owner.Memory.Span.Length);
        using MemoryHandle pinned = owner.Memory.Pin();
        Assert.Equal(0, Address(pinned) % got);
        owner.Memory.Span.Fill(7);
        Assert.Equal(got, arena.LiveBytes);
    }

    [Fact]
    public void WhatCannotBeIsRefused()
    {
        using PhysicalArena arena = new(1 << 20);
        BuddyMemoryPool pool = new(arena);
        Assert.Throws<ArgumentOutOfRangeException>("minBufferSize", () => pool.Rent(-2));
        Assert.Throws<ArgumentOutOfRangeException>("minBufferSize", () => pool.Rent(pool.MaxBufferSize + 1));
        Assert.Contains("2097152", Assert.Throws<OutOfMemoryException>(() => pool.Rent(2 << 20)).Message, StringComparison.Ordinal);
        Assert.Equal(1ul, arena.Allocator.FailedAllocations);
        pool.Dispose();
        pool.Dispose();
        Assert.Throws<ObjectDisposedException>(() => pool.Rent());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ADisposedOwnerHasNoMemory_AndDisposingAgainIsHarmless(bool detectLeaks)
    {
        using PhysicalArena arena = new(1 << 20);
        using BuddyMemoryPool pool = new(arena, detectLeaks);
        IMemoryOwner<byte> owner = pool.Rent(100);
        Memory<byte> kept = owner.Memory;
        owner.Dispose();
        owner.Dispose();
        Assert.Equal(0, arena.LiveBytes);
        Assert.Throws<ObjectDisposedException>(() => owner.Memory);
        Assert.Throws<ObjectDisposedException>(() => kept.Span.Length);
    }

    [Fact]
    public void TheWholeArenaCanBeRented_AndComesBack()
    {
        using PhysicalArena arena = new(4 << 20);
        using BuddyMemoryPool pool = new(arena, detectLeaks: false);
        for (int round = 0; round < 3; round++)
        {
            List<IMemoryOwner<byte>> owners = [];
            while (arena.LiveBytes < arena.UsableBytes)
            {
                owners.Add(pool.Rent(1));
            }

            Assert.Equal(1024, owners.Count);
            Assert.Equal(1024, owners.Distinct().Count());
            Assert.Throws<OutOfMemoryException>(() => pool.Rent(1));
            owners.ForEach(o => o.Dispose());
            using IMemoryOwner<byte> whole = pool.Rent(4 << 20); // out of magazines and merged
            Assert.Equal(arena.UsableBytes, arena.LiveBytes);
        }
    }

    [Fact]
    public void ThePoolsOwnArenaStaysWhileABufferIsOut()
    {
        BuddyMemoryPool pool = new(1 << 20);
        IMemoryOwner<byte> owner = pool.Rent(10);
        pool.Dispose();
        owner.Memory.Span.Fill(3);
        owner.Dispose();
    }

    [Fact]
    public void RentingAgainAllocatesNothing()
    {
        using PhysicalArena arena = new(1 << 20);
        using BuddyMemoryPool pool = new(arena, detectLeaks: false);
        RentAll(pool);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            RentAll(pool);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void AForgottenBufferIsToldOf()
    {
        using PhysicalArena arena = new(1 << 20);
        using BuddyMemoryPool pool = new(arena, detectLeaks: true);
        List<LostValues> lost = [];
        void Note(LostValues values)
        {
            lock (lost)
            {
                lost.Add(values);
            }
        }

        OwnershipDiagnostics.ValuesLost += Note;
        try
        {
            Forget(pool);
            pool.Rent(1).Dispose();
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        finally
        {
            OwnershipDiagnostics.ValuesLost -= Note;
        }

        LostValues found = Assert.Single(lost, l => l.Holder == typeof(BuddyMemoryPool));
        Assert.Contains(nameof(Forget), found.CreationStack, StringComparison.Ordinal);
        Assert.Equal(4096, arena.LiveBytes); // told, not taken back
    }

    /// <summary>A real pipe: its segments are the arena's, come back when read, and hold what was written.</summary>
    [Fact]
    public async Task APipeRunsOnIt()
    {
        const int Total = 8 << 20;
        using PhysicalArena arena = new(1 << 20);
        using BuddyMemoryPool pool = new(arena, detectLeaks: false);
        Pipe pipe = new(new PipeOptions(pool, minimumSegmentSize: 16384, pauseWriterThreshold: 1 << 18, resumeWriterThreshold: 1 << 17));
        long peak = 0;
        Task writing = Task.Run(async () =>
        {
            for (int written = 0; written < Total; written += 1000)
            {
                Memory<byte> memory = pipe.Writer.GetMemory(1000);
                for (int i = 0; i < 1000; i++)
                {
                    memory.Span[i] = (byte)((written + i) * 7);
                }

                pipe.Writer.Advance(1000);
                await pipe.Writer.FlushAsync();
                peak = Math.Max(peak, arena.LiveBytes);
            }

            await pipe.Writer.CompleteAsync();
        });
        int read = 0;
        while (true)
        {
            ReadResult result = await pipe.Reader.ReadAsync();
            foreach (ReadOnlyMemory<byte> part in result.Buffer)
            {
                foreach (byte value in part.ToArray())
                {
                    if (value != (byte)(read++ * 7))
                    {
                        Assert.Fail($"Byte {read - 1} is {value}.");
                    }
                }
            }

            pipe.Reader.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted)
            {
                break;
            }
        }

        await writing;
        await pipe.Reader.CompleteAsync();
        Assert.True(read >= Total);
        Assert.InRange(peak, 16384, arena.UsableBytes);
        Assert.Equal(0, arena.LiveBytes);
    }

    [Fact]
    public void MetricsTellWhatIsInUse()
    {
        using PhysicalArena arena = new(16 << 20);
        using BuddyMemoryPool pool = new(arena, detectLeaks: false);
        using IMemoryOwner<byte> owner = pool.Rent(100_000);
        Assert.Throws<OutOfMemoryException>(Rent2);
        Dictionary<string, double> seen = [];
        using MeterListener listener = new();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Meter.Name == "Strat9.Memory")
            {
                l.EnableMeasurementEvents(instrument);
            }
        };
        void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            if (tags[0] is { Key: "strat9.arena", Value: string name } && name == arena.Name)
            {
                seen[instrument.Name] = value;
            }
        }

        listener.SetMeasurementEventCallback<long>((i, v, t, _) => Note(i, v, t));
        listener.SetMeasurementEventCallback<double>((i, v, t, _) => Note(i, v, t));
        listener.Start();
        listener.RecordObservableInstruments();
        Assert.Equal(131072, seen["strat9.memory.live"]);
        Assert.Equal(16 << 20, seen["strat9.memory.size"]);
        Assert.Equal(1, seen["strat9.memory.failures"]);
        Assert.InRange(seen["strat9.memory.cached"], 0, 16 << 20);
        Assert.InRange(seen["strat9.memory.fragmentation"], 0, 1);

        void Rent2()
        {
            using IMemoryOwner<byte> one = pool.Rent(8 << 20);
            pool.Rent(8 << 20).Dispose();
        }
    }

    [Fact]
    public void EventsTellOfWhatFails()
    {
        using PhysicalArena arena = new(1 << 20);
        using BuddyMemoryPool pool = new(arena, detectLeaks: false);
        using Listener listener = new();
        Assert.Throws<OutOfMemoryException>(() => pool.Rent(2 << 20));
        EventWrittenEventArgs failed = Assert.Single(listener.Events, e => e.EventName == "RentFailed" && (long)e.Payload![0]! == 2 << 20);
        Assert.Equal(EventLevel.Warning, failed.Level);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Forget(BuddyMemoryPool pool) => pool.Rent(1).Memory.Span.Fill(1);

    private static void RentAll(BuddyMemoryPool pool)
    {
        for (int size = 4096; size <= 1 << 19; size *= 2)
        {
            using IMemoryOwner<byte> one = pool.Rent(size);
            using IMemoryOwner<byte> two = pool.Rent(1);
            one.Memory.Span[0] = 1;
        }
    }

    private static unsafe nint Address(MemoryHandle handle) => (nint)handle.Pointer;

    private sealed class Listener : EventListener
    {
        public List<EventWrittenEventArgs> Events { get; } = [];

        protected override void OnEventSourceCreated(EventSource source)
        {
            if (source.Name == "Strat9-Memory")
            {
                EnableEvents(source, EventLevel.Informational);
            }
        }

        protected override void OnEventWritten(EventWrittenEventArgs data)
        {
            lock (Events)
            {
                Events?.Add(data);
            }
        }
    }
}
