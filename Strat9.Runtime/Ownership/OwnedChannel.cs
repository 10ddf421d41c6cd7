using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Strat9;

/// <summary>Hands values from thread to thread: each value sent is received once, in the order of sending.</summary>
/// <typeparam name="T">Any type.</typeparam>
/// <remarks>
/// <para>Values that are in the channel at its completion stay until they are received; only then the channel has ended. As a local a
/// channel is move-only, and of a linear <typeparamref name="T"/> linear until it is proved empty; threads share one that sits in a
/// field.</para>
/// <para>Thread-safe, but for <see cref="Dispose"/>: any number of threads may send, receive and complete at once.</para>
/// </remarks>
[MoveOnly]
public sealed class OwnedChannel<[AllowsMoveOnly] T> : IDisposable, IHolder
{
    private readonly Channel<Cell<T>> _channel;

    /// <summary>Makes a channel that holds as many values as are sent.</summary>
    public OwnedChannel()
        : this(Channel.CreateUnbounded<Cell<T>>())
    {
    }

    /// <summary>Makes a channel whose senders wait while it is full.</summary>
    /// <param name="capacity">The number of values it holds, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="capacity"/> is less than 1.</exception>
    public OwnedChannel(int capacity)
        : this(Channel.CreateBounded<Cell<T>>(AtLeastOne(capacity)))
    {
    }

    private OwnedChannel(Channel<Cell<T>> channel)
    {
        _channel = channel;
        if (OwnershipDiagnostics.IsEnabled)
        {
            HolderWatch.Start<T>(this);
        }
    }

    /// <summary>
    /// The number of values sent and not received; values whose senders still wait for room are not among them. Other threads may have
    /// changed it by the time it is read.
    /// </summary>
    public int Count => _channel.Reader.Count;

    /// <summary>Whether there is no value in the channel. Other threads may have changed that by the time it is read.</summary>
    public bool IsEmpty => Count == 0;

    /// <summary>Ends when the channel is complete and every value has been received.</summary>
    public Task Completion => _channel.Reader.Completion;

    int IHolder.Held => Count;

    /// <summary>Sends a value if that is possible at once.</summary>
    /// <param name="value">The value, which is taken when it was sent and else stays with the caller.</param>
    /// <returns>Whether it was sent; else the channel is full or complete.</returns>
    [MustUse]
    public bool TrySend([Consumes(When = true)] T value)
    {
        Cell<T> cell = new(value);
        if (_channel.Writer.TryWrite(cell))
        {
            return true;
        }

        // The channel has kept nothing of the cell it was shown.
        value = cell.Take();
        return false;
    }

    /// <summary>Sends a value, and waits while the channel is full. Who waits first sends first.</summary>
    /// <param name="value">The value, which is taken; the result hands it back when it was not sent.</param>
    /// <param name="cancel">Ends the waiting. No error: a canceled operation hands the value back.</param>
    /// <returns>Whether the value was sent, or why it was not.</returns>
    public async ValueTask<SendResult<T>> SendAsync(T value, CancellationToken cancel = default)
    {
        Cell<T> cell = new(value);
        try
        {
            await _channel.Writer.WriteAsync(cell, cancel).ConfigureAwait(false);
            return SendResult<T>.Sent();
        }
        catch (ChannelClosedException)
        {
            return SendResult<T>.Closed(cell.Take());
        }
        catch (OperationCanceledException)
        {
            return SendResult<T>.Canceled(cell.Take());
        }
    }

    /// <summary>Receives the oldest value if there is one.</summary>
    /// <param name="value">The value.</param>
    /// <returns>Whether there was one.</returns>
    public bool TryReceive([Gives(When = true)] out T value)
    {
        if (!_channel.Reader.TryRead(out Cell<T> cell))
        {
            value = default!;
            return false;
        }

        value = cell.Take();
        return true;
    }

    /// <summary>Receives the oldest value, and waits while there is none and more may come.</summary>
    /// <param name="cancel">Ends the waiting.</param>
    /// <returns>A value, or that none will come any more.</returns>
    /// <exception cref="OperationCanceledException">The waiting was canceled. Nothing was received.</exception>
    public async ValueTask<ReceiveResult<T>> ReceiveAsync(CancellationToken cancel = default)
    {
        do
        {
            if (TryReceive(out T value))
            {
                return ReceiveResult<T>.Received(value);
            }
        }
        while (await _channel.Reader.WaitToReadAsync(cancel).ConfigureAwait(false));

        return ReceiveResult<T>.Ended();
    }

    /// <summary>Receives value after value until the channel has ended. Who enumerates owns what it gets.</summary>
    /// <param name="cancel">Ends the waiting.</param>
    /// <returns>The values. Whoever leaves early leaves the rest in the channel.</returns>
    /// <exception cref="OperationCanceledException">The waiting was canceled.</exception>
    public async IAsyncEnumerable<T> ReceiveAllAsync([EnumeratorCancellation] CancellationToken cancel = default)
    {
        while (await _channel.Reader.WaitToReadAsync(cancel).ConfigureAwait(false))
        {
            while (TryReceive(out T value))
            {
                yield return value;
            }
        }
    }

    /// <summary>
    /// Lets no more values in. Senders that still wait get theirs back; values in the channel stay until they are received.
    /// </summary>
    /// <returns>Whether the channel was open until now.</returns>
    public bool Complete() => _channel.Writer.TryComplete();

    /// <summary>Receives what is in the channel now, without waiting, until it is empty.</summary>
    /// <param name="receiver">Called with each value, which it owns.</param>
    /// <remarks>When the receiver throws, the values it has not been called with are still in the channel.</remarks>
    public void DrainTo([Borrows] Action<T> receiver)
    {
        ArgumentNullException.ThrowIfNull(receiver);
        while (TryReceive(out T value))
        {
            receiver(value);
        }
    }

    /// <summary>
    /// Completes the channel, which must hold no linear values by now; values that may be dropped are dropped, not disposed.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// There are linear values in it (only while <see cref="OwnershipDiagnostics.IsEnabled"/>). They stay there, to be received.
    /// </exception>
    /// <remarks>Not to be called while other threads use the channel.</remarks>
    public void Dispose()
    {
        Complete();
        if (OwnershipDiagnostics.IsEnabled)
        {
            HolderWatch.Check<T>(this);
        }

        while (_channel.Reader.TryRead(out _))
        {
        }
    }

    private static int AtLeastOne(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        return capacity;
    }
}
