namespace Strat9.Analyzers.Tests.Rules;

/// <summary>Boxed, or converted to a type that is not move-only.</summary>
public class STRAT3001Tests
{
    private const string Types =
        """

        class Plain { }
        interface IPlain { }
        [MoveOnly] interface IOwned { }
        [MoveOnly] class Child : Plain, IPlain { }
        [MoveOnly] struct Owned : IPlain, IOwned { public Owned(int id) { } }
        """;

    public static TheoryData<string, string> Conversions => Case.Bodies(
        """
        ## a struct to object
        object o = {|STRAT3001:Tok.Make()|};

        ## a local struct to object
        var t = Tok.Make();
        object o = {|STRAT3001:t|};

        ## a class to object
        var k = Chip.Make();
        object o = {|STRAT3001:k|};

        ## a cast
        var t = Tok.Make();
        var o = {|STRAT3001:(object)t|};

        ## as
        var k = Chip.Make();
        var o = {|STRAT3001:k as object|};

        ## dynamic
        var k = Chip.Make();
        dynamic o = {|STRAT3001:k|};

        ## ValueType
        var t = Tok.Make();
        ValueType o = {|STRAT3001:t|};

        ## a base class that is not move-only
        var child = new Child();
        Plain plain = {|STRAT3001:child|};

        ## an interface that is not move-only
        var child = new Child();
        IPlain plain = {|STRAT3001:child|};

        ## a struct to an interface that is not move-only
        var own = new Owned(1);
        IPlain plain = {|STRAT3001:own|};

        ## a struct to a move-only interface
        var own = new Owned(1);
        IOwned other = {|STRAT3001:own|};

        ## a linear class to IDisposable
        var k = Conn.Open();
        IDisposable other = {|STRAT3001:k|};

        ## a linear struct is gone with its box
        var b = Buf.Make();
        object o = {|STRAT3001:b|};

        ## a use after the escape is not another report
        var t = Tok.Make();
        object o = {|STRAT3001:t|};
        Note(t.Id);

        ## an argument
        Inner({|STRAT3001:Tok.Make()|});
        static void Inner(object o) { }

        ## an argument of the base library
        var t = Tok.Make();
        Note(string.Format("{0}", {|STRAT3001:t|}));

        ## an assignment
        object o;
        var k = Chip.Make();
        o = {|STRAT3001:k|};

        ## an arm
        var k = Chip.Make();
        object o = c ? {|STRAT3001:k|} : "x";

        ## a tuple
        var k = Chip.Make();
        (object, int) pair = ({|STRAT3001:k|}, 1);

        ## a nullable
        var maybe = MaybeTok();
        object? o = {|STRAT3001:maybe|};
        """);

    [Theory]
    [MemberData(nameof(Conversions))]
    public Task Conversion_Reports(string name, string source) => Case.Reports("STRAT3001", name, source + Types);

    public static TheoryData<string, string> MemberConversions => Case.Members(
        """
        ## returned
        object M() => {|STRAT3001:Chip.Make()|};

        ## returned as an interface
        IDisposable M() => {|STRAT3001:Conn.Open()|};

        ## yielded
        IEnumerable<object> M()
        {
            yield return {|STRAT3001:Tok.Make()|};
        }

        ## returned by an async method
        async Task<object> M() => {|STRAT3001:await MakeTokAsync()|};

        ## given by out
        void M(out object o) => o = {|STRAT3001:Chip.Make()|};

        ## a parameter
        object M(Chip k) => {|STRAT3001:k|};

        ## a lambda's result
        Func<object> M() => () => {|STRAT3001:Tok.Make()|};

        ## a field
        private object? _o;
        void M(Chip k) => _o = {|STRAT3001:k|};

        ## a generic value
        object? M<[AllowsMoveOnly] T>(T value) => {|STRAT3001:value|};
        """);

    [Theory]
    [MemberData(nameof(MemberConversions))]
    public Task MemberConversion_Reports(string name, string source) => Case.Reports("STRAT3001", name, source + Types);

    public static TheoryData<string, string> Quiet => Case.Bodies(
        """
        ## a linear class to its linear interface
        IJob j = new Job(1);
        j.Run();

        ## a move-only class to a move-only base
        Chip k = new Better();
        Take(k);

        ## lent to an interface that is not move-only
        var child = new Child();
        Show(child);
        Take(child);
        static void Show([Borrows] IPlain plain) { }
        static void Take(Child child) { }

        ## lent as object
        var child = new Child();
        Show(child);
        static void Show([Borrows] object o) { }

        ## equality of the base library
        var k = Chip.Make();
        var other = Chip.Make();
        if (k.Equals(other) || ReferenceEquals(k, other) || object.Equals(k, other)) Prepare();

        ## guards of the base library
        var k = Chip.Make();
        ArgumentNullException.ThrowIfNull(k);
        GC.KeepAlive(k);
        Note(k.GetType().Name);

        ## a plain part
        var t = Tok.Make();
        object o = t.Id;

        ## interpolation
        var t = Tok.Make();
        Note($"{t}");

        ## disposal needs no conversion
        using (Conn.Open()) { }

        ## null
        object? o = null;
        Chip? k = null;

        ## other types
        object o = n;
        IDisposable source = new CancellationTokenSource();
        source.Dispose();
        """);

    [Theory]
    [MemberData(nameof(Quiet))]
    public Task Conversion_DoesNotTrigger(string name, string source) =>
        Case.DoesNotTrigger(name, source + Types + "\nclass Better : Chip { }");
}
