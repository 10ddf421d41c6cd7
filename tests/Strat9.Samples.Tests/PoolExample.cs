using System.Buffers;
using System.IO.Pipelines;
using Strat9.Hosting;

namespace Strat9.Samples.Tests;

/// <summary>The README's example of the pool: what stands between the marks is what is shown there.</summary>
internal static class PoolExample
{
    public const string Begin = "// <readme>";
    public const string End = "// </readme>";

    public static async Task<byte[]> Run(byte[] request)
    {
        // <readme>
        using PhysicalArena arena = new(256 << 20);        // outside the managed heap
        using BuddyMemoryPool pool = new(arena);           // a MemoryPool<byte>: for pipes, sockets, transports
        Pipe pipe = new(new PipeOptions(pool));
        await pipe.Writer.WriteAsync(request);             // into the arena's blocks
        ReadResult received = await pipe.Reader.ReadAsync();
        using IMemoryOwner<byte> answer = pool.Rent((int)received.Buffer.Length);
        received.Buffer.CopyTo(answer.Memory.Span);
        pipe.Reader.AdvanceTo(received.Buffer.End);        // the pipe's blocks go back
        byte[] echo = answer.Memory[..request.Length].ToArray();
        Console.WriteLine(MemoryMap.ToText(arena));        // who has what
        // </readme>
        await pipe.Writer.CompleteAsync();
        await pipe.Reader.CompleteAsync();
        return echo;
    }
}
