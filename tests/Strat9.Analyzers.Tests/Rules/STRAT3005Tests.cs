namespace Strat9.Analyzers.Tests.Rules;

/// <summary>Forged, or constructed outside the protocol.</summary>
public class STRAT3005Tests
{
    public static TheoryData<string, string> Forgeries => Case.Bodies(
        """
        ## default literal
        Tok t = {|STRAT3005:default|};

        ## default expression
        var t = {|STRAT3005:default(Tok)|};

        ## new without the declared constructor
        var t = {|STRAT3005:new Tok()|};

        ## target-typed new without the declared constructor
        Tok t = {|STRAT3005:new()|};

        ## new without the declared constructor of a linear struct
        var b = {|STRAT3005:new Buf()|};
        b.Free();

        ## default of a linear struct
        Buf b = {|STRAT3005:default|};
        b.Free();

        ## new with an initialiser
        var w = {|STRAT3005:new Twin { Tag = 3 }|};

        ## as an argument
        Take({|STRAT3005:default(Tok)|});

        ## as an argument by its literal
        Inner({|STRAT3005:default|});
        static void Inner(Tok t) { }

        ## as an argument by in
        Look({|STRAT3005:default(Tok)|});

        ## as a receiver
        Note({|STRAT3005:default(Tok)|}.Id);

        ## as a refill
        var t = Tok.Make();
        Take(t);
        t = {|STRAT3005:default|};

        ## as one arm
        var t = c ? Tok.Make() : {|STRAT3005:default|};

        ## as an arm of a switch expression
        var t = n switch { 1 => Tok.Make(), _ => {|STRAT3005:default|} };

        ## as an alternative
        var t = MaybeTok() ?? {|STRAT3005:default|};

        ## in a tuple
        (Tok, int) pair = ({|STRAT3005:default|}, 1);

        ## in a constructor's argument
        var w = new Twin({|STRAT3005:default|}, Tok.Make());

        ## in an initialiser of a part
        var w = Twin.Make();
        Take(w.A);
        w.A = {|STRAT3005:default|};

        ## in a deconstruction
        Tok t;
        (t, n) = ({|STRAT3005:default(Tok)|}, 3);

        ## in a lambda
        Func<Tok> make = () => {|STRAT3005:default|};

        ## the content of a nullable, or nothing
        var t = {|STRAT3005:MaybeTok().GetValueOrDefault()|};

        ## the content of a nullable local, or nothing
        var maybe = MaybeTok();
        var t = {|STRAT3005:maybe.GetValueOrDefault()|};

        ## unboxing
        object o = s;
        var t = {|STRAT3005:(Tok)o|};

        ## unboxing to a nullable
        object o = s;
        var t = {|STRAT3005:(Tok?)o|};
        """);

    [Theory]
    [MemberData(nameof(Forgeries))]
    public Task Forgery_Reports(string name, string source) => Case.Reports("STRAT3005", name, source);

    public static TheoryData<string, string> MemberForgeries => Case.Members(
        """
        ## returned
        Tok M() => {|STRAT3005:default|};

        ## returned as new
        Buf M() => {|STRAT3005:new()|};

        ## yielded
        IEnumerable<Tok> M()
        {
            yield return {|STRAT3005:default|};
        }

        ## given by out
        void M(out Tok t) => t = {|STRAT3005:default|};

        ## given by out on the result that promises it
        bool M([Gives(When = true)] out Tok t)
        {
            t = {|STRAT3005:default|};
            return true;
        }

        ## by ref
        void M(ref Tok t)
        {
            Take(t);
            t = {|STRAT3005:default|};
        }

        ## returned by an async method
        async Task<Tok> M()
        {
            await Task.Yield();
            return {|STRAT3005:default|};
        }

        ## a generic value
        T M<[AllowsMoveOnly] T>() => {|STRAT3005:default(T)|}!;

        ## a generic refill
        T M<[AllowsMoveOnly] T>(T value)
        {
            Ownership.Forget(value, "test");
            return {|STRAT3005:default|}!;
        }

        ## a struct's own constructor
        [MoveOnly]
        struct Token
        {
            private int _id;
            public Token(int id) => this = {|STRAT3005:default|};
            public readonly int Id => _id;
        }

        ## a static factory of its own type
        [Linear]
        struct Token
        {
            private int _id;
            public Token(int id) => _id = id;
            public static Token None() => {|STRAT3005:default|};
            [Consumes] public readonly int End() => _id;
        }

        ## a struct without any constructor
        [MoveOnly]
        struct Token
        {
            public int Id;
        }

        Token M() => {|STRAT3005:new Token { Id = 3 }|};

        ## a struct with a primary constructor
        [MoveOnly]
        struct Token(int id)
        {
            public readonly int Id => id;
        }

        Token M() => {|STRAT3005:new Token()|};

        ## a record struct
        [MoveOnly]
        record struct Token(int Id);

        Token M() => {|STRAT3005:new Token()|};

        ## with on a record
        [MoveOnly]
        sealed record Token(int Id);

        Token M(Token token) => {|STRAT3005:token with { Id = 3 }|};

        ## with on a record struct
        [MoveOnly]
        record struct Token(int Id);

        Token M(Token token) => {|STRAT3005:token with { Id = 3 }|};

        ## with on a plain struct
        [MoveOnly]
        struct Token(int id)
        {
            public int Id = id;
        }

        Token M(Token token) => {|STRAT3005:token with { Id = 3 }|};

        ## a field initialiser
        [MoveOnly]
        sealed class Owner
        {
            private Tok _tok = {|STRAT3005:default|};
            public int Id => _tok.Id;
        }

        ## a property initialiser
        [MoveOnly]
        sealed class Owner
        {
            public Tok Token { get; set; } = {|STRAT3005:new()|};
        }
        """);

    [Theory]
    [MemberData(nameof(MemberForgeries))]
    public Task MemberForgery_Reports(string name, string source) => Case.Reports("STRAT3005", name, source);

    public static TheoryData<string, string> Quiet => Case.Members(
        """
        ## declared constructors
        void M()
        {
            var t = new Tok(3);
            Tok u = new(4);
            var b = new Buf(3);
            b.Free();
        }

        ## a declared constructor without parameters
        [MoveOnly]
        struct Token
        {
            public Token() => Id = 3;
            public int Id { get; }
        }

        Token M() => new Token();
        Token Again() => new();

        ## a class's constructor without parameters
        Chip M() => new Chip();

        ## a class's initialiser
        Bag M() => new Bag { Item = new Chip { Id = 3 } };

        ## a declared constructor and an initialiser
        Twin M() => new Twin(Tok.Make(), Tok.Make()) { Tag = 3 };

        ## nothing where a class may be missing
        Res? M(bool c)
        {
            Res? r = null;
            if (c) r = Res.Open("x");
            return r;
        }

        ## nothing where a struct may be missing
        Tok? M(bool c)
        {
            Tok? t = null;
            if (c) t = Tok.Make();
            return t;
        }

        ## nothing given
        bool M([Gives(When = true)] out Tok t, bool c)
        {
            if (c)
            {
                t = Tok.Make();
                return true;
            }

            t = default;
            return false;
        }

        ## nothing given, on the other members of an enum
        Sent M([Gives(When = Sent.Ok)] out Buf b)
        {
            b = default;
            return Sent.Full;
        }

        ## defaults of other types
        void M()
        {
            int n = default;
            CancellationToken token = default;
            var list = new List<int>();
            object o = n;
            var m = (int)o;
            int? maybe = m;
            Note(maybe.GetValueOrDefault());
        }

        ## with on other records
        record Point(int X, int Y);

        Point M(Point p) => p with { X = 3 };

        ## a reference cast
        IJob M(Job j) => j;

        ## a downcast of a move-only base
        class Better : Chip { }

        void M(Chip k)
        {
            var better = (Better)k;
            better.Use();
        }

        ## a declared struct place filled later
        void M(bool c)
        {
            Tok t;
            if (c) t = Tok.Make();
            else t = new Tok(3);
            Note(t.Id);
        }

        ## trusted code may forge
        [Trusted("The test wants it.")]
        Tok M() => default;

        ## a nullable's content
        int M(Tok? t) => t.HasValue ? t.Value.Id : 0;

        ## conditional access on a nullable
        int? M(Tok? t) => t?.Id;
        """);

    [Theory]
    [MemberData(nameof(Quiet))]
    public Task Forgery_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source);
}
