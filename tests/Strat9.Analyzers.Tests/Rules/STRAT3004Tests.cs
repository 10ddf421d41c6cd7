namespace Strat9.Analyzers.Tests.Rules;

/// <summary>Type argument without <c>[AllowsMoveOnly]</c>.</summary>
public class STRAT3004Tests
{
    private const string Types =
        """

        class Cell<T> { public int Count => 0; }
        struct Wrap<T> { public int Count; }
        class Two<TKey, [AllowsMoveOnly] TValue> { public int Count => 0; }
        static class Generic
        {
            public static int Show<T>(T value) => 0;
            public static int Peek<T>(in T value) => 0;
            public static int Size<T>() => 0;
            public static int Kept<[AllowsMoveOnly] T>([Borrows] T value) => 0;
        }
        """;

    public static TheoryData<string, string> Arguments => Case.Members(
        """
        ## a list made
        void M()
        {
            var list = new {|STRAT3004:List<Tok>|}();
        }

        ## a list of classes
        void M()
        {
            var list = new {|STRAT3004:List<Chip>|}();
        }

        ## a list as a parameter
        void M({|STRAT3004:List<Tok>|} list) { }

        ## a read-only list as a result
        {|STRAT3004:IReadOnlyList<Chip>|}? M() => null;

        ## a dictionary's values
        void M()
        {
            var map = new {|STRAT3004:Dictionary<string, Chip>|}();
        }

        ## a dictionary's keys
        void M()
        {
            var map = new {|STRAT3004:Dictionary<Chip, string>|}();
        }

        ## a pair of key and value
        void M({|STRAT3004:KeyValuePair<int, Tok>|} pair) { }

        ## a queue
        void M()
        {
            var queue = new {|STRAT3004:Queue<Tok>|}();
        }

        ## an own generic class
        void M()
        {
            var cell = new {|STRAT3004:Cell<Tok>|}();
        }

        ## an own generic struct
        void M({|STRAT3004:Wrap<Chip>|} wrap) { }

        ## the parameter that does not admit it, of two
        void M({|STRAT3004:Two<Tok, Tok>|} two) { }

        ## a method's argument written out
        void M() => Note({|STRAT3004:Generic.Size<Tok>()|});

        ## a method's argument inferred
        void M()
        {
            var t = Tok.Make();
            Note({|STRAT3004:Generic.Show(t)|});
        }

        ## a method's argument inferred from a borrow
        void M(Tok t) => Note({|STRAT3004:Generic.Peek(in t)|});

        ## a query operator
        int M() => {|STRAT3004:ManyToks().Count()|};

        ## a query operator that makes a list
        void M()
        {
            var list = {|STRAT3004:ManyToks().ToList()|};
        }

        ## a type parameter that admits it, handed to one that does not
        int M<[AllowsMoveOnly] T>([Borrows] T value) => {|STRAT3004:Generic.Peek(in value)|};

        ## a type parameter that admits it, in a list
        void M<[AllowsMoveOnly] T>()
        {
            var list = new {|STRAT3004:List<T>|}();
        }

        ## a base class
        [MoveOnly]
        sealed class Owner : {|STRAT3004:Cell<Tok>|} { }

        ## an interface
        [MoveOnly]
        abstract class Owner : {|STRAT3004:IReadOnlyCollection<Tok>|}
        {
            public abstract int Count { get; }
            public abstract IEnumerator<Tok> GetEnumerator();
            System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => throw new NotSupportedException();
        }
        """);

    [Theory]
    [MemberData(nameof(Arguments))]
    public Task Argument_Reports(string name, string source) => Case.Reports("STRAT3004", name, source + Types);

    public static TheoryData<string, string> Quiet => Case.Members(
        """
        ## tasks, nullables and sequences
        Task<Tok> A() => MakeTokAsync();
        async ValueTask<Res> B() => await OpenAsync();
        Tok? C1(Tok? t) => t;
        IEnumerable<Tok> D() => ManyToks();
        IAsyncEnumerable<Tok> E() => StreamToks();
        (Tok, Chip) F(Tok t, Chip k) => (t, k);

        ## an enumerator
        int M(IEnumerator<Tok> all)
        {
            var sum = 0;
            while (all.MoveNext()) sum += all.Current.Id;
            return sum;
        }

        ## delegates
        Tok M(Func<Tok> make, Action<Tok> take, Func<Tok, int, Tok> change)
        {
            take(make());
            return change(make(), 3);
        }

        ## spans as loans
        int M(Span<Tok> all, ReadOnlySpan<Chip> chips) => all.Length + chips.Length;

        ## comparison interfaces
        [MoveOnly]
        sealed class Rank(int value) : IComparable<Rank>, IEquatable<Rank>
        {
            public int CompareTo(Rank? other) => value;
            public bool Equals(Rank? other) => value == 0;
            public override bool Equals(object? obj) => false;
            public override int GetHashCode() => value;
        }

        ## parameters that admit it
        int M(Tok t, Two<string, Tok> two) => Generic.Kept(t) + two.Count;

        ## parameters that admit it, handed on
        int M<[AllowsMoveOnly] T>([Borrows] T value) => Generic.Kept(value);

        ## other types
        void M()
        {
            var list = new List<int> { 1, 2 };
            var cell = new Cell<string>();
            Note(Generic.Show(list) + cell.Count);
        }

        ## forgetting admits it
        void M(Buf b) => Ownership.Forget(b, "test");

        ## the base library's carriers
        async Task M(Tok t)
        {
            var task = Task.FromResult(t);
            var u = await task;
            var later = new ValueTask<Tok>(u);
            Take(await later.ConfigureAwait(false));
        }
        """);

    [Theory]
    [MemberData(nameof(Quiet))]
    public Task Argument_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source + Types);
}
