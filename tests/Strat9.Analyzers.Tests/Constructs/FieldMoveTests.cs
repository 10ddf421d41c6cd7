namespace Strat9.Analyzers.Tests.Constructs;

/// <summary>Fields of this, out parameters, getters.</summary>
public class FieldMoveTests
{
    public static TheoryData<string, string> Cases => Case.Members(
        """
        ## out left moved
        void M(out Buf {|STRAT1006:b|})
        {
            b = Buf.Make();
            b.Free();
        }

        ## out left moved on the giving result
        bool M([Gives(When = true)] out Buf {|STRAT1006:b|})
        {
            b = Buf.Make();
            b.Free();
            return true;
        }

        ## out taken back on the other result
        bool M([Gives(When = true)] out Buf b, bool c)
        {
            b = Buf.Make();
            if (!c)
            {
                b.Free();
                return false;
            }

            return true;
        }

        ## a part of an out left moved
        void M(out Pair {|STRAT1006:p|})
        {
            p = Pair.Make();
            p.Left.Free();
        }

        ## swap through fields of this
        [MoveOnly]
        sealed class Two
        {
            private Tok _a = Tok.Make();
            private Tok _b = Tok.Make();
            void Swap() => (_a, _b) = (_b, _a);
            void Rotate(ref Tok c) => (_a, _b, c) = (_b, c, _a);
            Tok Exchange(Tok t)
            {
                var old = _a;
                _a = t;
                return old;
            }
        }

        ## field of this moved in one branch with a return in it
        [MoveOnly]
        sealed class Two
        {
            private Tok _a = Tok.Make();
            Tok? Get(bool c)
            {
                if (c) return {|STRAT1006:_a|};
                return null;
            }
        }

        ## field nullable taken and set to null
        [Linear]
        sealed class Lazy2
        {
            private Buf? _a;
            public Buf? Take()
            {
                var a = _a;
                _a = null;
                return a;
            }

            public void Put(Buf b)
            {
                _a?.Free();
                _a = b;
            }

            public Buf Get() => {|~STRAT1006:_a ??= Buf.Make()|};

            [Consumes] public void Close() => _a?.Free();
        }

        ## field nullable class exchanged
        [Linear]
        sealed class Lazy2
        {
            private Res? _a;
            public Res? Take() => Interlocked.Exchange(ref _a, null);
            public void Put(Res r)
            {
                var old = Interlocked.Exchange(ref _a, r);
                old?.Close();
            }

            public bool TryPut([Consumes(When = true)] Res r)
            {
                if (_a != null) return false;
                _a = r;
                return true;
            }

            [Consumes] public void Close() => _a?.Close();
        }

        ## field overwritten when it may hold
        [Linear]
        sealed class Lazy2
        {
            private Res? _a;
            public void Put(Res r) => {|STRAT1003:_a = r|};
            [Consumes] public void Close() => _a?.Close();
        }

        ## property get-only over a field moved out
        [MoveOnly]
        sealed class Two
        {
            private Tok _a = Tok.Make();
            public Tok A => _a;
            public Tok B { get { return _a; } }
        }

        ## getter that makes one
        [MoveOnly]
        sealed class Two
        {
            public Buf {|STRAT1002:A|} => Buf.Make();
        }

        ## getter with a block that makes one
        [MoveOnly]
        sealed class Two
        {
            public Buf A
            {
                {|~STRAT1002:get|}
                {
                    var b = Buf.Make();
                    return b;
                }
            }
        }

        ## indexer that makes one
        [MoveOnly]
        sealed class Two
        {
            public Buf {|~STRAT1002:this|}[int i] => new Buf(i);
        }

        ## getter that returns its parameterised element
        [MoveOnly]
        sealed class Two
        {
            private readonly OwnedArray<Tok> _all = new(4);
            public ref Tok this[int i] => ref _all[i];
        }
        """);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Cases_AreJudged(string name, string source) => Case.Check(name, source);
}
