using System;

namespace Strat9.Samples.Kernel;

/// <summary>Accidents on request, by a word on the command line: what a panic looks like.</summary>
internal static class Accidents
{
    private static Node? s_node;

    private sealed class Node(int depth)
    {
        public int Depth { get; } = depth;
    }

    public static void Run()
    {
        if (CommandLine.Has("panic-null"))
        {
            s_node = CommandLine.Has("panic-null") ? null : new Node(1);
            Log.Line("accident").Number(s_node!.Depth).End();
        }

        if (CommandLine.Has("panic-overflow"))
        {
            Log.Line("accident").Number((ulong)Recurse(1)).End();
        }

        if (CommandLine.Has("panic-throw"))
        {
            throw new InvalidOperationException("An accident on request.");
        }

        if (CommandLine.Has("panic-bounds"))
        {
            Span<int> few = stackalloc int[4];
            Log.Line("accident").Number(few[CommandLine.Has("panic-bounds") ? 4 : 0]).End();
        }

        if (CommandLine.Has("panic-divide"))
        {
            Log.Line("accident").Number(1 / (CommandLine.Has("panic-divide") ? 0 : 1)).End();
        }

        if (CommandLine.Has("fail"))
        {
            Check.That(false, "a check that fails on request");
        }
    }

    private static int Recurse(int depth) => depth <= 0 ? 0 : Recurse(depth + 1) + Recurse(depth + 2);
}
