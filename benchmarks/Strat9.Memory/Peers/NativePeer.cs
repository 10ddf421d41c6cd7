using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Strat9.Memory.Benchmarks;

/// <summary>
/// The peers in C and Rust, compiled on the spot where there is a compiler. Their loops run on their side: a call is made once a
/// workload.
/// </summary>
internal sealed unsafe class NativePeer : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("strat9-peers").FullName;
    private readonly nint _buddy;
    private readonly nint _llfree;
    private readonly nint _seed;

    public NativePeer()
    {
        Extract("llfree.h");
        _buddy = Build("buddy.c", "cc", "-O3 -march=native -flto -pthread -shared -fPIC -o {1} {0}");
        _llfree = Build("buddy.c", "cc", "-DLLFREE -O3 -march=native -flto -pthread -shared -fPIC -o {1} {0}", "llfree");
        _seed = Build("seed_table.rs", "rustc", "-C opt-level=3 -C target-cpu=native --crate-type cdylib -o {1} {0}");
    }

    public bool HasBuddy => _buddy != 0;

    public bool HasSeed => _seed != 0;

    /// <summary>ns, ns of the second half if there is one, free 2 MiB regions.</summary>
    public double[] Buddy(uint frames, BuddyPeer peer, BuddyWorkload workload, int order, int threads, int steps)
    {
        double[] result = [double.NaN, double.NaN, double.NaN];
        if (HasBuddy)
        {
            var run = (delegate* unmanaged<uint, int, int, int, int, int, double*, void>)NativeLibrary.GetExport(peer == BuddyPeer.LLFree ? _llfree : _buddy, "buddy_run");
            fixed (double* to = result)
            {
                run(frames, peer == BuddyPeer.PageCache ? 1 : 0, (int)workload, order, threads, steps, to);
            }
        }

        return result;
    }

    public double Seed(ulong blocks, int threads, TableOperation operation, ulong steps, uint passes)
    {
        if (!HasSeed)
        {
            return double.NaN;
        }

        var run = (delegate* unmanaged<ulong, nuint, int, ulong, uint, double>)NativeLibrary.GetExport(_seed, "seed_run");
        return run(blocks, (nuint)threads, (int)operation, steps, passes);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true); // what is loaded stays mapped

    private nint Build(string source, string compiler, string arguments, string? name = null)
    {
        string from = Extract(source);
        string to = Path.Combine(_folder, $"lib{name ?? Path.GetFileNameWithoutExtension(source)}.so");
        try
        {
            using Process process = Process.Start(compiler, string.Format(null, arguments, from, to));
            process.WaitForExit();
            return process.ExitCode == 0 ? NativeLibrary.Load(to) : throw new InvalidOperationException($"{compiler} could not build {source}.");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Console.Error.WriteLine($"There is no {compiler} here: the peer {source} is left out.");
            return 0;
        }
    }

    private string Extract(string source)
    {
        string to = Path.Combine(_folder, source);
        using Stream stream = typeof(NativePeer).Assembly.GetManifestResourceStream(source)!;
        using FileStream file = File.Create(to);
        stream.CopyTo(file);
        return to;
    }
}
