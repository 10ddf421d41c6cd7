namespace Strat9.Samples.Kernel.Wrong;

/// <summary>A block is pinned for a look at it, and stays pinned for ever when there is nothing to see.</summary>
internal static class PinNeverUndone
{
    public static bool Run(Frames frames, BlockHandle handle)
    {
        if (!frames.TryPin(handle, out BlockPin pin)) // error STRAT1002
        {
            return false;
        }

        if (pin.Refcount == 1)
        {
            return false;
        }

        frames.Unpin(pin);
        return true;
    }
}
