namespace Strat9.Analyzers.Tests.Rules;

/// <summary>Consumed through a borrow.</summary>
public class STRAT1005Tests
{
    public static TheoryData<string, string> Parameters => Case.Members(
        """
        ## an in parameter consumed
        void M(in Buf b) => {|STRAT1005:b|}.Free();

        ## an in parameter handed on
        void M(in Tok t) => Take({|STRAT1005:t|});

        ## an in parameter copied
        void M(in Tok t)
        {
            var u = {|STRAT1005:t|};
        }

        ## an in parameter returned
        Tok M(in Tok t) => {|STRAT1005:t|};

        ## an in parameter put into a tuple
        void M(in Tok t)
        {
            var pair = ({|STRAT1005:t|}, 1);
        }

        ## an in parameter put into a nullable
        void M(in Tok t)
        {
            Tok? maybe = {|STRAT1005:t|};
        }

        ## an in parameter given to a constructor
        Twin M(in Tok t) => new Twin({|STRAT1005:t|}, Tok.Make());

        ## an in parameter given by out
        void M(in Tok t, out Tok u) => u = {|STRAT1005:t|};

        ## an in parameter discarded
        void M(in Tok t) => _ = {|STRAT1005:t|};

        ## an in parameter of a class type
        void M(in Res r) => {|STRAT1005:r|}.Close();

        ## a ref readonly parameter
        void M(ref readonly Buf b) => {|STRAT1005:b|}.Free();

        ## a part of an in parameter
        void M(in Pair p) => {|STRAT1005:p.Left|}.Free();

        ## a part of an in parameter handed on
        void M(in Twin w) => Take({|STRAT1005:w.A|});

        ## a lent struct consumed
        void M([Borrows] Buf b) => {|STRAT1005:b|}.Free();

        ## a lent struct handed on
        void M([Borrows] Tok t) => Take({|STRAT1005:t|});

        ## a lent struct copied
        void M([Borrows] Tok t)
        {
            var u = {|STRAT1005:t|};
        }

        ## a lent class consumed
        void M([Borrows] Res r) => {|STRAT1005:r|}.Close();

        ## a lent class handed on
        void M([Borrows] Res r) => Take({|STRAT1005:r|});

        ## a lent class returned as owned
        Res M([Borrows] Res r) => {|STRAT1005:r|};

        ## a lent class returned by an async method
        async Task<Res> M([Borrows] Res r)
        {
            await r.SaveAsync();
            return {|STRAT1005:r|};
        }

        ## a lent class given by out
        void M([Borrows] Chip k, out Chip other) => other = {|STRAT1005:k|};

        ## a lent class handed to its interface's taker
        void M([Borrows] Job j) => Take({|STRAT1005:j|});

        ## a lent interface run
        void M([Borrows] IJob j) => {|STRAT1005:j|}.Run();

        ## a lent disposable disposed
        void M([Borrows] Conn k) => {|STRAT1005:k|}.Dispose();

        ## a lent disposable used up by a using statement
        void M([Borrows] Conn k)
        {
            using ({|STRAT1005:k|})
            {
            }
        }

        ## a lent disposable disposed asynchronously
        async Task M([Borrows] Link k) => await {|STRAT1005:k|}.DisposeAsync();

        ## a lent value sent
        void M([Borrows] Buf b)
        {
            if (TrySend({|STRAT1005:b|})) Prepare();
        }

        ## a lent value eaten by an extension
        void M([Borrows] Tok t) => {|STRAT1005:t|}.Eat();

        ## a lent value in a lambda's own parameter
        void M()
        {
            Looker look = b => {|STRAT1005:b|}.Free();
        }

        ## a lent value in an anonymous method's own parameter
        void M()
        {
            TokLooker look = delegate(Tok t) { Take({|STRAT1005:t|}); };
        }

        ## a lent value on one branch
        void M([Borrows] Res r, bool c)
        {
            r.Use();
            if (c) {|STRAT1005:r|}.Close();
        }

        ## an alias of a lent class
        void M([Borrows] Res r)
        {
            var q = r;
            q.Use();
            {|STRAT1005:q|}.Close();
        }

        ## an alias of an alias
        void M([Borrows] Res r)
        {
            var q = r;
            var p = q;
            Take({|STRAT1005:p|});
        }

        ## an alias returned
        Res M([Borrows] Res r)
        {
            var q = r;
            return {|STRAT1005:q|};
        }

        ## an alias by pattern
        void M([Borrows] Res? r)
        {
            if (r is { } q) {|STRAT1005:q|}.Close();
        }

        ## a generic parameter by in
        T M<[AllowsMoveOnly] T>(in T value) => {|STRAT1005:value|};

        ## a lent generic parameter
        void M<[AllowsMoveOnly] T>([Borrows] T value, out T other) => other = {|STRAT1005:value|};

        ## a local function's in parameter
        void M()
        {
            void Inner(in Tok t) => Take({|STRAT1005:t|});
            Inner(Tok.Make());
        }

        ## kept in a field that owns
        [MoveOnly]
        sealed class Keeper
        {
            private Chip? _chip;
            public void Keep([Borrows] Chip k) => _chip = {|STRAT1005:k|};
            public void Use() => _chip?.Use();
        }

        ## a defensive copy of an in parameter
        void M(in Buf b) => {|STRAT1005:b|}.Grow();

        ## a defensive copy of a ref readonly parameter
        void M(ref readonly Tok t) => {|STRAT1005:t|}.Bump();

        ## a defensive copy of what a property lends for reading
        private readonly Slot<Tok> _slot = new();
        void M() => {|STRAT1005:_slot.Value|}.Bump();

        ## a defensive copy of a part
        void M(in Pair p) => {|STRAT1005:p.Left|}.Grow();

        ## consumed, but the other result returned
        {|STRAT1005:bool M([Consumes(When = true)] Buf b)
        {
            b.Free();
            return false;
        }|}

        ## consumed, but another member of the enum returned
        {|STRAT1005:Sent M([Consumes(When = Sent.Ok)] Buf b)
        {
            b.Free();
            return Sent.Closed;
        }|}

        ## consumed on one path of the other result
        {|STRAT1005:bool M([Consumes(When = true)] Buf b, bool c)
        {
            if (b.Length == 0)
            {
                if (c) b.Free();
                return false;
            }

            b.Free();
            return true;
        }|}
        """);

    [Theory]
    [MemberData(nameof(Parameters))]
    public Task Parameter_Reports(string name, string source) => Case.Reports("STRAT1005", name, source);

    public static TheoryData<string, string> Places => Case.Bodies(
        """
        ## a property's struct consumed
        var h = Holder.Make();
        {|STRAT1005:h.Lent|}.Free();
        h.Close();

        ## a property's struct handed on
        var h = Holder.Make();
        Take({|STRAT1005:h.Lent|});
        h.Close();

        ## a property's class handed on
        var g = new Bag { Item = Chip.Make() };
        Take({|STRAT1005:g.Item|}!);

        ## a property's class consumed
        var g = new Bag { Item = Chip.Make() };
        {|STRAT1005:g.Item|}?.Burn();

        ## a property's class by an alias
        var g = new Bag { Item = Chip.Make() };
        var k = g.Item;
        {|STRAT1005:k|}?.Burn();

        ## a ref readonly local
        var t = Tok.Make();
        ref readonly var u = ref t;
        Take({|STRAT1005:u|});

        ## a using variable handed on
        using var k = Conn.Open();
        Take({|STRAT1005:k|});

        ## a using statement's variable handed on
        using (var k = Conn.Open())
        {
            Take({|STRAT1005:k|});
        }

        ## an await using variable moved
        await using var k = Link.Open();
        Send({|STRAT1005:k|});
        static void Send(Link link) => throw new NotSupportedException();

        ## a capture consumed by a local function
        var t = Tok.Make();
        void Inner() => Take({|STRAT1005:t|});
        Inner();

        ## a capture consumed by an inner local function
        var t = Tok.Make();
        void Outer()
        {
            void Inner() => {|STRAT1005:t|}.Spend();
            Inner();
        }
        Outer();

        ## a capture consumed by a lambda that only borrows
        var t = Tok.Make();
        Run(() => Take({|STRAT1005:t|}));

        ## a capture moved inside a lambda that only borrows
        var k = Chip.Make();
        Run(() =>
        {
            k.Use();
            {|STRAT1005:k|}.Burn();
        });

        ## a capture returned by a lambda that only borrows
        var t = Tok.Make();
        Note(Map(() => Spend({|STRAT1005:t|})));
        """);

    [Theory]
    [MemberData(nameof(Places))]
    public Task Place_Reports(string name, string source) => Case.Reports("STRAT1005", name, source);

    public static TheoryData<string, string> Owners => Case.Sources(
        """
        ## a member that borrows consumes itself
        [Linear]
        sealed class Store
        {
            public void Use() => {|STRAT1005:this|}.Close();
            [Consumes] public void Close() { }
        }

        ## without writing this
        [Linear]
        sealed class Store
        {
            public void Use() => {|STRAT1005:Close()|};
            [Consumes] public void Close() { }
        }

        ## a member that borrows hands itself on
        [Linear]
        sealed class Store
        {
            public static void Drop(Store store) => store.Close();
            public void Use() => Drop({|STRAT1005:this|});
            [Consumes] public void Close() { }
        }

        ## a member that borrows returns itself as owned
        [Linear]
        sealed class Store
        {
            public Store Self() => {|STRAT1005:this|};
            [Consumes] public void Close() { }
        }

        ## a struct's member copies itself
        [MoveOnly]
        struct Token(int id)
        {
            public int Id => id;
            public Token Again() => {|STRAT1005:this|};
        }

        ## a borrowed result consumed
        [Linear]
        sealed class Store(Res first)
        {
            private Res _first = first;
            [return: Borrows] public Res Peek() => _first;
            [Consumes] public void Close() => _first.Close();
        }

        class C
        {
            void M([Borrows] Store store) => {|STRAT1005:store.Peek()|}.Close();
        }

        ## a borrowed result consumed through a local
        [Linear]
        sealed class Store(Res first)
        {
            private Res _first = first;
            [return: Borrows] public Res Peek() => _first;
            [Consumes] public void Close() => _first.Close();
        }

        class C
        {
            void M([Borrows] Store store)
            {
                var r = store.Peek();
                r.Use();
                Take({|STRAT1005:r|});
            }
        }

        ## an indexer lends
        [MoveOnly]
        sealed class Shelf
        {
            private Chip _chip = Chip.Make();
            public Chip this[int i] => _chip;
        }

        class C
        {
            void M(Shelf shelf) => Take({|STRAT1005:shelf[3]|});
        }

        ## a borrowed field consumed
        sealed class View([Borrows] Res r)
        {
            [Borrows] private readonly Res _r = r;
            public void Use() => _r.Use();
            public void End() => {|STRAT1005:_r|}.Close();
        }

        ## a borrowed property consumed
        sealed class View([Borrows] Res r)
        {
            [Borrows] public Res Lent { get; } = r;
            public void End() => Take({|STRAT1005:Lent|});
        }

        ## a field of a borrowed class
        class C
        {
            void M([Borrows] Holder h) => {|STRAT1005:h.Inner|}.Free();
        }

        ## an extension's in receiver
        static class E
        {
            public static void Drop(this in Tok t) => Take({|STRAT1005:t|});
        }

        ## an extension's lent receiver
        static class E
        {
            public static void Drop([Borrows] this Res r) => {|STRAT1005:r|}.Close();
        }

        ## an extension block's in receiver
        static class E
        {
            extension(in Tok t)
            {
                public void Drop() => Take({|STRAT1005:t|});
            }
        }
        """);

    [Theory]
    [MemberData(nameof(Owners))]
    public Task Owner_Reports(string name, string source) => Case.Reports("STRAT1005", name, source);

    public static TheoryData<string, string> Quiet => Case.Members(
        """
        ## borrows handed on as borrows
        void M(in Buf b, [Borrows] Buf e, [Borrows] Res r, [Borrows] Job j)
        {
            Look(in b);
            Look(b);
            LookValue(b);
            LookValue(e);
            Look(e);
            Note(Size(in e) + b.Length + e.Peek());
            Look(r);
            r.Use();
            Look(j);
        }

        ## readonly members of an in parameter
        int M(in Pair p, in Twin w) => p.Sum() + p.Left.Length + w.A.Id + w.Tag + p.Right.Peek();

        ## aliases of a lent class
        void M([Borrows] Res r)
        {
            var q = r;
            q.Use();
            r.Use();
            Look(q);
        }

        ## an alias by pattern
        void M([Borrows] Res? r)
        {
            if (r is { } q) q.Use();
            r?.Use();
            if (r is { Name.Length: > 3 }) Prepare();
        }

        ## own parameters
        void M(Buf b, [Consumes] Res r)
        {
            b.Free();
            r.Close();
        }

        ## properties read
        void M([Borrows] Holder h, [Borrows] Bag g)
        {
            Note(h.Lent.Length);
            Note(Size(h.Lent));
            g.Item?.Use();
            if (g.Item is null) g.Use();
        }

        ## using variables lent
        void M()
        {
            using var k = Conn.Open();
            Look(k);
            k.Ping();
            k.Port = 3;
        }

        ## a using variable captured by what only borrows
        void M()
        {
            using var k = Conn.Open();
            Run(() => k.Ping());
        }

        ## local functions that read their captures
        void M(Tok t)
        {
            int Id() => t.Id;
            void Show() => Look(in t);
            Show();
            Note(Id());
            Take(t);
        }

        ## a lambda that lends its own parameter
        void M()
        {
            TokLooker look = t => Note(t.Id);
            var own = Tok.Make();
            look(own);
            look(own);
            Take(own);
        }

        ## an auto-property is its field within its type
        [Linear]
        sealed class Store(Res first)
        {
            public Res First { get; set; } = first;

            public void Renew()
            {
                First.Close();
                First = Res.Open("x");
            }

            [Consumes] public void Close() => First.Close();
        }

        ## a member that borrows calls its other members
        [Linear]
        sealed class Store
        {
            public void Use() => Again(this);
            public int Size() => 3;
            public static void Again([Borrows] Store store) => Note(store.Size());
            [Consumes] public void Close() => Use();
        }

        ## a borrowed result only used
        [Linear]
        sealed class Store(Res first)
        {
            private Res _first = first;
            [return: Borrows] public Res Peek() => _first;
            [Consumes] public void Close() => _first.Close();
        }

        static void Show([Borrows] Store store)
        {
            store.Peek().Use();
            var r = store.Peek();
            r.Use();
            Look(r);
        }

        ## a borrow returned as a borrow
        [return: Borrows] Res M([Borrows] Res r) => r;

        ## a borrowed field
        sealed class View([Borrows] Res r)
        {
            [Borrows] private readonly Res _r = r;
            public void Use() => _r.Use();
            public string Name => _r.Name;
        }

        ## not consumed on the other result
        bool M([Consumes(When = true)] Buf b)
        {
            if (b.Length > 3) return false;
            b.Free();
            return true;
        }

        ## the results of a test, returned
        bool M([Consumes(When = true)] Buf b)
        {
            if (!TrySend(b)) return false;
            return true;
        }

        ## a copy by a named member
        Tok M(in Tok t) => new Tok(t.Id);

        ## plain parts of what is lent
        (int, int) M([Borrows] Pair p, in Twin w) => (p.Tag, w.Tag);
        """);

    [Theory]
    [MemberData(nameof(Quiet))]
    public Task Borrow_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source);
}
