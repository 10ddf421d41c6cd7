namespace Strat9.Analyzers.Tests.Rules;

/// <summary>Captured by a lambda, local function or method group.</summary>
public class STRAT3002Tests
{
    public static TheoryData<string, string> Captures => Case.Bodies(
        """
        ## a lambda that reads
        var t = Tok.Make();
        Action f = () => Note({|STRAT3002:t|}.Id);

        ## a lambda with a block
        var k = Chip.Make();
        Action f = () =>
        {
            Prepare();
            {|STRAT3002:k|}.Use();
        };

        ## a lambda that assigns
        var t = Tok.Make();
        Action f = () => {|STRAT3002:t|} = Tok.Make();

        ## an anonymous method
        var t = Tok.Make();
        Action f = delegate { {|STRAT3002:t|}.Bump(); };

        ## an async lambda
        var t = Tok.Make();
        Func<Task> f = async () =>
        {
            await Task.Yield();
            Note({|STRAT3002:t|}.Id);
        };

        ## a lambda in a lambda
        var t = Tok.Make();
        Func<Func<int>> f = () => () => {|STRAT3002:t|}.Id;

        ## a lambda given to a parameter without a contract
        var t = Tok.Make();
        Inner(() => {|STRAT3002:t|}.Id);
        static void Inner(Func<int> f) => f();

        ## a lambda given to another thread
        var t = Tok.Make();
        Task.Run(() => Note({|STRAT3002:t|}.Id));

        ## a lambda given to a constructor
        var t = Tok.Make();
        var lazy = new Lazy<int>(() => {|STRAT3002:t|}.Id);

        ## a lambda given to a query operator
        var t = Tok.Make();
        var count = s.Count(letter => letter == {|STRAT3002:t|}.Id);

        ## a query expression
        var t = Tok.Make();
        var all = from letter in s where letter == {|STRAT3002:t|}.Id select letter;

        ## an expression tree
        var t = Tok.Make();
        System.Linq.Expressions.Expression<Func<int>> f = () => {|STRAT3002:t|}.Id;

        ## a lambda returned from a conditional
        var t = Tok.Make();
        Func<int> f = c ? () => {|STRAT3002:t|}.Id : () => 0;

        ## the loop's element
        foreach (var t in ManyToks())
        {
            Action f = () => Note({|STRAT3002:t|}.Id);
        }

        ## a method group over a class
        var k = Chip.Make();
        Action f = {|~STRAT3002:k.Use|};

        ## a method group over a struct
        var t = Tok.Make();
        Func<int> f = {|~STRAT3002:t.Peek|};

        ## a method group as an argument
        var k = Chip.Make();
        Inner({|~STRAT3002:k.Use|});
        static void Inner(Action f) => f();
        """);

    [Theory]
    [MemberData(nameof(Captures))]
    public Task Capture_Reports(string name, string source) => Case.Reports("STRAT3002", name, source);

    public static TheoryData<string, string> MemberCaptures => Case.Members(
        """
        ## a parameter
        Func<int> M(Tok t) => () => {|STRAT3002:t|}.Id;

        ## a lent parameter
        Func<string> M([Borrows] Res r) => () => {|STRAT3002:r|}.Name;

        ## an event
        event Action? Changed;

        void M(Chip k) => Changed += () => {|STRAT3002:k|}.Use();

        ## an event by a method group
        event Action? Changed;

        void M(Chip k) => Changed += {|~STRAT3002:k.Use|};

        ## this of a move-only class
        [MoveOnly]
        sealed class Owner
        {
            private int _n;
            public Func<int> M() => () => {|~STRAT3002:this._n|};
        }

        ## a delegate parameter that admits nothing, beside one that borrows
        static void Both([Borrows] Action a, Action b)
        {
            a();
            b();
        }

        void M(Tok t) => Both(() => Note(t.Id), () => Note({|STRAT3002:t|}.Id));

        ## a generic value
        Func<bool> M<[AllowsMoveOnly] T>([Borrows] T value) => () => {|STRAT3002:value|} is null;
        """);

    [Theory]
    [MemberData(nameof(MemberCaptures))]
    public Task MemberCapture_Reports(string name, string source) => Case.Reports("STRAT3002", name, source);

    public static TheoryData<string, string> Quiet => Case.Members(
        """
        ## lent to the call
        void M(Tok t, [Borrows] Res r, Chip k)
        {
            Run(() => Note(t.Id));
            Run(() => r.Use());
            Run(() =>
            {
                k.Use();
                Look(in t);
            });
            Note(Map(() => k.Id + t.Id));
        }

        ## a lambda in a lambda, both lent
        void M(Tok t) => Run(() => Run(() => Note(t.Id)));

        ## consumed by a call that runs it at most once
        void M(Buf b) => Once(() => b.Free());

        ## a method group lent to the call
        void M(Chip k)
        {
            Run(k.Use);
            k.Use();
        }

        ## a plain copy captured
        Func<int> M(Tok t)
        {
            var id = t.Id;
            return () => id;
        }

        ## a local function that is only called
        int M(Tok t, [Borrows] Res r)
        {
            return Id() + Name().Length;

            int Id() => t.Id;
            string Name()
            {
                r.Use();
                return r.Name;
            }
        }

        ## local functions that call each other
        int M(Tok t)
        {
            return First(3);

            int First(int n) => n == 0 ? t.Id : Second(n - 1);
            int Second(int n) => First(n);
        }

        ## a static lambda
        Func<Tok> M() => static () => Tok.Make();

        ## lambdas over their own values
        void M()
        {
            Func<Tok, int> id = t => t.Id;
            Action<Buf> free = b => b.Free();
            Action own = () =>
            {
                var b = Buf.Make();
                b.Free();
            };
            own();
            free(Buf.Make());
            Note(id(Tok.Make()));
        }

        ## a static method group
        void M()
        {
            Action<Tok> take = Take;
            Func<Buf> make = Buf.Make;
            take(Tok.Make());
            make().Free();
        }

        ## captures of other types
        Action M(string s, List<int> list) => () => list.Add(s.Length);
        """);

    [Theory]
    [MemberData(nameof(Quiet))]
    public Task Capture_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source);
}
