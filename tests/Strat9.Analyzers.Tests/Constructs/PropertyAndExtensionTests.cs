namespace Strat9.Analyzers.Tests.Constructs;

/// <summary>Properties, indexers, extension blocks.</summary>
public class PropertyAndExtensionTests
{
    public static TheoryData<string, string> Cases => Case.Sources(
        """
        ## field keyword property is its field
        [MoveOnly]
        public sealed class Box
        {
            public Tok Item
            {
                get => field;
                set => field = value;
            }
        }

        public static class P
        {
            public static void M(Box b, Tok t)
            {
                b.Item = t;
                Note({|STRAT1001:t|}.Id);
            }
        }

        ## field keyword setter drops value: linear
        [Linear]
        public sealed class Box(Buf first)
        {
            public Buf Item
            {
                get;
                set => {|STRAT1003:field = value|};
            } = first;

            [Consumes] public void Close() => Item.Free();
        }

        ## field keyword setter with guard drops
        [Linear]
        public sealed class Box(Buf first)
        {
            public Buf Item
            {
                get;
                set
                {
                    field.Free();
                    field = value;
                }
            } = first;

            [Consumes] public void Close() => Item.Free();
        }

        ## indexer that takes and lends
        [MoveOnly]
        public sealed class Rack
        {
            private Tok _a;
            private Tok _b;

            public Rack(Tok a, Tok b)
            {
                _a = a;
                _b = b;
            }

            public ref Tok this[int i]
            {
                get
                {
                    if (i == 0) return ref _a;
                    return ref _b;
                }
            }
        }

        public static class P
        {
            public static void M(Rack r)
            {
                r[0].Bump();
                Take({|STRAT1005:r[0]|});
            }
        }

        ## indexer value setter takes
        [MoveOnly]
        public sealed class Rack
        {
            private readonly OwnedList<Tok> _all = new();

            public int this[Tok key] => key.Id;
        }

        public static class P
        {
            public static void M(Rack r, Tok t)
            {
                Note(r[t]);
                Note(r[{|STRAT1001:t|}]);
            }
        }

        ## static member of a linear type
        [Linear]
        public sealed class One
        {
            private One() { }
            public static One Create() => new();
            public static void Destroy(One one) => one.End();
            [Consumes] private void End() { }
        }

        public static class P
        {
            public static void M()
            {
                var o = One.Create();
                One.Destroy(o);
                One.Destroy({|STRAT1001:o|});
            }
        }

        ## extension block: property, by value receiver moves
        public static class E
        {
            extension(Tok t)
            {
                public int Weight => t.Id;
            }
        }

        public static class P
        {
            public static void M(Tok t)
            {
                Note(t.Weight);
                Note({|STRAT1001:t|}.Weight);
            }
        }

        ## extension block: lent by [Borrows]
        public static class E
        {
            extension([Borrows] Tok t)
            {
                public int Weight => t.Id;
                public int Heavy(int by) => t.Id * by;
            }
        }

        public static class P
        {
            public static void M(Tok t)
            {
                Note(t.Weight);
                Note(t.Heavy(2));
                Take(t);
                Note({|STRAT1001:t|}.Heavy(3));
            }
        }

        ## extension block: linear receiver forgotten by its body
        public static class E
        {
            extension(Buf {|STRAT1002:b|})
            {
                public int Weight() => b.Length;
            }
        }

        ## extension block: ref receiver left moved
        public static class E
        {
            extension(ref Buf {|STRAT1006:b|})
            {
                public void Drop() => b.Free();
            }
        }

        ## extension block: ref receiver replaced
        public static class E
        {
            extension(ref Buf b)
            {
                public void Renew()
                {
                    b.Free();
                    b = Buf.Make();
                }
            }
        }

        ## extension block: static extension
        public static class E
        {
            extension(Buf)
            {
                public static Buf Big() => new Buf(4096);
            }
        }

        public static class P
        {
            public static void M()
            {
                Buf.Big().Free();
                {|STRAT1004:Buf.Big()|};
            }
        }
        """);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Cases_AreJudged(string name, string source) => Case.Check(name, source);
}
