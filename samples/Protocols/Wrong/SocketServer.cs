namespace Strat9.Samples.Protocols;

public static class WrongServers
{
    public static string AcceptTooEarly()
    {
        var fresh = ServerSocket.Create(80);
        var client = fresh.Accept(); // error CS1929, STRAT2001
        fresh.Close();
        return client;
    }

    public static void LoseWhatWasRefused(ServerSocket<Fresh> socket)
    {
        var result = ServerSocket.Bind(socket, 80); // error STRAT1002
        if (result.IsDone(out var bound))
        {
            bound.Close();
        }
    }

    public static int CloseTwice(ServerSocket<Bound> socket)
    {
        var port = socket.Close();
        return port + socket.Close(); // error STRAT1001
    }

    public static int RetireOnlyOne(AnyServerSocket socket) // error STRAT1002
    {
        return socket.TryAsListening(out var listening) ? listening.Close() : 0;
    }
}
