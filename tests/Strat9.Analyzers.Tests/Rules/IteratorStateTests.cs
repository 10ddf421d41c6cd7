namespace Strat9.Analyzers.Tests.Rules;

/// <summary>An iterator: asked for the next element, read while there is one, over at the end.</summary>
public class IteratorStateTests
{
    private const string Types =
        """

        public enum It { [State(Initial = true)] Start, [State] Has, [State(Final = true)] End }

        [Typestate(typeof(It))]
        public sealed class Iter
        {
            private int _n;
            [Requires(It.Start, It.Has), Ensures(It.Has, When = true), Ensures(It.End, When = false)] public bool MoveNext() => throw new NotSupportedException();
            [Requires(It.Has)] public int Current => _n;
            [Requires(It.Start, It.Has), Ensures(It.End)] public void Stop() => _n = 0;
            [Tests] public It State => throw new NotSupportedException();
            [return: Ensures(It.Start)] public static Iter Over(int n) => new Iter();
        }

        public enum Build { [State(Initial = true, Final = true)] NeedsName, [State(Final = true)] NeedsSize, [State(Final = true)] Ready }

        [Typestate(typeof(Build))]
        public sealed class Builder
        {
            private int _n;
            [Transition(Build.NeedsName, Build.NeedsSize)] [return: Borrows] public Builder Name(string s) { _n++; return this; }
            [Transition(Build.NeedsSize, Build.Ready)] [return: Borrows] public Builder Size(int n) { _n += n; return this; }
            [Requires(Build.Ready)] [return: Borrows] public Builder Color(int n) { _n += n; return this; }
            [Requires(Build.Ready)] public string Done() => "x";
        }
        """;

    public static TheoryData<string, string> Wrong => Case.Members(
        """
        ## iterator, used after the end
        void M()
        {
            var it = Iter.Over(3);
            while (it.MoveNext()) Note(it.Current);
            Note({|STRAT2002:it.Current|});
        }

        ## iterator, before the first
        void M()
        {
            var it = Iter.Over(3);
            Note({|STRAT2002:it.Current|});
            while (it.MoveNext()) { }
        }

        ## iterator, moved past the end
        void M()
        {
            var it = Iter.Over(3);
            while (it.MoveNext()) { }
            {|STRAT2002:it.MoveNext()|};
            if (it.State == It.Has) it.Stop();
        }

        ## iterator, left in the middle
        void M()
        {
            var {|STRAT1002:it|} = Iter.Over(3);
            while (it.MoveNext())
            {
                if (it.Current > 3) break;
            }
        }

        ## iterator, returns out of the loop without stop
        int M()
        {
            var {|STRAT1002:it|} = Iter.Over(3);
            while (it.MoveNext())
            {
                if (it.Current > 3) return it.Current;
            }
            return 0;
        }

        ## iterator, two at a time
        void M()
        {
            var it = Iter.Over(3);
            while ({|STRAT2002:it.MoveNext()|})
            {
                Note(it.Current);
                it.MoveNext();
            }
        }

        ## iterator, twice without looking
        void M()
        {
            var it = Iter.Over(3);
            it.MoveNext();
            {|STRAT2002:it.MoveNext()|};
            if (it.State == It.Has) it.Stop();
        }

        ## iterator, condition with and
        void M(int n)
        {
            var {|STRAT1002:it|} = Iter.Over(3);
            while (n-- > 0 && it.MoveNext()) Note(it.Current);
        }

        ## iterator, ternary the wrong way
        int M()
        {
            var it = Iter.Over(3);
            var n = it.MoveNext() ? 0 : {|STRAT2002:it.Current|};
            if (it.State == It.Has) it.Stop();
            return n;
        }

        ## iterator, by a parameter that does not finish
        int Sum([Requires(It.Start), Ensures(It.End)] Iter it)
        {
            var n = 0;
            while (it.MoveNext() && n < 3) n += it.Current;
            {|STRAT2004:return n;|}
        }
        """);

    [Theory]
    [MemberData(nameof(Wrong))]
    public Task Wrong_Reports(string name, string source) => Case.Check(name, source + Types + InPlaceTypes.Source);

    public static TheoryData<string, string> Right => Case.Members(
        """
        ## iterator
        void M()
        {
            var it = Iter.Over(3);
            while (it.MoveNext()) Note(it.Current);
        }

        ## iterator, left in the middle and stopped
        void M()
        {
            var it = Iter.Over(3);
            while (it.MoveNext())
            {
                if (it.Current > 3)
                {
                    it.Stop();
                    break;
                }
            }
        }

        ## iterator, returns out of the loop
        int M()
        {
            var it = Iter.Over(3);
            while (it.MoveNext())
            {
                if (it.Current <= 3) continue;
                var found = it.Current;
                it.Stop();
                return found;
            }
            return 0;
        }

        ## iterator, do while
        void M()
        {
            var it = Iter.Over(3);
            if (!it.MoveNext()) return;
            do { Note(it.Current); } while (it.MoveNext());
        }

        ## iterator, for
        void M()
        {
            var it = Iter.Over(3);
            for (var more = it.MoveNext(); more; more = it.MoveNext()) Note(it.Current);
        }

        ## iterator, for wrong
        void M()
        {
            var it = Iter.Over(3);
            for (var more = it.MoveNext(); more; more = it.MoveNext()) { }
            if (it.State == It.End) return;
            Note(1);
        }

        ## iterator, while true
        void M()
        {
            var it = Iter.Over(3);
            while (true)
            {
                if (!it.MoveNext()) break;
                Note(it.Current);
            }
        }

        ## iterator, two at a time with a test
        void M()
        {
            var it = Iter.Over(3);
            while (it.MoveNext())
            {
                Note(it.Current);
                if (!it.MoveNext()) break;
                Note(it.Current);
            }
        }

        ## iterator, condition with and stopped
        void M(int n)
        {
            var it = Iter.Over(3);
            while (n-- > 0 && it.MoveNext()) Note(it.Current);
            if (it.State != It.End) it.Stop();
        }

        ## iterator, a test on both sides
        void M()
        {
            var it = Iter.Over(3);
            if (it.MoveNext() && it.Current > 1 && it.MoveNext()) { Note(it.Current); }
            if (it.State is It.Start or It.Has) it.Stop();
        }

        ## iterator, ternary
        int M()
        {
            var it = Iter.Over(3);
            var n = it.MoveNext() ? it.Current : 0;
            if (it.State == It.Has) it.Stop();
            return n;
        }

        ## iterator, negated twice
        void M()
        {
            var it = Iter.Over(3);
            while (!!it.MoveNext()) Note(it.Current);
        }

        ## iterator, compared with false
        void M()
        {
            var it = Iter.Over(3);
            while (it.MoveNext() != false) Note(it.Current);
        }

        ## iterator, is not true
        void M()
        {
            var it = Iter.Over(3);
            while (true)
            {
                if (it.MoveNext() is not true) return;
                Note(it.Current);
            }
        }

        ## iterator, switch expression of bool
        int M()
        {
            var it = Iter.Over(3);
            var n = it.MoveNext() switch { true => it.Current, false => 0 };
            if (it.State == It.Has) it.Stop();
            return n;
        }

        ## iterator, by a parameter
        int Sum([Requires(It.Start), Ensures(It.End)] Iter it)
        {
            var n = 0;
            while (it.MoveNext()) n += it.Current;
            return n;
        }

        ## iterator, handed on in the loop
        void M()
        {
            var it = Iter.Over(3);
            while (it.MoveNext()) Show(it);
            static void Show([Requires(It.Has)] Iter i) => Note(i.Current);
        }
        """);

    [Theory]
    [MemberData(nameof(Right))]
    public Task Right_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source + Types + InPlaceTypes.Source);
}
