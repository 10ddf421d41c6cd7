namespace Strat9.Analyzers.Tests.Rules;

/// <summary>Linear value overwritten while owned.</summary>
public class STRAT1003Tests
{
    public static TheoryData<string, string> Assignments => Case.Bodies(
        """
        ## a local
        var b = Buf.Make();
        {|STRAT1003:b = Buf.Make()|};
        b.Free();

        ## a class
        var r = Res.Open("x");
        {|STRAT1003:r = Res.Open("y")|};
        r.Close();

        ## an interface
        IJob j = new Job(1);
        {|STRAT1003:j = new Job(2)|};
        j.Run();

        ## null over a value
        Res? r = Res.Open("x");
        {|STRAT1003:r = null|};

        ## null over a nullable struct
        Buf? b = Buf.Make();
        {|STRAT1003:b = null|};

        ## by out
        var b = Buf.Make();
        Fill(out {|STRAT1003:b|});
        b.Free();

        ## by out in a condition
        var b = Buf.Make();
        if (TryMake(out {|STRAT1003:b|})) b.Free();

        ## a moved value over another
        var b = Buf.Make();
        var e = Buf.Make();
        {|STRAT1003:b = e|};
        b.Free();

        ## in a chain
        var b = Buf.Make();
        Buf e;
        e = {|STRAT1003:b = Buf.Make()|};
        e.Free();

        ## on one path
        var b = Buf.Make();
        if (c) b.Free();
        {|STRAT1003:b = Buf.Make()|};
        b.Free();

        ## in one branch
        var b = Buf.Make();
        if (c) {|STRAT1003:b = Buf.Make()|};
        b.Free();

        ## in a loop
        var b = Buf.Make();
        while (Ready()) {|STRAT1003:b = Buf.Make()|};
        b.Free();

        ## in a loop, from the second pass on
        Buf b;
        do {|STRAT1003:b = Buf.Make()|}; while (Ready());
        b.Free();

        ## in a step
        var b = Buf.Make();
        for (; Ready(); {|STRAT1003:b = Buf.Make()|}) Prepare();
        b.Free();

        ## a part
        var p = Pair.Make();
        {|STRAT1003:p.Left = Buf.Make()|};
        Take(p);

        ## a whole of which one part is left
        var p = Pair.Make();
        p.Left.Free();
        {|STRAT1003:p = Pair.Make()|};
        Take(p);

        ## a field of an owned class
        var h = Holder.Make();
        {|STRAT1003:h.Inner = Buf.Make()|};
        h.Close();

        ## an element of a tuple
        var all = MakeTwo();
        {|STRAT1003:all.Item1 = Buf.Make()|};
        Take2(all.Item1, all.Item2);

        ## through a ref local
        var b = Buf.Make();
        ref var e = ref b;
        {|STRAT1003:e = Buf.Make()|};
        b.Free();

        ## by deconstruction
        var b = Buf.Make();
        Buf e;
        {|STRAT1003:(b, e) = MakeTwo()|};
        Take2(b, e);

        ## a shift that loses the first
        var e = Buf.Make();
        var f = Buf.Make();
        var g = Buf.Make();
        {|STRAT1003:(e, f) = (f, g)|};
        Take2(e, f);

        ## in a catch
        var b = Buf.Make();
        try { Prepare(); }
        catch { {|STRAT1003:b = Buf.Make()|}; }
        b.Free();

        ## in a finally
        var b = Buf.Make();
        try { Prepare(); }
        finally { {|STRAT1003:b = Buf.Make()|}; }
        b.Free();

        ## after a conditional consumption not looked at
        var b = Buf.Make();
        TrySend(b);
        {|STRAT1003:b = Buf.Make()|};
        b.Free();

        ## in the branch that kept it
        var b = Buf.Make();
        if (!TrySend(b)) {|STRAT1003:b = Buf.Make()|};
        else b = Buf.Make();
        b.Free();

        ## after a null test the wrong way round
        var r = MaybeRes();
        if (r is not null) {|STRAT1003:r = Res.Open("x")|};
        r?.Close();

        ## through a conditional alternative
        var r = MaybeRes();
        {|STRAT1003:r = Res.Open("x")|};
        r.Close();

        ## from an await
        var b = Buf.Make();
        {|STRAT1003:b = await MakeBufAsync()|};
        b.Free();

        ## a disposable
        var k = Conn.Open();
        {|STRAT1003:k = Conn.Open()|};
        k.Dispose();

        ## a task
        var task = MakeBufAsync();
        {|STRAT1003:task = MakeBufAsync()|};
        (await task).Free();
        """);

    [Theory]
    [MemberData(nameof(Assignments))]
    public Task Assignment_Reports(string name, string source) => Case.Reports("STRAT1003", name, source);

    public static TheoryData<string, string> Quiet => Case.Bodies(
        """
        ## moved before
        var b = Buf.Make();
        b.Free();
        b = Buf.Make();
        b.Free();

        ## moved by its own right side
        var b = Buf.Make();
        b = b.Resized(8);
        b = Pass(b);
        b.Free();

        ## moved inside its own right side
        var r = Res.Open("x");
        r = c ? Pass(r) : Pass(Pass(r));
        r.Close();

        ## first assignment
        Buf b;
        b = Buf.Make();
        b.Free();

        ## first assignment on two paths
        Buf b;
        if (c) b = Buf.Make();
        else Fill(out b);
        b.Free();

        ## swap
        var e = Buf.Make();
        var f = Buf.Make();
        (e, f) = (f, e);
        Take2(e, f);

        ## over null
        Res? r = null;
        r = Res.Open("x");
        r.Close();

        ## over what was tested to be null
        var r = MaybeRes();
        if (r is null) r = Res.Open("x");
        r.Close();

        ## over a missing nullable struct
        var b = MaybeBuf();
        if (!b.HasValue) b = Buf.Make();
        b.Value.Free();

        ## over what was not given
        if (!TryMake(out Buf b)) b = Buf.Make();
        b.Free();

        ## over what was sent
        var b = Buf.Make();
        if (TrySend(b)) b = Buf.Make();
        b.Free();

        ## over what the enum says was sent
        var b = Buf.Make();
        if (Send(b) == Sent.Ok) b = Buf.Make();
        b.Free();

        ## refilled in every pass
        var b = Buf.Make();
        while (Ready())
        {
            Take(b);
            b = Buf.Make();
        }
        b.Free();

        ## one out variable for several calls
        Buf b;
        while (TryMake(out b)) b.Free();

        ## a declaration in a loop is a new place
        while (Ready())
        {
            var b = Buf.Make();
            b.Free();
        }

        ## move-only values may be overwritten
        var t = Tok.Make();
        t = Tok.Make();
        Fill(out t);
        var w = Twin.Make();
        w.A = Tok.Make();

        ## parts refilled after they left
        var p = Pair.Make();
        Take2(p.Left, p.Right);
        p = Pair.Make();
        Take(p);

        ## a plain part
        var p = Pair.Make();
        p.Tag = 1;
        p.Tag = 2;
        Take(p);

        ## after the call that throws
        var b = Buf.Make();
        try { Take(b); }
        catch { Prepare(); }
        b = Buf.Make();
        b.Free();

        ## an exchange hands the old one back
        var r = Res.Open("x");
        var old = Interlocked.Exchange(ref r, Res.Open("y"));
        old.Close();
        r.Close();
        """);

    [Theory]
    [MemberData(nameof(Quiet))]
    public Task Assignment_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source);

    public static TheoryData<string, string> MemberReports => Case.Members(
        """
        ## a parameter
        void M(Buf b)
        {
            {|STRAT1003:b = Buf.Make()|};
            b.Free();
        }

        ## a ref parameter
        void M(ref Buf b) => {|STRAT1003:b = Buf.Make()|};

        ## an out parameter assigned twice
        void M(out Buf b)
        {
            b = Buf.Make();
            {|STRAT1003:b = Buf.Make()|};
        }

        ## a local from outside
        Buf M(bool c)
        {
            var b = Buf.Make();
            if (c) {|STRAT1003:b = new Buf(3)|};
            return b;
        }

        ## a field of this
        [Linear]
        sealed class Store(Buf first)
        {
            private Buf _buf = first;
            public void Renew() => {|STRAT1003:_buf = Buf.Make()|};
            [Consumes] public void Close() => _buf.Free();
        }

        ## a field of this, written with this
        [Linear]
        struct Store(Buf first)
        {
            private Buf _buf = first;
            public void Renew(Buf next) => {|STRAT1003:this._buf = next|};
            [Consumes] public void Close() => _buf.Free();
        }

        ## a field by out
        [Linear]
        sealed class Store(Buf first)
        {
            private Buf _buf = first;
            public void Renew() => Fill(out {|STRAT1003:_buf|});
            [Consumes] public void Close() => _buf.Free();
        }

        ## a field assigned twice by the constructor
        [Linear]
        sealed class Store
        {
            private Buf _buf;

            public Store(Buf first, Buf second)
            {
                _buf = first;
                {|STRAT1003:_buf = second|};
            }

            [Consumes] public void Close() => _buf.Free();
        }

        ## a field with an initialiser, assigned by the constructor
        [Linear]
        sealed class Store
        {
            private Buf _buf = Buf.Make();

            public Store(Buf first) => {|STRAT1003:_buf = first|};

            [Consumes] public void Close() => _buf.Free();
        }

        ## a generic place
        T M<[AllowsMoveOnly] T>(T first, T second)
        {
            {|STRAT1003:first = second|};
            return first;
        }
        """);

    [Theory]
    [MemberData(nameof(MemberReports))]
    public Task Member_Reports(string name, string source) => Case.Reports("STRAT1003", name, source);

    public static TheoryData<string, string> MemberQuiet => Case.Members(
        """
        ## an out parameter on two paths
        void M(out Buf b, bool c)
        {
            if (c)
            {
                b = Buf.Make();
                return;
            }

            b = new Buf(3);
        }

        ## a field replaced after it was consumed
        [Linear]
        sealed class Store(Buf first)
        {
            private Buf _buf = first;

            public void Renew()
            {
                _buf.Free();
                _buf = Buf.Make();
            }

            public void Grow() => _buf = _buf.Resized(_buf.Length * 2);
            [Consumes] public void Close() => _buf.Free();
        }

        ## a constructor's first assignment
        [Linear]
        struct Store
        {
            private Buf _buf;
            private Res? _res;

            public Store(Buf first, Res? second)
            {
                _buf = first;
                _res = second;
            }

            [Consumes] public void Close()
            {
                _buf.Free();
                _res?.Close();
            }
        }

        ## a constructor that calls another
        [Linear]
        sealed class Store
        {
            private Buf _buf;

            public Store(Buf first) => _buf = first;
            public Store(int length) : this(new Buf(length)) { }

            [Consumes] public void Close() => _buf.Free();
        }
        """);

    [Theory]
    [MemberData(nameof(MemberQuiet))]
    public Task Member_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source);
}
