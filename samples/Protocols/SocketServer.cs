namespace Strat9.Samples.Protocols;

/// <summary>A listening socket: bind, listen, accept. Each step takes the socket and gives it back in its next state, or as it was.</summary>
[Typestate(Any = true)]
public readonly partial struct ServerSocket<TState>
{
    public int Port { get; }
}

[State(Initial = true)] public readonly partial struct Fresh;
[State] public readonly partial struct Bound;
[State] public readonly partial struct Listening;

[TaggedUnion]
public readonly partial struct BindResult
{
    public static partial BindResult Done(ServerSocket<Bound> socket);
    public static partial BindResult InUse(ServerSocket<Fresh> socket);
}

public static partial class ServerSocket
{
    [Transition] public static partial ServerSocket<Fresh> Create(int port);
    [Transition] private static partial ServerSocket<Bound> IntoBound(this ServerSocket<Fresh> socket, int port);
    [Transition] public static partial ServerSocket<Listening> Listen(this ServerSocket<Bound> socket);
    [Transition] public static partial int Close(this ServerSocket<Fresh> socket);
    [Transition] public static partial int Close(this ServerSocket<Bound> socket);
    [Transition] public static partial int Close(this ServerSocket<Listening> socket);

    public static BindResult Bind(ServerSocket<Fresh> socket, int port) =>
        port < 1024 ? BindResult.InUse(socket) : BindResult.Done(socket.IntoBound(port));

    public static string Accept(this in ServerSocket<Listening> socket) => $"a client at {socket.Port}";
}

public static class Servers
{
    public static string Serve(int port)
    {
        var result = ServerSocket.Bind(ServerSocket.Create(0), port);
        if (result.IsInUse(out var refused))
        {
            refused.Close();
            return $"{port} is in use";
        }

        if (!result.IsDone(out var bound))
        {
            return "";
        }

        var listening = bound.Listen();
        var client = listening.Accept();
        return $"{client}, closed {listening.Close()}";
    }

    /// <summary>Whatever state it is in, it is closed in the end.</summary>
    public static string Retire(AnyServerSocket socket)
    {
        var state = socket.State.ToString();
        return $"{state} at {socket.Match(f => f.Close(), b => b.Close(), l => l.Close())}";
    }
}
