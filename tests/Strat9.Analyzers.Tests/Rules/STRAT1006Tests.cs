namespace Strat9.Analyzers.Tests.Rules;

/// <summary><c>ref</c> parameter, <c>ref</c> local, or a field of <c>this</c>, left moved.</summary>
public class STRAT1006Tests
{
    public static TheoryData<string, string> Parameters => Case.Members(
        """
        ## a parameter that the primary constructor keeps
        [Linear] sealed class Part(Buf b)
        {
            public void Empty() => {|STRAT1006:b|}.Free();
            [Consumes] public void Close() => b.Free();
        }

        ## consumed
        void M(ref Buf {|STRAT1006:b|}) => b.Free();

        ## handed on
        void M(ref Tok {|STRAT1006:t|}) => Take(t);

        ## a class
        void M(ref Res {|STRAT1006:r|}) => r.Close();

        ## moved into a local
        void M(ref Tok {|STRAT1006:t|})
        {
            var u = t;
        }

        ## returned
        Buf M(ref Buf {|STRAT1006:b|}) => b;

        ## given by out
        void M(ref Tok {|STRAT1006:t|}, out Tok u) => u = t;

        ## moved into the other
        void M(ref Tok {|STRAT1006:t|}, ref Tok u) => u = t;

        ## on one path
        void M(ref Tok {|STRAT1006:t|}, bool c)
        {
            if (c) Take(t);
        }

        ## refilled on one path
        void M(ref Tok {|STRAT1006:t|}, bool c)
        {
            Take(t);
            if (c) t = Tok.Make();
        }

        ## an early return before the refill
        void M(ref Tok {|STRAT1006:t|}, bool c)
        {
            Take(t);
            if (c) return;
            t = Tok.Make();
        }

        ## an explicit throw before the refill
        void M(ref Tok {|STRAT1006:t|}, bool c)
        {
            Take(t);
            if (c) throw new InvalidOperationException();
            t = Tok.Make();
        }

        ## a break before the refill
        void M(ref Tok {|STRAT1006:t|}, bool c)
        {
            while (Ready())
            {
                Take(t);
                if (c) break;
                t = Tok.Make();
            }
        }

        ## in a loop that may run
        void M(ref Tok {|STRAT1006:t|}, string s)
        {
            foreach (var letter in s)
            {
                Take(t);
                break;
            }
        }

        ## the refill is skipped by an exception
        void M(ref Tok {|STRAT1006:t|})
        {
            try
            {
                Take(t);
                t = Tok.Make();
            }
            catch
            {
            }
        }

        ## moved in the catch
        void M(ref Tok {|STRAT1006:t|})
        {
            try { Prepare(); }
            catch { Take(t); }
        }

        ## moved in the finally
        void M(ref Tok {|STRAT1006:t|})
        {
            try { Prepare(); }
            finally { Take(t); }
        }

        ## perhaps sent
        void M(ref Tok {|STRAT1006:t|}) => TrySend(t);

        ## sent
        bool M(ref Tok {|STRAT1006:t|}) => TrySend(t) && Ready();

        ## a part
        void M(ref Pair {|STRAT1006:p|}) => p.Left.Free();

        ## one part refilled of two
        void M(ref Twin {|STRAT1006:w|})
        {
            Take(w.A);
            Take(w.B);
            w.A = Tok.Make();
        }

        ## a part of a moved whole refilled
        void M(ref Twin {|STRAT1006:w|})
        {
            Take(w);
            w.B = Tok.Make();
        }

        ## half a swap
        void M(ref Tok a, ref Tok {|STRAT1006:b|}) => a = b;

        ## a local function's parameter
        void M()
        {
            var t = Tok.Make();
            Inner(ref t);
            static void Inner(ref Tok {|STRAT1006:u|}) => Take(u);
        }

        ## a lambda's parameter
        delegate void Editor(ref Tok t);

        void M()
        {
            Editor edit = (ref Tok {|STRAT1006:u|}) => Take(u);
        }

        ## a generic parameter
        T M<[AllowsMoveOnly] T>(ref T {|STRAT1006:place|}) => place;

        ## two at once
        void M(ref Tok {|STRAT1006:a|}, ref Tok {|STRAT1006:b|}) => Take2(a, b);
        """);

    [Theory]
    [MemberData(nameof(Parameters))]
    public Task Parameter_Reports(string name, string source) => Case.Reports("STRAT1006", name, source);

    public static TheoryData<string, string> ParameterQuiet => Case.Members(
        """
        ## only used
        void M(ref Buf b)
        {
            b.Grow();
            Look(in b);
            Edit(ref b);
        }

        ## replaced
        void M(ref Buf b)
        {
            b.Free();
            b = Buf.Make();
        }

        ## replaced by what it became
        void M(ref Buf b) => b = b.Resized(3);

        ## exchanged
        Buf M(ref Buf b, Buf next)
        {
            var old = b;
            b = next;
            return old;
        }

        ## swapped
        void M(ref Buf a, ref Buf b) => (a, b) = (b, a);

        ## swapped by a third place
        void M(ref Tok a, ref Tok b)
        {
            var temp = a;
            a = b;
            b = temp;
        }

        ## refilled before every way out
        void M(ref Buf b, bool c)
        {
            b.Free();
            if (c)
            {
                b = new Buf(3);
                return;
            }

            Fill(out b);
        }

        ## refilled in the finally
        void M(ref Tok t, bool c)
        {
            try
            {
                Take(t);
                if (c) throw new InvalidOperationException();
            }
            finally
            {
                t = Tok.Make();
            }
        }

        ## refilled in every pass
        void M(ref Buf b)
        {
            while (Ready())
            {
                b.Free();
                b = Buf.Make();
            }
        }

        ## refilled if sent
        void M(ref Buf b)
        {
            if (TrySend(b)) b = Buf.Make();
        }

        ## parts refilled
        void M(ref Pair p)
        {
            Take2(p.Left, p.Right);
            p.Left = Buf.Make();
            p.Right = Buf.Make();
        }

        ## a whole refilled after a part left
        void M(ref Twin w)
        {
            Take(w.A);
            w = Twin.Make();
        }

        ## lent on by ref to what keeps it whole
        void M(ref Tok t)
        {
            Inner(ref t);
            static void Inner(ref Tok u) => u = Pass(u);
        }

        ## a body that only throws
        void M(ref Buf b) => throw new NotSupportedException();

        ## a generic exchange
        T M<[AllowsMoveOnly] T>(ref T place, T next)
        {
            var old = place;
            place = next;
            return old;
        }
        """);

    [Theory]
    [MemberData(nameof(ParameterQuiet))]
    public Task Parameter_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source);

    public static TheoryData<string, string> Locals => Case.Bodies(
        """
        ## the place is read
        var t = Tok.Make();
        ref var {|STRAT1006:u|} = ref t;
        Take(u);
        Note(t.Id);

        ## the place is moved
        var t = Tok.Make();
        ref var {|STRAT1006:u|} = ref t;
        u.Spend();
        Take(t);

        ## the place is lent
        var t = Tok.Make();
        ref var {|STRAT1006:u|} = ref t;
        var v = u;
        Look(in t);

        ## on one path
        var t = Tok.Make();
        ref var {|STRAT1006:u|} = ref t;
        if (c) Take(u);
        Note(t.Id);

        ## a part of the place
        var w = Twin.Make();
        ref var {|STRAT1006:u|} = ref w.A;
        Take(u);
        Look(in w);

        ## refilled on one path
        var t = Tok.Make();
        ref var {|STRAT1006:u|} = ref t;
        Take(u);
        if (c) u = Tok.Make();
        Note(t.Id);
        """);

    [Theory]
    [MemberData(nameof(Locals))]
    public Task Local_Reports(string name, string source) => Case.Reports("STRAT1006", name, source);

    public static TheoryData<string, string> LocalQuiet => Case.Bodies(
        """
        ## refilled through it
        var b = Buf.Make();
        ref var e = ref b;
        e.Free();
        e = Buf.Make();
        b.Free();

        ## refilled through the place
        var t = Tok.Make();
        ref var u = ref t;
        Take(u);
        t = Tok.Make();
        Note(t.Id);

        ## the place is not used again
        var b = Buf.Make();
        ref var e = ref b;
        e.Free();

        ## only used
        var b = Buf.Make();
        ref var e = ref b;
        e.Grow();
        Look(in e);
        b.Free();

        ## a part refilled through it
        var p = Pair.Make();
        ref var left = ref p.Left;
        left = left.Resized(3);
        Take(p);
        """);

    [Theory]
    [MemberData(nameof(LocalQuiet))]
    public Task Local_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source);

    private const string Frame =
        """
        [MoveOnly]
        sealed class Owner(Tok first, Chip second)
        {
            private Tok _tok = first;
            private Chip _chip = second;
            private Twin _twin = Twin.Make();
            public Chip Auto { get; set; } = Chip.Make();

            public int Sum() => _tok.Id + _chip.Id + _twin.Sum() + Auto.Id;

        $
        }
        """;

    public static TheoryData<string, string> Fields => Case.In(Frame,
        """
        ## handed on
        void M() => {|STRAT1006:Take(_tok)|};

        ## consumed
        void M() => {|STRAT1006:_tok.Spend()|};

        ## a class
        void M() => {|STRAT1006:_chip.Burn()|};

        ## with this written out
        void M() => Take({|STRAT1006:this._chip|});

        ## returned
        Tok M() => {|STRAT1006:_tok|};

        ## an auto-property within its type
        void M() => Take({|STRAT1006:Auto|});

        ## a part of a field
        void M() => Take({|STRAT1006:_twin.A|});

        ## on one path
        void M(bool c)
        {
            if (c) Take({|STRAT1006:_tok|});
        }

        ## refilled on one path
        void M(bool c)
        {
            Take({|STRAT1006:_tok|});
            if (c) _tok = Tok.Make();
        }

        ## an early return before the refill
        void M(bool c)
        {
            Take({|STRAT1006:_tok|});
            if (c) return;
            _tok = Tok.Make();
        }

        ## perhaps sent
        void M() => TrySend({|STRAT1006:_tok|});

        ## moved into the other field
        void M(Owner other) => _tok = {|STRAT1006:_twin.A|};

        ## in a loop with a break
        void M(bool c)
        {
            while (Ready())
            {
                Take({|STRAT1006:_tok|});
                if (c) break;
                _tok = Tok.Make();
            }
        }

        ## in an async method
        async Task M()
        {
            await TakeAsync({|STRAT1006:_tok|});
        }

        ## two fields
        void M() => Take2({|STRAT1006:_tok|}, {|STRAT1006:_twin.A|});
        """);

    [Theory]
    [MemberData(nameof(Fields))]
    public Task Field_Reports(string name, string source) => Case.Reports("STRAT1006", name, source);

    public static TheoryData<string, string> FieldQuiet => Case.In(Frame,
        """
        ## refilled
        void M()
        {
            Take(_tok);
            _tok = Tok.Make();
        }

        ## exchanged
        Tok M(Tok next)
        {
            var old = _tok;
            _tok = next;
            return old;
        }

        ## replaced by what it became
        void M() => _tok = Pass(_tok);

        ## swapped
        void M() => (_tok, _twin.A) = (_twin.A, _tok);

        ## swapped with another owner's
        void M(Owner other) => (_tok, other._tok) = (other._tok, _tok);

        ## refilled in a finally
        void M()
        {
            try { Take(_tok); }
            finally { _tok = Tok.Make(); }
        }

        ## refilled by out
        void M()
        {
            _tok.Spend();
            Fill(out _tok);
        }

        ## refilled if sent
        void M()
        {
            if (TrySend(_tok)) _tok = Tok.Make();
        }

        ## an auto-property exchanged
        Chip M(Chip next)
        {
            var old = Auto;
            Auto = next;
            return old;
        }

        ## a part refilled
        void M()
        {
            Take(_twin.A);
            _twin.A = Tok.Make();
        }

        ## a member that consumes its receiver
        [Consumes] void M() => Take(_tok);

        ## a field of another owner
        void M(Owner other) => Take(other._tok);

        ## only used
        void M()
        {
            _tok.Bump();
            Edit(ref _tok);
            Look(in _tok);
            _chip.Use();
            Look(Auto);
        }
        """);

    [Theory]
    [MemberData(nameof(FieldQuiet))]
    public Task Field_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source);
}
