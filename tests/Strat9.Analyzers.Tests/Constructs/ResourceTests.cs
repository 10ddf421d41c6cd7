namespace Strat9.Analyzers.Tests.Constructs;

/// <summary>Resources, wrappers and the modes of exceptional paths.</summary>
public class ResourceTests
{
    private const string CasesTypes =
        """

        [Linear]
        public sealed class Stream2 : IDisposable
        {
            public static Stream2 Open(string path) => new(path);
            public static bool TryOpen(string path, [Gives(When = true)] out Stream2 s) => throw new NotImplementedException();
            public Stream2(string path) => Path = path;
            public string Path { get; }
            public int Read() => 1;
            public void Flush() { }
            public void Dispose() { }
        }

        [Linear]
        public sealed class Wrapper : IDisposable
        {
            private readonly Stream2 _inner;
            public Wrapper(Stream2 inner) => _inner = inner;
            public int Read() => _inner.Read();
            public void Dispose() => _inner.Dispose();
        }

        [MoveOnly]
        public sealed class View
        {
            [Borrows] private readonly Stream2 _inner;
            public View([Borrows] Stream2 inner) => _inner = inner;
            public int Read() => _inner.Read();
        }
        """;

    public static TheoryData<string, string> Cases => Case.Sources(
        """
        ## wrapper takes the inner
        public static class P
        {
            public static int M()
            {
                var s = Stream2.Open("a");
                using var w = new Wrapper(s);
                return w.Read();
            }

            public static int N()
            {
                var s = Stream2.Open("a");
                using var w = new Wrapper(s);
                return w.Read() + {|STRAT1001:s|}.Read();
            }

            public static int O()
            {
                using var s = Stream2.Open("a");
                using var w = new Wrapper({|STRAT1005:s|});
                return w.Read();
            }

            public static int Q()
            {
                var {|STRAT1002:w|} = new Wrapper(Stream2.Open("a"));
                return w.Read();
            }

            public static int R() => {|STRAT1004:new Wrapper(Stream2.Open("a"))|}.Read();
            public static int S()
            {
                using var w = new Wrapper(new Stream2("a"));
                return w.Read();
            }
        }

        ## wrapper made in a try, the inner freed in the catch
        public static class P
        {
            public static Wrapper M()
            {
                var s = Stream2.Open("a");
                try
                {
                    s.Flush();
                }
                catch
                {
                    s.Dispose();
                    throw;
                }

                return new Wrapper(s);
            }

            public static Wrapper N()
            {
                var s = Stream2.Open("a");
                try
                {
                    s.Flush();
                    return new Wrapper(s);
                }
                catch
                {
                    {|STRAT1001:s|}.Dispose();
                    throw;
                }
            }
        }

        ## view borrows
        public static class P
        {
            public static int M()
            {
                using var s = Stream2.Open("a");
                var v = new View(s);
                return v.Read();
            }
        }

        ## owning field reassigned
        [Linear]
        public sealed class Log : IDisposable
        {
            private Stream2 _s = Stream2.Open("a");
            public void Reopen(string path)
            {
                _s.Dispose();
                _s = Stream2.Open(path);
            }

            public void ReopenBad(string path) => {|STRAT1003:_s = Stream2.Open(path)|};
            public void Dispose() => _s.Dispose();
        }

        ## owning field closed by a helper
        [Linear]
        public sealed class Log : IDisposable
        {
            private readonly Stream2 _s = Stream2.Open("a");
            public void Dispose() => Close(_s);
            private static void Close(Stream2 s) => s.Dispose();
        }

        ## owning field not closed on one path
        [Linear]
        public sealed class Log : IDisposable
        {
            private readonly Stream2 _s = Stream2.Open("a");
            private readonly bool _keep;
            public Log(bool keep) => _keep = keep;
            public void {|STRAT1002:Dispose|}()
            {
                if (!_keep) _s.Dispose();
            }
        }

        ## two owning fields, the second after a throwing first
        [Linear]
        public sealed class Log : IDisposable
        {
            private readonly Stream2 _a = Stream2.Open("a");
            private readonly Stream2 _b = Stream2.Open("b");
            public void Dispose()
            {
                try
                {
                    _a.Dispose();
                }
                finally
                {
                    _b.Dispose();
                }
            }
        }

        ## constructor that opens two and fails between
        [Linear]
        public sealed class Log : IDisposable
        {
            private readonly Stream2 _a;
            private readonly Stream2 _b;
            public Log()
            {
                var a = Stream2.Open("a");
                Stream2 b;
                try
                {
                    b = Stream2.Open("b");
                }
                catch
                {
                    a.Dispose();
                    throw;
                }

                _a = a;
                _b = b;
            }

            public void Dispose()
            {
                _a.Dispose();
                _b.Dispose();
            }
        }

        ## returned through a conditional and null
        public static class P
        {
            public static Stream2? M(string p)
            {
                if (!Stream2.TryOpen(p, out var s)) return null;
                if (s.Read() == 0)
                {
                    s.Dispose();
                    return null;
                }

                return s;
            }

            public static Stream2? N(string p)
            {
                if (!Stream2.TryOpen(p, out var {|STRAT1002:s|})) return null;
                if (s.Read() == 0) return null;
                return s;
            }

            public static Stream2? O(string p) => Stream2.TryOpen(p, out var s) ? s : null;
            public static Stream2 Q(string p) => M(p) ?? N(p) ?? throw new InvalidOperationException();
        }

        ## collection of resources
        public sealed class Streams
        {
            private readonly OwnedList<Stream2> _all = new();
            public void Add(string path) => _all.Add(Stream2.Open(path));
            public void Close()
            {
                while (_all.TryTakeLast(out var s)) s.Dispose();
            }

            public int Sum()
            {
                var n = 0;
                foreach (ref var s in _all) n += s.Read();
                return n;
            }

            public static void Local()
            {
                var all = new OwnedList<Stream2>();
                for (var i = 0; i < 3; i++) all.Add(Stream2.Open("a"));
                all.DrainTo(static s => s.Dispose());
            }

            public static void LocalBad()
            {
                var all = new OwnedList<Stream2>();
                for (var i = 0; i < 3; i++) all.Add(Stream2.Open("a"));
                all.DrainTo(static {|STRAT1002:s|} => s.Flush());
            }
        }

        ## try with two resources and a return
        public static class P
        {
            public static int M()
            {
                using var a = Stream2.Open("a");
                using var b = Stream2.Open(a.Path);
                try
                {
                    return a.Read() / b.Read();
                }
                catch (DivideByZeroException)
                {
                    return 0;
                }
                finally
                {
                    a.Flush();
                }
            }
        }

        ## loop that reopens
        public static class P
        {
            public static void M(string[] paths)
            {
                Stream2? last = null;
                foreach (var path in paths)
                {
                    last?.Dispose();
                    last = Stream2.Open(path);
                }

                last?.Dispose();
            }

            public static void N(string[] paths)
            {
                Stream2? last = null;
                foreach (var path in paths)
                {
                    {|STRAT1003:last = Stream2.Open(path)|};
                }

                last?.Dispose();
            }

            public static void O(string[] paths)
            {
                Stream2? {|STRAT1002:last|} = null;
                foreach (var path in paths)
                {
                    last?.Dispose();
                    last = Stream2.Open(path);
                }
            }
        }

        ## retry until open
        public static class P
        {
            public static Stream2 M(string path)
            {
                for (var i = 0; ; i++)
                {
                    try
                    {
                        return Stream2.Open(path);
                    }
                    catch (InvalidOperationException) when (i < 3)
                    {
                        Thread.Sleep(i);
                    }
                }
            }
        }

        ## best of two
        public static class P
        {
            public static Stream2 M(Stream2 a, Stream2 b)
            {
                if (a.Read() > b.Read())
                {
                    b.Dispose();
                    return a;
                }

                a.Dispose();
                return b;
            }

            public static Stream2 N(Stream2 a, Stream2 {|STRAT1002:b|}) => a.Read() > b.Read() ? a : a;
        }
        """);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Cases_AreJudged(string name, string source) => Case.Check(name, source + CasesTypes);

    private const string MoreTypes =
        """

        [Linear]
        public sealed class Stream2 : IDisposable
        {
            public static Stream2 Open(string path) => new(path);
            public static bool TryOpen(string path, [Gives(When = true)] out Stream2 s) => throw new NotImplementedException();
            public Stream2(string path) => Path = path;
            public string Path { get; }
            public int Read() => 1;
            public void Flush() { }
            public void Dispose() { }
        }

        [Linear]
        public sealed class Wrapper : IDisposable
        {
            private readonly Stream2 _inner;
            public Wrapper(Stream2 inner) => _inner = inner;
            public int Read() => _inner.Read();
            public void Dispose() => _inner.Dispose();
        }

        [MoveOnly]
        public sealed class View
        {
            [Borrows] private readonly Stream2 _inner;
            public View([Borrows] Stream2 inner) => _inner = inner;
            public int Read() => _inner.Read();
        }
        """;

    public static TheoryData<string, string> More => Case.Sources(
        """
        ## all: call between
        public static class P
        {
            public static void M()
            {
                var {|STRAT1002:s|} = Stream2.Open("a");
                s.Flush();
                s.Dispose();
            }

            public static void N()
            {
                using var s = Stream2.Open("a");
                s.Flush();
            }

            public static void O()
            {
                var s = Stream2.Open("a");
                try { s.Flush(); } finally { s.Dispose(); }
            }

            public static Wrapper Q()
            {
                var s = Stream2.Open("a");
                return new Wrapper(s);
            }

            public static void R()
            {
                var {|STRAT1002:a|} = Stream2.Open("a");
                var b = Stream2.Open("b");
                try { b.Flush(); } finally { b.Dispose(); a.Dispose(); }
            }

            public static void T(Stream2 {|STRAT1002:s|}, int n)
            {
                Note(10 / n);
                s.Dispose();
            }

            public static int U(Stream2 s, int n)
            {
                var k = n + 1;
                s.Dispose();
                return k;
            }
        }
        """);

    [Theory]
    [MemberData(nameof(More))]
    public Task More_AreJudged(string name, string source) => Case.Check(name, source + MoreTypes, new Dictionary<string, string> { ["strat9_exception_paths"] = "all" });

    private const string OthersTypes =
        """

        [Linear]
        public sealed class Stream2 : IDisposable
        {
            public static Stream2 Open(string path) => new(path);
            public static bool TryOpen(string path, [Gives(When = true)] out Stream2 s) => throw new NotImplementedException();
            public Stream2(string path) => Path = path;
            public string Path { get; }
            public int Read() => 1;
            public void Flush() { }
            public void Dispose() { }
        }

        [Linear]
        public sealed class Wrapper : IDisposable
        {
            private readonly Stream2 _inner;
            public Wrapper(Stream2 inner) => _inner = inner;
            public int Read() => _inner.Read();
            public void Dispose() => _inner.Dispose();
        }

        [MoveOnly]
        public sealed class View
        {
            [Borrows] private readonly Stream2 _inner;
            public View([Borrows] Stream2 inner) => _inner = inner;
            public int Read() => _inner.Read();
        }
        """;

    public static TheoryData<string, string> Others => Case.Sources(
        """
        ## none: catch is never entered
        public static class P
        {
            public static void M()
            {
                var s = Stream2.Open("a");
                try { s.Dispose(); } catch { s.Dispose(); }
            }

            public static void N()
            {
                var s = Stream2.Open("a");
                try { s.Flush(); s.Dispose(); } catch { }
            }

            public static void O(bool c)
            {
                var {|STRAT1002:s|} = Stream2.Open("a");
                if (c) throw new InvalidOperationException();
                s.Dispose();
            }
        }
        """);

    [Theory]
    [MemberData(nameof(Others))]
    public Task Others_AreJudged(string name, string source) => Case.Check(name, source + OthersTypes, new Dictionary<string, string> { ["strat9_exception_paths"] = "none" });
}
