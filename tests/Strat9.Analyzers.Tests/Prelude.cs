using Microsoft.CodeAnalysis;
using Strat9.Verify;

namespace Strat9.Analyzers.Tests;

/// <summary>The types that the cases share. They are correct themselves: see <see cref="PreludeTests"/>.</summary>
internal static class Prelude
{
    public const string Source =
        """
        global using System.Diagnostics;
        global using System.Diagnostics.CodeAnalysis;
        global using static Ops;

        // A linear struct.
        [Linear]
        public struct Buf
        {
            private int _length;

            public Buf(int length) => _length = length;

            public static Buf Make() => new Buf(16);
            public readonly int Length => _length;
            public readonly int Peek() => _length;
            public readonly Task SaveAsync() => Task.CompletedTask;
            public void Grow() => _length++;
            [Consumes] public readonly void Free() { }
            [Consumes] public readonly Buf Resized(int length) => new Buf(length);
            [Consumes(When = true)] public readonly bool TryFree() => throw new NotImplementedException();
        }

        // A move-only struct: it may be dropped.
        [MoveOnly]
        public struct Tok
        {
            private int _id;

            public Tok(int id) => _id = id;

            public static Tok Make() => new Tok(1);
            public readonly int Id => _id;
            public readonly int Peek() => _id;
            public readonly int Absorb(Tok other) => _id + other.Id;
            public void Bump() => _id++;
            [Consumes] public readonly void Spend() { }
        }

        // A linear class.
        [Linear]
        public sealed class Res
        {
            public Res(string name) => Name = name;

            public static Res Open(string name) => new Res(name);
            public string Name { get; }
            public void Use() { }
            public void Absorb(Res other) => other.Close();
            public Task SaveAsync() => Task.CompletedTask;
            [Consumes] public void Close() { }
        }

        // A move-only class.
        [MoveOnly]
        public class Chip
        {
            public static Chip Make() => new Chip();
            public int Id { get; set; }
            public void Use() { }
            [Consumes] public void Burn() { }
        }

        // A move-only class that owns another and lends it.
        [MoveOnly]
        public sealed class Bag
        {
            public Chip? Item { get; set; }
            public void Use() { }
        }

        // A linear interface and one of its types.
        [Linear]
        public interface IJob
        {
            int Id { get; }
            [Consumes] void Run();
        }

        public sealed class Job : IJob
        {
            public Job(int id) => Id = id;

            public int Id { get; }
            [Consumes] public void Run() { }
        }

        // Linear and disposable.
        [Linear]
        public sealed class Conn : IDisposable
        {
            public static Conn Open() => new Conn();
            public int Port { get; set; }
            public void Ping() { }
            public void Dispose() { }
        }

        [Linear]
        public sealed class Link : IAsyncDisposable
        {
            public static Link Open() => new Link();
            public void Ping() { }
            public ValueTask DisposeAsync() => default;
        }

        // Wholes: the first two have no consuming member, so they are consumed part by part.
        [Linear]
        public struct Pair
        {
            public Buf Left;
            public Buf Right;
            public int Tag;

            public Pair(Buf left, Buf right)
            {
                Left = left;
                Right = right;
                Tag = 0;
            }

            public static Pair Make() => new Pair(Buf.Make(), Buf.Make());
            public readonly int Sum() => Left.Length + Right.Length;
        }

        [MoveOnly]
        public struct Twin
        {
            public Tok A;
            public Tok B;
            public int Tag;

            public Twin(Tok a, Tok b)
            {
                A = a;
                B = b;
                Tag = 0;
            }

            public static Twin Make() => new Twin(Tok.Make(), Tok.Make());
            public readonly int Sum() => A.Id + B.Id;
        }

        // A whole with a consuming member.
        [Linear]
        public struct Crate
        {
            public Buf Inside;

            public Crate(Buf inside) => Inside = inside;

            public static Crate Make() => new Crate(Buf.Make());
            [Consumes] public readonly void Smash() => Inside.Free();
            [Consumes] public readonly Buf Unpack() => Inside;
        }

        // A linear class that owns a struct and lends it.
        [Linear]
        public sealed class Holder
        {
            public Buf Inner;

            public Holder(Buf inner) => Inner = inner;

            public static Holder Make() => new Holder(Buf.Make());
            public Buf Lent => Inner;
            [Consumes] public void Close() => Inner.Free();
        }

        public enum Sent { Ok, Full, Closed }

        public delegate void Taker(Buf b);
        public delegate void Looker([Borrows] Buf b);
        public delegate void TokTaker(Tok t);
        public delegate void TokLooker([Borrows] Tok t);

        public static class Ops
        {
            // Own.
            public static void Take(Buf b) => b.Free();
            public static void Take(Tok t) { }
            public static void Take(Res r) => r.Close();
            public static void Take(Chip k) { }
            public static void Take(Bag g) { }
            public static void Take(IJob j) => j.Run();
            public static void Take(Conn k) => k.Dispose();
            public static void Take(Twin w) { }
            public static void Take(Crate k) => k.Smash();
            public static void Take(Holder h) => h.Close();
            public static void Take(Pair p)
            {
                p.Left.Free();
                p.Right.Free();
            }

            public static void Take2(Buf a, Buf b)
            {
                a.Free();
                b.Free();
            }

            public static void Take2(Tok a, Tok b) { }
            public static Buf Pass(Buf b) => b;
            public static Tok Pass(Tok t) => t;
            public static Res Pass(Res r) => r;
            public static int Spend(Tok t) => t.Id;
            public static int Spend(Buf b)
            {
                var length = b.Length;
                b.Free();
                return length;
            }

            // Borrow.
            public static void Look(in Buf b) { }
            public static void Look(in Tok t) { }
            public static void Look(in Pair p) { }
            public static void Look(in Twin w) { }
            public static void Look([Borrows] Res r) { }
            public static void Look([Borrows] Chip k) { }
            public static void Look([Borrows] IJob j) { }
            public static void Look([Borrows] Conn k) { }
            public static void LookValue([Borrows] Buf b) { }
            public static void LookValue([Borrows] Tok t) { }
            public static int Size(in Buf b) => b.Length;
            public static int Size(in Tok t) => t.Id;
            public static Task LookAsync([Borrows] Res r) => Task.CompletedTask;

            // Exclusive and out.
            public static void Edit(ref Buf b) => b.Grow();
            public static void Edit(ref Tok t) => t.Bump();
            public static void Edit(ref Res r) => r.Use();
            public static void Fill(out Buf b) => b = Buf.Make();
            public static void Fill(out Tok t) => t = Tok.Make();
            public static void Fill(out Res r) => r = Res.Open("x");

            // On a result only.
            public static bool TrySend([Consumes(When = true)] Buf b) => throw new NotImplementedException();
            public static bool TrySend([Consumes(When = true)] Tok t) => throw new NotImplementedException();
            public static bool TrySend([Consumes(When = true)] Res r) => throw new NotImplementedException();
            public static Sent Send([Consumes(When = Sent.Ok)] Buf b) => throw new NotImplementedException();
            public static Sent Send([Consumes(When = Sent.Ok)] Tok t) => throw new NotImplementedException();
            public static bool Keeps([Consumes(When = false)] Tok t) => throw new NotImplementedException();
            public static bool TryMake([Gives(When = true)] out Buf b) => throw new NotImplementedException();
            public static bool TryMake([Gives(When = true)] out Tok t) => throw new NotImplementedException();
            public static Sent Receive([Gives(When = Sent.Ok)] out Buf b) => throw new NotImplementedException();

            // Many and later.
            public static (Buf, Buf) MakeTwo() => (Buf.Make(), Buf.Make());
            public static (Tok, Tok) MakeTwoToks() => (Tok.Make(), Tok.Make());
            public static Buf? MaybeBuf() => throw new NotImplementedException();
            public static Tok? MaybeTok() => throw new NotImplementedException();
            public static Res? MaybeRes() => throw new NotImplementedException();
            public static IEnumerable<Buf> ManyBufs() => throw new NotImplementedException();
            public static IEnumerable<Tok> ManyToks() => throw new NotImplementedException();
            public static IAsyncEnumerable<Tok> StreamToks() => throw new NotImplementedException();
            public static IAsyncEnumerable<Buf> StreamBufs() => throw new NotImplementedException();
            public static Task<Buf> MakeBufAsync() => throw new NotImplementedException();
            public static Task<Tok> MakeTokAsync() => throw new NotImplementedException();
            public static ValueTask<Res> OpenAsync() => throw new NotImplementedException();
            public static async Task TakeAsync(Buf b)
            {
                await Task.Yield();
                b.Free();
            }

            public static async Task TakeAsync(Tok t) => await Task.Yield();

            // Delegates.
            public static void Run([Borrows] Action action) => action();
            public static int Map([Borrows] Func<int> f) => f();
            public static void Once([Consumes] Action action) => throw new NotImplementedException();

            // Nothing of ours.
            public static void Prepare() { }
            public static bool Ready() => true;
            public static int Next() => 1;
            public static void Note(string text) { }
            public static void Note(int number) { }
            [DoesNotReturn] public static void Fail() => throw new InvalidOperationException();
        }

        public static class Extensions
        {
            public static void Eat(this Buf b) => b.Free();
            public static void Eat(this Tok t) { }
            public static int See(this in Buf b) => b.Length;
            public static int See(this in Tok t) => t.Id;
            public static void Watch([Borrows] this Res r) { }

            extension(Tok t)
            {
                public void Swallow() { }
            }

            extension(in Tok t)
            {
                public int Glance() => t.Id;
            }
        }
        """;
}

public class PreludeTests
{
    [Fact]
    public async Task Prelude_DoesNotTrigger()
    {
        await Verifier.Diagnostics("", Prelude.Source);
    }
}
