namespace Strat9.Analyzers.Tests.Constructs;

/// <summary>Interfaces, partial members, events, ref structs, inline arrays.</summary>
public class MemberKindTests
{
    public static TheoryData<string, string> Cases => Case.Sources(
        """
        ## default interface member borrows this
        [Linear]
        public interface IRes
        {
            int Size { get; }
            int Twice() => Size * 2;
            [Consumes] void Close();
            [Consumes] void CloseNoisily()
            {
                Note(Size);
                Close();
            }
        }

        public static class P
        {
            public static void M(IRes r)
            {
                Note(r.Twice());
                r.CloseNoisily();
                {|STRAT1001:r|}.Close();
            }
        }

        ## default interface member that consumes itself though it borrows
        [Linear]
        public interface IRes
        {
            [Consumes] void Close();
            void Bad() => {|~STRAT1005:Close()|};
        }

        ## static abstract factory
        [Linear]
        public interface IMade<T> where T : IMade<T>
        {
            static abstract T Create();
            [Consumes] void Close();
        }

        public static class P
        {
            public static void M<[AllowsMoveOnly] T>() where T : IMade<T>
            {
                var t = T.Create();
                t.Close();
            }

            public static void N<[AllowsMoveOnly] T>() where T : IMade<T>
            {
                var {|STRAT1002:t|} = T.Create();
            }
        }

        ## partial method
        public partial class P
        {
            public static partial void Drop(Buf b);
            public static partial void Drop(Buf b) => b.Free();
            public static partial void Lose(Buf b);
            public static partial void Lose(Buf {|STRAT1002:b|}) { }
        }

        ## partial method with the attribute on the declaration
        public partial class P
        {
            public static partial int Size([Borrows] Buf b);
            public static partial int Size(Buf b) => b.Length;
            public static void M(Buf b)
            {
                Note(Size(b));
                b.Free();
            }
        }

        ## partial property with attribute on one part
        [Linear]
        public partial class Own
        {
            private Buf _b = Buf.Make();
            [Borrows] public partial Buf Item { get; }
            public partial Buf Item => _b;
            [Consumes] public void Close() => _b.Free();
        }

        ## event handlers take by their delegate
        public sealed class Hub
        {
            public event Taker? Arrived;
            public void Raise(Buf b)
            {
                if (Arrived is { } a) a(b); else b.Free();
            }
        }

        ## event raised with ?. and the value is lost when nobody listens
        public sealed class Hub
        {
            public event Taker? Arrived;
            public void Raise(Buf {|STRAT1002:b|}) => Arrived?.Invoke(b);
        }

        ## event with borrowed argument
        public sealed class Hub
        {
            public event Looker? Seen;
            public void Raise(Buf b)
            {
                Seen?.Invoke(b);
                b.Free();
            }
        }

        ## lambda handler added to an event
        public sealed class Hub
        {
            public event Taker? Arrived;
            public void Listen()
            {
                Arrived += b => b.Free();
                Arrived += {|STRAT1002:b|} => Note(b.Length);
                Arrived += Take;
            }
        }

        ## ref struct with a linear field
        [Linear]
        public ref struct Scope
        {
            private Buf _b;
            public Scope(Buf b) => _b = b;
            public void Dispose() => _b.Free();
        }

        public static class P
        {
            public static void M(Buf b)
            {
                using var s = new Scope(b);
                Note({|STRAT1001:b|}.Length);
            }
        }

        ## ref struct with a ref field to a linear value
        public ref struct Cursor
        {
            private ref Buf _b;
            public Cursor(ref Buf b) => _b = ref b;
            public int Length => _b.Length;
        }

        public static class P
        {
            public static void M()
            {
                var b = Buf.Make();
                var c = new Cursor(ref b);
                {|~STRAT4001:b.Free()|};
                Note(c.Length);
            }
        }

        ## inline array of move-only
        [System.Runtime.CompilerServices.InlineArray(4)]
        [MoveOnly]
        public struct Four
        {
            private Tok _first;
        }

        public static class P
        {
            public static void M(Four f)
            {
                Note(f[0].Id);
                Take({|STRAT1005:f[0]|});
            }
        }
        """);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Cases_AreJudged(string name, string source) => Case.Check(name, source);
}
