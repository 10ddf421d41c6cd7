namespace Strat9.Samples.Protocols;

/// <summary>A descriptor of a DMA ring: the driver fills it, the card has it meanwhile, and the driver reaps it.</summary>
[Typestate]
public readonly partial struct Descriptor<TState>
{
    public int Index { get; }
}

[State(Initial = true)] public readonly partial struct Idle;
[State] public readonly partial struct Filled;
[State] public readonly partial struct Posted;

public static partial class Descriptor
{
    [Transition] internal static partial Descriptor<Idle> Take(int index);
    [Transition] public static partial Descriptor<Filled> Fill(this Descriptor<Idle> descriptor);
    [Transition] internal static partial Descriptor<Posted> Post(this Descriptor<Filled> descriptor);
    [Transition] internal static partial Descriptor<Idle> Reap(this Descriptor<Posted> descriptor);
    [Transition] internal static partial int PutBack(this Descriptor<Idle> descriptor);
    [Transition] public static partial Descriptor<Idle> Cancel(this Descriptor<Filled> descriptor);
}

/// <summary>The ring: descriptors on their way through it are kept in order.</summary>
public sealed class DescriptorRing(int size)
{
    private readonly OwnedQueue<Descriptor<Posted>> _posted = new();
    private int _taken;

    public bool TryTake([Gives(When = true)] out Descriptor<Idle> descriptor)
    {
        if (_taken == size)
        {
            descriptor = default;
            return false;
        }

        descriptor = Descriptor.Take(_taken++);
        return true;
    }

    public void Post(Descriptor<Filled> descriptor) => _posted.Enqueue(descriptor.Post());

    public bool TryReap([Gives(When = true)] out Descriptor<Idle> descriptor)
    {
        if (_posted.TryDequeue(out var posted))
        {
            descriptor = posted.Reap();
            return true;
        }

        descriptor = default;
        return false;
    }

    public int Give(Descriptor<Idle> descriptor)
    {
        _taken--;
        return descriptor.PutBack();
    }
}

public static class Transmissions
{
    public static string Send(int packets)
    {
        var ring = new DescriptorRing(2);
        var sent = 0;
        var refused = 0;
        for (var i = 0; i < packets; i++)
        {
            if (ring.TryTake(out var idle))
            {
                ring.Post(idle.Fill());
                sent++;
            }
            else
            {
                refused++;
            }
        }

        while (ring.TryReap(out var reaped))
        {
            ring.Give(reaped);
        }

        return $"{sent} sent, {refused} refused";
    }
}
