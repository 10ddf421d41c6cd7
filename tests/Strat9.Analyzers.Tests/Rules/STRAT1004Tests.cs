namespace Strat9.Analyzers.Tests.Rules;

/// <summary>Result discarded.</summary>
public class STRAT1004Tests
{
    public static TheoryData<string, string> Discards => Case.Bodies(
        """
        ## a result
        {|STRAT1004:Buf.Make()|};

        ## a class
        {|STRAT1004:Res.Open("x")|};

        ## a new struct
        {|STRAT1004:new Buf(3)|};

        ## a new class
        {|STRAT1004:new Job(3)|};

        ## a new disposable
        {|STRAT1004:new Conn()|};

        ## what a value became
        var b = Buf.Make();
        {|STRAT1004:b.Resized(3)|};

        ## what was passed through
        var b = Buf.Make();
        {|STRAT1004:Pass(b)|};

        ## assigned to a discard
        {|STRAT1004:_ = Buf.Make()|};

        ## a new value assigned to a discard
        {|STRAT1004:_ = new Conn()|};

        ## a local assigned to a discard
        var b = Buf.Make();
        {|STRAT1004:_ = b|};

        ## a tuple
        {|STRAT1004:MakeTwo()|};

        ## a tuple assigned to a discard
        {|STRAT1004:_ = MakeTwo()|};

        ## a nullable
        {|STRAT1004:MaybeBuf()|};

        ## a nullable class
        {|STRAT1004:MaybeRes()|};

        ## a task
        {|STRAT1004:MakeBufAsync()|};

        ## an awaited result
        {|STRAT1004:await MakeBufAsync()|};

        ## an awaited result assigned to a discard
        {|STRAT1004:_ = await OpenAsync()|};

        ## a temporary that is only read
        Note({|STRAT1004:Buf.Make()|}.Length);

        ## a temporary class that is only used
        {|STRAT1004:Res.Open("x")|}.Use();

        ## a new temporary that is only used
        {|STRAT1004:new Conn()|}.Ping();

        ## a temporary by in
        Look({|STRAT1004:Buf.Make()|});

        ## a temporary lent by value
        LookValue({|STRAT1004:Buf.Make()|});

        ## a temporary class lent
        Look({|STRAT1004:Res.Open("x")|});

        ## a temporary lent to a base interface
        Look({|STRAT1004:new Job(3)|});

        ## a temporary lent to an extension
        Note({|STRAT1004:Buf.Make()|}.See());

        ## a temporary in a condition
        if ({|STRAT1004:Buf.Make()|}.Length > 3) Prepare();

        ## a temporary in a loop condition
        while ({|STRAT1004:Buf.Make()|}.Length > n) n++;

        ## a temporary in a property pattern
        if ({|STRAT1004:Buf.Make()|} is { Length: > 3 }) Prepare();

        ## a temporary in a null test
        if ({|STRAT1004:MaybeRes()|} is null) Prepare();

        ## a temporary behind a conditional access
        {|STRAT1004:MaybeRes()|}?.Use();

        ## a temporary compared
        var r = Res.Open("x");
        if (r == {|STRAT1004:MaybeRes()|}) Prepare();
        r.Close();

        ## a temporary in an interpolation
        Note($"{{|STRAT1004:Buf.Make()|}.Length}");

        ## a temporary after an await
        Note(({|STRAT1004:await MakeBufAsync()|}).Length);

        ## one element of a deconstruction
        {|STRAT1004:var (b, _) = MakeTwo()|};
        b.Free();

        ## one element of a deconstructing assignment
        Buf b;
        {|STRAT1004:(b, _) = MakeTwo()|};
        b.Free();

        ## an out discard
        Fill({|STRAT1004:out Buf _|});

        ## in a step
        for (; Ready(); {|STRAT1004:Buf.Make()|}) Prepare();

        ## in a lambda with an expression body
        Run(() => {|STRAT1004:Buf.Make()|});

        ## in a branch
        if (c) {|STRAT1004:Buf.Make()|};

        ## in a finally
        try { Prepare(); }
        finally { {|STRAT1004:Buf.Make()|}; }
        """);

    [Theory]
    [MemberData(nameof(Discards))]
    public Task Discard_Reports(string name, string source) => Case.Reports("STRAT1004", name, source);

    [Fact]
    public async Task DiscardedLocal_IsMovedToo()
    {
        await Case.Check("_ = b moves b", """
            class C
            {
                void M()
                {
                    var b = Buf.Make();
                    {|STRAT1004:_ = b|};
                    {|STRAT1001:b|}.Free();
                }
            }
            """);
    }

    public static TheoryData<string, string> Quiet => Case.Bodies(
        """
        ## consumed at once
        Buf.Make().Free();

        ## a chain that ends well
        Buf.Make().Resized(3).Resized(4).Free();

        ## a class consumed at once
        Res.Open("x").Close();

        ## a new value consumed at once
        new Job(3).Run();
        new Conn().Dispose();

        ## handed on at once
        Take(Buf.Make());
        Take(Pass(new Buf(3)));

        ## awaited and consumed at once
        (await MakeBufAsync()).Free();
        Take(await OpenAsync());

        ## read by what consumes
        Note(Spend(Buf.Make()));

        ## eaten by an extension
        Buf.Make().Eat();

        ## a result that is no value of ours
        var b = Buf.Make();
        b.Peek();
        Size(in b);
        _ = b.Length;
        b.Free();

        ## move-only results may be dropped
        Tok.Make();
        _ = Tok.Make();
        new Chip();
        MaybeTok();
        Note(Tok.Make().Id);
        Look(Tok.Make());
        MakeTwoToks();
        Fill(out Tok _);

        ## a plain task may be dropped
        var task = TakeAsync(Buf.Make());
        await task;

        ## disposed at once
        using (Conn.Open()) Prepare();

        ## a missing value consumed behind a conditional access
        MaybeRes()?.Close();
        MaybeBuf()?.Free();

        ## forgotten on purpose
        Ownership.Forget(Buf.Make(), "test");

        ## nothing given, nothing discarded
        Prepare();
        Ready();
        """);

    [Theory]
    [MemberData(nameof(Quiet))]
    public Task Discard_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source);

    private const string MustUse =
        """

        [MustUse] enum Error { None, Full }
        [MustUse] readonly record struct Outcome(int Code);
        [MustUse] sealed class Ticket { }
        [MustUse] interface IAnswer { }
        sealed class Answer : IAnswer { }

        static class Desk
        {
            [MustUse] public static int Count() => 1;
            [MustUse] public static Task<int> CountAsync() => Task.FromResult(1);
            public static Error Put() => Error.None;
            public static Outcome Try() => new Outcome(1);
            public static Ticket Draw() => new Ticket();
            public static IAnswer Ask() => new Answer();
        }
        """;

    public static TheoryData<string, string> MustUseReports => Case.Bodies(
        """
        ## a method's result
        {|STRAT1004:Desk.Count()|};

        ## an enum
        {|STRAT1004:Desk.Put()|};

        ## a struct
        {|STRAT1004:Desk.Try()|};

        ## a class
        {|STRAT1004:Desk.Draw()|};

        ## an interface
        {|STRAT1004:Desk.Ask()|};

        ## in a branch
        if (c) {|STRAT1004:Desk.Count()|};

        ## in a lambda that gives nothing
        Run(() => {|STRAT1004:Desk.Count()|});

        ## in a loop's step
        for (; Ready(); {|STRAT1004:Desk.Put()|}) Prepare();
        """);

    [Theory]
    [MemberData(nameof(MustUseReports))]
    public Task MustUse_Reports(string name, string source) => Case.Reports("STRAT1004", name, source + MustUse);

    public static TheoryData<string, string> MustUseQuiet => Case.Bodies(
        """
        ## looked at
        if (Desk.Count() > 3) Prepare();
        if (Desk.Put() == Error.None) Prepare();
        Note(Desk.Try().Code);

        ## kept
        var count = Desk.Count();
        var error = Desk.Put();
        var ticket = Desk.Draw();

        ## handed on
        Note(Desk.Count());
        GC.KeepAlive(Desk.Draw());

        ## awaited
        Note(await Desk.CountAsync());

        ## switched on
        switch (Desk.Put())
        {
            case Error.None: break;
        }

        ## given by a lambda
        Note(Map(() => Desk.Count()));
        """);

    [Theory]
    [MemberData(nameof(MustUseQuiet))]
    public Task MustUse_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source + MustUse);

    public static TheoryData<string, string> MemberReports => Case.Members(
        """
        ## an expression body that gives nothing
        void M() => {|STRAT1004:Buf.Make()|};

        ## a constructor that gives nothing
        public C() => {|STRAT1004:Res.Open("x")|};

        ## a local function
        void M()
        {
            void Inner() => {|STRAT1004:Buf.Make()|};
            Inner();
        }

        ## a generic result
        void M<[AllowsMoveOnly] T>(Func<T> make)
        {
            {|STRAT1004:make()|};
        }

        ## a generic value assigned to a discard
        void M<[AllowsMoveOnly] T>(T value)
        {
            {|STRAT1004:_ = value|};
        }

        ## a parameter assigned to a discard
        void M(Buf b)
        {
            {|STRAT1004:_ = b|};
        }
        """);

    [Theory]
    [MemberData(nameof(MemberReports))]
    public Task Member_Reports(string name, string source) => Case.Reports("STRAT1004", name, source);
}
