using System.Buffers;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Strat9.Hosting;

namespace Strat9.Runtime.Tests.Hosting;

/// <summary>
/// ASP.NET Core reads and writes in the arena, through the public seam for connections. The pool factory of its own socket transport does
/// not do: that sends arrays only (see <see cref="ArenaTransport"/>).
/// </summary>
public sealed class KestrelTests
{
    [Fact]
    public async Task ARealServerReadsAndWritesInTheArena()
    {
        using PhysicalArena arena = new(16 << 20, new(4ul << 30));
        using Counting pool = new(new BuddyMemoryPool(arena, detectLeaks: false));
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddSingleton<IConnectionListenerFactory>(new ArenaTransport(pool));
        await using (WebApplication app = builder.Build())
        {
            app.MapPost("/echo", async (HttpContext context) =>
            {
                using MemoryStream body = new();
                await context.Request.Body.CopyToAsync(body);
                await context.Response.Body.WriteAsync(body.ToArray());
            });
            await app.StartAsync(TestContext.Current.CancellationToken);
            string address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
            using HttpClient client = new() { BaseAddress = new(address) };
            byte[] sent = [.. Enumerable.Range(0, 300_000).Select(i => (byte)(i * 31))];
            for (int i = 0; i < 5; i++)
            {
                using HttpResponseMessage answer = await client.PostAsync("/echo", new ByteArrayContent(sent), TestContext.Current.CancellationToken);
                Assert.Equal(sent, await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
            }

            Assert.True(pool.Rented > 10, $"Only {pool.Rented} buffers were rented.");
            await app.StopAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal(0, arena.LiveBytes);
    }

    /// <summary>The pool, counting.</summary>
    private sealed class Counting(BuddyMemoryPool pool) : MemoryPool<byte>
    {
        private int _rented;

        public int Rented => Volatile.Read(ref _rented);

        public override int MaxBufferSize => pool.MaxBufferSize;

        public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
        {
            Interlocked.Increment(ref _rented);
            return pool.Rent(minBufferSize);
        }

        protected override void Dispose(bool disposing) => pool.Dispose();
    }
}
