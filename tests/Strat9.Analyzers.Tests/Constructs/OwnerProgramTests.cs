namespace Strat9.Analyzers.Tests.Constructs;

/// <summary>Programs as people write them: nothing is reported.</summary>
public class OwnerProgramTests
{
    public static TheoryData<string, string> Cases => Case.Sources(
        """
        ## connection pool, silent
        [Linear]
        public sealed class Connection
        {
            private int _uses;
            public Connection(int id) => Id = id;
            public int Id { get; }
            public int Uses => _uses;
            public void Send(string text) => _uses++;
            public bool IsAlive => _uses < 100;
            [Consumes] public void Close() { }
        }

        public sealed class Pool
        {
            private readonly OwnedStack<Connection> _idle = new();
            private readonly object _gate = new();
            private readonly int _limit;
            private int _made;

            public Pool(int limit) => _limit = limit;

            public bool TryRent([Gives(When = true)] out Connection connection)
            {
                lock (_gate)
                {
                    while (_idle.TryPop(out connection))
                    {
                        if (connection.IsAlive)
                        {
                            return true;
                        }

                        connection.Close();
                        _made--;
                    }

                    if (_made == _limit)
                    {
                        connection = null!;
                        return false;
                    }

                    connection = new Connection(++_made);
                    return true;
                }
            }

            public void Return(Connection connection)
            {
                lock (_gate)
                {
                    if (!connection.IsAlive || _idle.Count >= _limit)
                    {
                        connection.Close();
                        _made--;
                        return;
                    }

                    _idle.Push(connection);
                }
            }

            public string Use(Func<int, string> describe, [Borrows] Action<Connection> work)
            {
                if (!TryRent(out var connection))
                {
                    return "busy";
                }

                var text = describe(connection.Id);
                try
                {
                    connection.Send(text);
                }
                finally
                {
                    Return(connection);
                }

                return text;
            }

            public async Task<int> SendAllAsync(IReadOnlyList<string> lines, CancellationToken cancel)
            {
                var sent = 0;
                foreach (var line in lines)
                {
                    if (!TryRent(out var connection))
                    {
                        await Task.Delay(10, cancel);
                        continue;
                    }

                    try
                    {
                        connection.Send(line);
                        sent++;
                        await Task.Yield();
                    }
                    catch (InvalidOperationException) when (!connection.IsAlive)
                    {
                        sent--;
                    }
                    finally
                    {
                        Return(connection);
                    }
                }

                return sent;
            }

            public void Drain()
            {
                lock (_gate)
                {
                    while (_idle.TryPop(out var connection))
                    {
                        connection.Close();
                        _made--;
                    }
                }
            }
        }

        ## slab allocator, silent
        [Linear]
        public readonly struct Slab
        {
            private readonly int _index;
            internal Slab(int index) => _index = index;
            public int Index => _index;
            public static Slab Join(Slab low, Slab high)
            {
                var joined = new Slab(low.Index);
                low.Retire();
                high.Retire();
                return joined;
            }

            [Consumes] public (Slab Low, Slab High) Split() => (new Slab(_index), new Slab(_index + 1));
            [Consumes] public void Retire() { }
        }

        [TaggedUnion]
        public readonly partial struct SlabResult
        {
            public static partial SlabResult Got(Slab slab);
            public static partial SlabResult Full(int wanted);
        }

        public sealed class Slabs
        {
            private readonly OwnedDictionary<int, Slab> _free = new();
            private int _next;

            public SlabResult Allocate(int order)
            {
                if (_free.TryRemove(order, out var slab))
                {
                    return SlabResult.Got(slab);
                }

                if (order >= 11)
                {
                    return SlabResult.Full(order);
                }

                var result = Allocate(order + 1);
                if (!result.IsGot(out var larger))
                {
                    return SlabResult.Full(order);
                }

                var (low, high) = larger.Split();
                if (!_free.TryAdd(order, high))
                {
                    high.Retire();
                }

                return SlabResult.Got(low);
            }

            public void Free(int order, Slab slab)
            {
                while (order < 11)
                {
                    if (!_free.TryRemove(order, out var buddy))
                    {
                        break;
                    }

                    slab = Slab.Join(slab, buddy);
                    order++;
                }

                if (!_free.TryAdd(order, slab))
                {
                    slab.Retire();
                }
            }

            public int Use(int order)
            {
                var result = Allocate(order);
                return result.Match(
                    got: s =>
                    {
                        var i = s.Index;
                        Free(order, s);
                        return i;
                    },
                    full: wanted => -wanted);
            }
        }

        ## parser owning buffers, silent
        [Linear]
        public struct Text
        {
            private readonly char[] _chars;
            private int _length;
            public Text(int capacity) => _chars = new char[capacity];
            public readonly int Length => _length;
            public readonly ReadOnlySpan<char> Span => _chars.AsSpan(0, _length);
            public void Append(char c) => _chars[_length++] = c;
            [Consumes] public readonly void Release() { }
            [Consumes] public readonly string ToText()
            {
                var s = new string(_chars, 0, _length);
                Release();
                return s;
            }
        }

        public enum Kind { Word, Number, End }

        [Linear]
        public readonly struct Token
        {
            public readonly Kind Kind;
            private readonly Text _text;
            public Token(Kind kind, Text text)
            {
                Kind = kind;
                _text = text;
            }

            public int Length => _text.Length;
            [Consumes] public void Drop() => _text.Release();
            [Consumes] public Text Take() => _text;
        }

        public ref struct Lexer
        {
            private readonly ReadOnlySpan<char> _source;
            private int _at;
            public Lexer(ReadOnlySpan<char> source) => _source = source;

            public bool TryNext([Gives(When = true)] out Token token)
            {
                while (_at < _source.Length && char.IsWhiteSpace(_source[_at])) _at++;
                if (_at == _source.Length)
                {
                    token = default;
                    return false;
                }

                var text = new Text(16);
                var kind = char.IsDigit(_source[_at]) ? Kind.Number : Kind.Word;
                while (_at < _source.Length && !char.IsWhiteSpace(_source[_at]))
                {
                    text.Append(_source[_at++]);
                }

                token = new Token(kind, text);
                return true;
            }
        }

        public static class Parser
        {
            public static List<string> Words(string source)
            {
                var words = new List<string>();
                var lexer = new Lexer(source);
                while (lexer.TryNext(out var token))
                {
                    if (token.Kind != Kind.Word)
                    {
                        token.Drop();
                        continue;
                    }

                    words.Add(token.Take().ToText());
                }

                return words;
            }

            public static int Sum(string source)
            {
                var lexer = new Lexer(source);
                var sum = 0;
                while (true)
                {
                    if (!lexer.TryNext(out var token)) return sum;
                    switch (token.Kind)
                    {
                        case Kind.Number when token.Length < 9:
                            sum += int.Parse(token.Take().ToText());
                            break;
                        case Kind.Number:
                        case Kind.Word:
                            token.Drop();
                            break;
                        default:
                            token.Drop();
                            throw new FormatException();
                    }
                }
            }

            public static bool TryFirst(string source, [Gives(When = true)] out Token first)
            {
                var lexer = new Lexer(source);
                return lexer.TryNext(out first);
            }

            public static Token? FirstNumber(string source)
            {
                var lexer = new Lexer(source);
                while (lexer.TryNext(out var token))
                {
                    if (token.Kind == Kind.Number) return token;
                    token.Drop();
                }

                return null;
            }
        }

        ## async server loop, silent
        [Linear]
        public sealed class Request(int id)
        {
            public int Id => id;
            [Consumes] public void Answer(string text) { }
            [Consumes] public void Refuse() { }
        }

        public sealed class Server : IAsyncDisposable
        {
            private readonly OwnedChannel<Request> _queue = new(8);
            private readonly CancellationTokenSource _stop = new();
            private int _served;

            public async Task AcceptAsync(Request request)
            {
                var result = await _queue.SendAsync(request, _stop.Token);
                result.Switch(
                    sent: () => { },
                    closed: r => r.Refuse(),
                    canceled: r => r.Refuse());
            }

            public async Task RunAsync()
            {
                await foreach (var request in _queue.ReceiveAllAsync())
                {
                    if (_stop.IsCancellationRequested)
                    {
                        request.Refuse();
                        continue;
                    }

                    string? text = null;
                    try
                    {
                        text = await WorkAsync(request.Id);
                    }
                    catch (TimeoutException)
                    {
                        request.Refuse();
                        continue;
                    }

                    request.Answer(text);
                    _served++;
                }
            }

            private static async Task<string> WorkAsync(int id)
            {
                await Task.Delay(id);
                return id.ToString();
            }

            public async ValueTask DisposeAsync()
            {
                _queue.Complete();
                await _stop.CancelAsync();
                while (_queue.TryReceive(out var left)) left.Refuse();
            }
        }

        ## builder with partial moves, silent
        [Linear]
        public struct Parts
        {
            public Buf Head;
            public Buf Body;
            public Buf Tail;
            public int Count;
            public Parts(Buf head, Buf body, Buf tail)
            {
                Head = head;
                Body = body;
                Tail = tail;
                Count = 3;
            }
        }

        [Linear]
        public sealed class Message(Buf head, Buf body)
        {
            public int Length => head.Length + body.Length;
            [Consumes] public void Send()
            {
                head.Free();
                body.Free();
            }

            [Consumes] public Parts Open(Buf tail) => new Parts(head, body, tail);
        }

        public static class Builder
        {
            public static Message Build(Parts p)
            {
                p.Tail.Free();
                var m = new Message(p.Head, p.Body);
                Note(p.Count);
                return m;
            }

            public static Parts Replace(Parts p, int n)
            {
                for (var i = 0; i < n; i++)
                {
                    p.Body = p.Body.Resized(i);
                    if (p.Body.Length > 10)
                    {
                        (p.Head, p.Tail) = (p.Tail, p.Head);
                    }
                }

                return p;
            }

            public static (Message, Buf) Cut(Parts p)
            {
                Parts q;
                q = p;
                q.Head.Grow();
                var tail = q.Tail;
                return (new Message(q.Head, q.Body), tail);
            }

            public static int Run()
            {
                var p = new Parts(Buf.Make(), Buf.Make(), Buf.Make());
                p = Replace(p, 3);
                var (m, tail) = Cut(p);
                var p2 = m.Open(tail);
                var m2 = Build(p2);
                var n = m2.Length;
                m2.Send();
                return n;
            }
        }
        """);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Cases_AreJudged(string name, string source) => Case.Check(name, source);
}
