using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace Strat9.Runtime.Tests.Hosting;

/// <summary>
/// A transport for Kestrel whose buffers may be any memory. Its own demands arrays when it sends several segments at once ("Buffer backed by
/// array was expected"); a network stream sends one after the other.
/// </summary>
internal sealed class ArenaTransport(MemoryPool<byte> pool) : IConnectionListenerFactory
{
    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<IConnectionListener>(new Listener(endpoint, pool));

    private sealed class Listener : IConnectionListener
    {
        private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp);
        private readonly MemoryPool<byte> _pool;
        private int _count;

        public Listener(EndPoint endpoint, MemoryPool<byte> pool)
        {
            _pool = pool;
            _socket.Bind(endpoint);
            _socket.Listen();
            EndPoint = _socket.LocalEndPoint!;
        }

        public EndPoint EndPoint { get; }

        public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
        {
            try
            {
                Socket socket = await _socket.AcceptAsync(cancellationToken);
                return new Connection($"arena-{++_count}", new(socket, ownsSocket: true), _pool);
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.OperationAborted)
            {
                return null; // unbound
            }
            catch (ObjectDisposedException)
            {
                return null;
            }
        }

        public ValueTask UnbindAsync(CancellationToken cancellationToken = default) => DisposeAsync();

        public ValueTask DisposeAsync()
        {
            _socket.Dispose();
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Connection : DefaultConnectionContext, IDuplexPipe
    {
        private readonly NetworkStream _stream;

        public Connection(string id, NetworkStream stream, MemoryPool<byte> pool)
            : base(id)
        {
            _stream = stream;
            Input = PipeReader.Create(stream, new(pool));
            Output = PipeWriter.Create(stream, new(pool));
            LocalEndPoint = stream.Socket.LocalEndPoint;
            RemoteEndPoint = stream.Socket.RemoteEndPoint;
            Transport = this;
        }

        public PipeReader Input { get; }

        public PipeWriter Output { get; }

        public override void Abort(ConnectionAbortedException abortReason) => _stream.Dispose();

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            await _stream.DisposeAsync();
        }
    }
}
