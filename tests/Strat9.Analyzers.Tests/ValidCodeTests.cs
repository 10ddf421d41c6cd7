namespace Strat9.Analyzers.Tests;

/// <summary>Code as people write it when they know the rules: nothing is reported.</summary>
public class ValidCodeTests
{
    [Theory]
    [MemberData(nameof(Programs))]
    public Task Program_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source);

    public static TheoryData<string, string> Programs => Case.Sources(
        """
        ## rented buffers
        namespace Buffers;

        using System.Buffers;

        /// <summary>A rented array, given back exactly once.</summary>
        [Linear]
        public struct RentedBuffer
        {
            private readonly byte[] _array;
            private int _written;

            public RentedBuffer(int capacity)
            {
                _array = ArrayPool<byte>.Shared.Rent(capacity);
                _written = 0;
            }

            public readonly int Capacity => _array.Length;
            public readonly int Written => _written;
            public readonly bool IsEmpty => _written == 0;
            public readonly Span<byte> Free => _array.AsSpan(_written);
            public readonly ReadOnlySpan<byte> Filled => _array.AsSpan(0, _written);

            public void Advance(int count)
            {
                ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _array.Length - _written);
                _written += count;
            }

            public void Write(ReadOnlySpan<byte> bytes)
            {
                bytes.CopyTo(Free);
                Advance(bytes.Length);
            }

            public void Clear() => _written = 0;

            [Consumes] public readonly void Return() => ArrayPool<byte>.Shared.Return(_array);

            [Consumes]
            public readonly RentedBuffer Grown(int capacity)
            {
                var larger = new RentedBuffer(Math.Max(capacity, _array.Length * 2));
                larger.Write(_array.AsSpan(0, _written));
                ArrayPool<byte>.Shared.Return(_array);
                return larger;
            }

            [Consumes]
            public readonly byte[] ToArrayAndReturn()
            {
                var copy = _array.AsSpan(0, _written).ToArray();
                ArrayPool<byte>.Shared.Return(_array);
                return copy;
            }
        }

        public static class BufferExtensions
        {
            public static void EnsureFree(this ref RentedBuffer buffer, int count)
            {
                if (buffer.Capacity - buffer.Written < count)
                {
                    buffer = buffer.Grown(buffer.Written + count);
                }
            }

            public static int Sum(this in RentedBuffer buffer)
            {
                var sum = 0;
                foreach (var b in buffer.Filled) sum += b;
                return sum;
            }

            public static bool StartsWith(this in RentedBuffer buffer, ReadOnlySpan<byte> prefix) => buffer.Filled.StartsWith(prefix);
        }

        public static class BufferPrograms
        {
            public static byte[] Join(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
            {
                var buffer = new RentedBuffer(first.Length + second.Length);
                buffer.Write(first);
                buffer.Write(second);
                return buffer.ToArrayAndReturn();
            }

            public static byte[] Repeat(ReadOnlySpan<byte> bytes, int times)
            {
                var buffer = new RentedBuffer(16);
                for (var i = 0; i < times; i++)
                {
                    buffer.EnsureFree(bytes.Length);
                    buffer.Write(bytes);
                }

                return buffer.ToArrayAndReturn();
            }

            public static int CopyAll(System.IO.Stream source, System.IO.Stream target)
            {
                var buffer = new RentedBuffer(4096);
                var total = 0;
                try
                {
                    while (true)
                    {
                        var read = source.Read(buffer.Free);
                        if (read == 0) return total;
                        buffer.Advance(read);
                        target.Write(buffer.Filled);
                        total += read;
                        buffer.Clear();
                    }
                }
                finally
                {
                    buffer.Return();
                }
            }

            public static RentedBuffer Merge(RentedBuffer left, RentedBuffer right)
            {
                if (left.IsEmpty)
                {
                    left.Return();
                    return right;
                }

                left.EnsureFree(right.Written);
                left.Write(right.Filled);
                right.Return();
                return left;
            }

            public static bool TryFill(System.IO.Stream source, int count, [Gives(When = true)] out RentedBuffer buffer)
            {
                var filling = new RentedBuffer(count);
                while (filling.Written < count)
                {
                    var read = source.Read(filling.Free);
                    if (read == 0)
                    {
                        filling.Return();
                        buffer = default;
                        return false;
                    }

                    filling.Advance(read);
                }

                buffer = filling;
                return true;
            }

            public static int Checksum(System.IO.Stream source, int count)
            {
                if (!TryFill(source, count, out var buffer)) return -1;
                var sum = buffer.StartsWith([1, 2]) ? 0 : buffer.Sum();
                buffer.Return();
                return sum;
            }

            public static void DoubleBuffered(System.IO.Stream source, System.IO.Stream target)
            {
                var front = new RentedBuffer(1024);
                var back = new RentedBuffer(1024);
                int read;
                while ((read = source.Read(back.Free)) > 0)
                {
                    back.Advance(read);
                    (front, back) = (back, front);
                    target.Write(front.Filled);
                    front.Clear();
                }

                front.Return();
                back.Return();
            }
        }

        ## handles of an operating system
        namespace Handles;

        public enum OpenError { None, NotFound, Denied }

        [Linear]
        public readonly struct FileHandle
        {
            private readonly int _fd;

            public FileHandle(int fd) => _fd = fd;

            public int Number => _fd;
            public bool IsStandard => _fd is >= 0 and <= 2;
            public int Read(Span<byte> into) => into.Length - _fd;
            public int Write(ReadOnlySpan<byte> from) => from.Length - _fd;
            public FileHandle Duplicate() => new FileHandle(_fd + 100);
            [Consumes] public void Close() { }
            [Consumes] public int Release() => _fd;
        }

        public static class Files
        {
            public static OpenError Open(string path, [Gives(When = OpenError.None)] out FileHandle handle)
            {
                if (path.Length == 0)
                {
                    handle = default;
                    return OpenError.NotFound;
                }

                if (path[0] == '/')
                {
                    handle = default;
                    return OpenError.Denied;
                }

                handle = new FileHandle(path.Length);
                return OpenError.None;
            }

            public static FileHandle? OpenOrNull(string path)
            {
                if (Open(path, out var handle) == OpenError.None) return handle;
                return null;
            }

            public static string Describe(OpenError error) => error switch
            {
                OpenError.None => "opened",
                OpenError.NotFound => "no such file",
                OpenError.Denied => "denied",
                _ => throw new ArgumentOutOfRangeException(nameof(error)),
            };

            public static int ReadFirst(string path)
            {
                Span<byte> bytes = stackalloc byte[16];
                switch (Open(path, out var handle))
                {
                    case OpenError.None:
                        var read = handle.Read(bytes);
                        handle.Close();
                        return read;
                    case OpenError.Denied:
                        return -2;
                    default:
                        return -1;
                }
            }

            public static int Copy(string from, string to)
            {
                var error = Open(from, out var source);
                if (error != OpenError.None) throw new InvalidOperationException(Describe(error));
                var target = new FileHandle(to.Length);
                Span<byte> bytes = stackalloc byte[64];
                var total = 0;
                for (var read = source.Read(bytes); read > 0; read = source.Read(bytes))
                {
                    total += target.Write(bytes[..read]);
                }

                source.Close();
                target.Close();
                return total;
            }

            public static int Tee(in FileHandle one, in FileHandle two, ReadOnlySpan<byte> bytes) => one.Write(bytes) + two.Write(bytes);

            public static void WithBoth(string path)
            {
                var handle = OpenOrNull(path);
                if (!handle.HasValue) return;
                var copy = handle.Value.Duplicate();
                Tee(handle.Value, copy, [1, 2, 3]);
                handle.Value.Close();
                copy.Close();
            }

            public static int Numbers(string[] paths)
            {
                var sum = 0;
                foreach (var path in paths)
                {
                    if (OpenOrNull(path) is not { } handle) continue;
                    sum += handle.Number;
                    handle.Close();
                }

                return sum;
            }

            public static FileHandle Best(FileHandle first, FileHandle second)
            {
                if (first.Number < second.Number)
                {
                    second.Close();
                    return first;
                }

                first.Close();
                return second;
            }

            public static void Redirect(ref FileHandle slot, FileHandle target)
            {
                slot.Close();
                slot = target;
            }

            public static int Detach(FileHandle handle) => handle.IsStandard ? handle.Release() : handle.Release() + 1000;
        }

        ## an object pool with leases
        namespace Pools;

        public sealed class Pool<T>(Func<T> create, int limit)
            where T : class
        {
            private readonly Stack<T> _idle = new();
            private readonly Lock _gate = new();
            private int _made;

            public Lease<T> Rent()
            {
                lock (_gate)
                {
                    if (_idle.TryPop(out var item)) return new Lease<T>(this, item);
                    _made++;
                }

                return new Lease<T>(this, create());
            }

            public bool TryRent([Gives(When = true)] out Lease<T>? lease)
            {
                lock (_gate)
                {
                    if (_idle.TryPop(out var item))
                    {
                        lease = new Lease<T>(this, item);
                        return true;
                    }

                    if (_made >= limit)
                    {
                        lease = null;
                        return false;
                    }

                    _made++;
                }

                lease = new Lease<T>(this, create());
                return true;
            }

            internal void Put(T item)
            {
                lock (_gate) _idle.Push(item);
            }
        }

        [Linear]
        public sealed class Lease<T> : IDisposable
            where T : class
        {
            private readonly Pool<T> _pool;
            private readonly T _item;

            internal Lease(Pool<T> pool, T item)
            {
                _pool = pool;
                _item = item;
            }

            public T Item => _item;
            public void Dispose() => _pool.Put(_item);
        }

        public sealed class Worker { public int Run(int n) => n * 2; }

        public static class PoolPrograms
        {
            public static int Once(Pool<Worker> pool, int n)
            {
                using var lease = pool.Rent();
                return lease.Item.Run(n);
            }

            public static int Twice(Pool<Worker> pool, int n)
            {
                using var first = pool.Rent();
                using var second = pool.Rent();
                return first.Item.Run(n) + second.Item.Run(n);
            }

            public static int Scoped(Pool<Worker> pool, int[] numbers)
            {
                var sum = 0;
                foreach (var number in numbers)
                {
                    using (var lease = pool.Rent())
                    {
                        if (number < 0) continue;
                        if (number > 1000) break;
                        sum += lease.Item.Run(number);
                    }
                }

                return sum;
            }

            public static int ByHand(Pool<Worker> pool, int n)
            {
                var lease = pool.Rent();
                try
                {
                    return lease.Item.Run(n);
                }
                finally
                {
                    lease.Dispose();
                }
            }

            public static int IfAny(Pool<Worker> pool, int n)
            {
                if (!pool.TryRent(out var lease)) return -1;
                using (lease)
                {
                    return lease!.Item.Run(n);
                }
            }

            public static async Task<int> Later(Pool<Worker> pool, int n, CancellationToken cancel)
            {
                using var lease = pool.Rent();
                await Task.Delay(10, cancel);
                return lease.Item.Run(n);
            }

            public static Lease<Worker> Warm(Pool<Worker> pool)
            {
                var lease = pool.Rent();
                lease.Item.Run(0);
                return lease;
            }
        }

        ## a server
        namespace Servers;

        [Linear]
        public sealed class Client : IAsyncDisposable
        {
            private readonly Queue<string> _lines = new();

            public Client(string name) => Name = name;

            public string Name { get; }
            public bool IsAdmin => Name == "admin";
            public Task<string?> ReadLineAsync(CancellationToken cancel) => Task.FromResult(_lines.TryDequeue(out var line) ? line : null);
            public Task WriteLineAsync(string line, CancellationToken cancel)
            {
                _lines.Enqueue(line);
                return Task.CompletedTask;
            }

            public ValueTask DisposeAsync() => default;
        }

        public sealed class Listener
        {
            private int _next;

            public async Task<Client?> AcceptAsync(CancellationToken cancel)
            {
                await Task.Yield();
                if (_next > 100 || cancel.IsCancellationRequested) return null;
                return new Client("client " + _next++);
            }
        }

        public sealed class Server(Listener listener)
        {
            private int _served;

            public int Served => _served;

            public async Task RunAsync(CancellationToken cancel)
            {
                var running = new List<Task>();
                while (await listener.AcceptAsync(cancel) is { } client)
                {
                    running.Add(ServeAsync(client, cancel));
                }

                await Task.WhenAll(running);
            }

            private async Task ServeAsync(Client client, CancellationToken cancel)
            {
                await using (client)
                {
                    await client.WriteLineAsync("hello " + client.Name, cancel);
                    while (await client.ReadLineAsync(cancel) is { } line)
                    {
                        if (line == "quit") return;
                        await AnswerAsync(client, line, cancel);
                    }
                }

                Interlocked.Increment(ref _served);
            }

            private static async Task AnswerAsync([Borrows] Client client, string line, CancellationToken cancel)
            {
                try
                {
                    var answer = client.IsAdmin ? line.ToUpperInvariant() : line;
                    await client.WriteLineAsync(answer, cancel);
                }
                catch (InvalidOperationException e)
                {
                    await client.WriteLineAsync(e.Message, cancel);
                }
            }

            public async Task<Client?> AcceptAdminAsync(CancellationToken cancel)
            {
                while (true)
                {
                    var client = await listener.AcceptAsync(cancel);
                    if (client is null) return null;
                    if (client.IsAdmin) return client;
                    await client.DisposeAsync();
                }
            }

            public async Task<string> GreetAsync(CancellationToken cancel)
            {
                await using var client = await listener.AcceptAsync(cancel);
                if (client is null) return "nobody";
                await client.WriteLineAsync("hello", cancel);
                return client.Name;
            }
        }

        ## a parser of expressions
        namespace Parsers;

        [MoveOnly]
        public abstract class Node
        {
            public abstract int Evaluate();
        }

        public sealed class Number(int value) : Node
        {
            public int Value => value;
            public override int Evaluate() => value;
        }

        public sealed class Unary : Node
        {
            private readonly char _sign;
            private readonly Node _operand;

            public Unary(char sign, Node operand)
            {
                _sign = sign;
                _operand = operand;
            }

            public override int Evaluate() => _sign == '-' ? -_operand.Evaluate() : _operand.Evaluate();
        }

        public sealed class Binary : Node
        {
            private readonly char _sign;
            private readonly Node _left;
            private readonly Node _right;

            public Binary(char sign, Node left, Node right)
            {
                _sign = sign;
                _left = left;
                _right = right;
            }

            public override int Evaluate() => _sign switch
            {
                '+' => _left.Evaluate() + _right.Evaluate(),
                '-' => _left.Evaluate() - _right.Evaluate(),
                '*' => _left.Evaluate() * _right.Evaluate(),
                '/' => _left.Evaluate() / _right.Evaluate(),
                _ => throw new InvalidOperationException("unknown sign " + _sign),
            };
        }

        public sealed class Parser(string text)
        {
            private int _at;

            private char Current => _at < text.Length ? text[_at] : '\0';

            public Node Parse()
            {
                var node = Sum();
                if (Current != '\0') throw new FormatException("unexpected " + Current);
                return node;
            }

            public bool TryParse([Gives(When = true)] out Node? node)
            {
                try
                {
                    node = Parse();
                    return true;
                }
                catch (FormatException)
                {
                    node = null;
                    return false;
                }
            }

            private Node Sum()
            {
                var left = Product();
                while (Current is '+' or '-')
                {
                    var sign = text[_at++];
                    left = new Binary(sign, left, Product());
                }

                return left;
            }

            private Node Product()
            {
                var left = Factor();
                while (Current is '*' or '/')
                {
                    var sign = text[_at++];
                    var right = Factor();
                    left = new Binary(sign, left, right);
                }

                return left;
            }

            private Node Factor()
            {
                switch (Current)
                {
                    case '-':
                    case '+':
                        return new Unary(text[_at++], Factor());
                    case '(':
                        _at++;
                        var inner = Sum();
                        Expect(')');
                        return inner;
                    default:
                        return Literal();
                }
            }

            private Node Literal()
            {
                var start = _at;
                while (char.IsAsciiDigit(Current)) _at++;
                return start == _at
                    ? throw new FormatException("a number expected at " + start)
                    : new Number(int.Parse(text.AsSpan(start, _at - start)));
            }

            private void Expect(char sign)
            {
                if (Current != sign) throw new FormatException(sign + " expected");
                _at++;
            }
        }

        public static class Calculator
        {
            public static int? Calculate(string text)
            {
                var parser = new Parser(text);
                return parser.TryParse(out var node) ? node!.Evaluate() : null;
            }

            public static int Total(IEnumerable<string> texts)
            {
                var total = 0;
                foreach (var text in texts)
                {
                    var node = new Parser(text).Parse();
                    total += node.Evaluate();
                    if (node is Number { Value: 0 }) break;
                }

                return total;
            }

            public static Node Negated(Node node) => node is Number { Value: 0 } ? node : new Unary('-', node);
        }

        ## a pipeline of messages
        namespace Pipelines;

        public enum Delivery { Accepted, Busy, Gone }

        [Linear]
        public sealed class Message
        {
            private Message(int id, string body, int tries)
            {
                Id = id;
                Body = body;
                Tries = tries;
            }

            public static Message Create(int id, string body) => new Message(id, body, 0);
            public int Id { get; }
            public string Body { get; }
            public int Tries { get; }
            [Consumes] public Message Retried() => new Message(Id, Body, Tries + 1);
            [Consumes] public Message WithBody(string body) => new Message(Id, body, Tries);
            [Consumes] public void Acknowledge() { }
            [Consumes] public void Reject(string reason) { }
        }

        public interface ISink
        {
            Delivery Deliver([Consumes(When = Delivery.Accepted)] Message message);
        }

        public sealed class Printer : ISink
        {
            private int _room = 10;

            public Delivery Deliver([Consumes(When = Delivery.Accepted)] Message message)
            {
                if (_room < 0) return Delivery.Gone;
                if (_room == 0) return Delivery.Busy;
                _room--;
                message.Acknowledge();
                return Delivery.Accepted;
            }
        }

        public sealed class Fallback(ISink first, ISink second) : ISink
        {
            public Delivery Deliver([Consumes(When = Delivery.Accepted)] Message message)
            {
                if (first.Deliver(message) == Delivery.Accepted) return Delivery.Accepted;
                return second.Deliver(message);
            }
        }

        public static class Stages
        {
            public static IEnumerable<Message> Generate(int count)
            {
                for (var i = 0; i < count; i++) yield return Message.Create(i, "message " + i);
            }

            public static int Drain(IEnumerable<Message> source, ISink sink)
            {
                var lost = 0;
                foreach (var message in source)
                {
                    var body = message.Body.Trim();
                    if (!Send(sink, message.WithBody(body))) lost++;
                }

                return lost;
            }

            private static bool Send(ISink sink, Message message)
            {
                for (var current = message; ; current = current.Retried())
                {
                    switch (sink.Deliver(current))
                    {
                        case Delivery.Accepted:
                            return true;
                        case Delivery.Busy when current.Tries < 3:
                            break;
                        case Delivery.Busy:
                            current.Reject("too often");
                            return false;
                        default:
                            current.Reject("nobody there");
                            return false;
                    }
                }
            }

            public static int Run(int count, ISink sink) => Drain(Generate(count), sink);

            public static async Task PumpAsync(IAsyncEnumerable<Message> source, ISink sink)
            {
                await foreach (var message in source)
                {
                    if (sink.Deliver(message) is not Delivery.Accepted)
                    {
                        message.Reject("not now");
                    }
                }
            }
        }

        ## transactions
        namespace Transactions;

        [Linear]
        public sealed class Transaction
        {
            private readonly Dictionary<string, int> _store;
            private readonly Dictionary<string, int> _changes = [];

            public Transaction(Dictionary<string, int> store) => _store = store;

            public int Read(string key) => _changes.TryGetValue(key, out var value) ? value : _store.GetValueOrDefault(key);
            public void Write(string key, int value) => _changes[key] = value;
            public bool IsClean => _changes.Count == 0;

            [Consumes]
            public void Commit()
            {
                foreach (var (key, value) in _changes) _store[key] = value;
            }

            [Consumes] public void Rollback() => _changes.Clear();

            [Consumes(When = true)]
            public bool TryCommit(Func<string, bool> isFree)
            {
                foreach (var key in _changes.Keys)
                {
                    if (!isFree(key)) return false;
                }

                foreach (var (key, value) in _changes) _store[key] = value;
                return true;
            }
        }

        public sealed class Bank
        {
            private readonly Dictionary<string, int> _accounts = [];
            private readonly HashSet<string> _locked = [];

            public Transaction Begin() => new Transaction(_accounts);

            public void Deposit(string account, int amount)
            {
                if (amount <= 0) throw new ArgumentOutOfRangeException(nameof(amount));
                var transaction = Begin();
                transaction.Write(account, transaction.Read(account) + amount);
                transaction.Commit();
            }

            public bool Transfer(string from, string to, int amount)
            {
                var transaction = Begin();
                var rest = transaction.Read(from) - amount;
                if (rest < 0)
                {
                    transaction.Rollback();
                    return false;
                }

                transaction.Write(from, rest);
                transaction.Write(to, transaction.Read(to) + amount);
                transaction.Commit();
                return true;
            }

            public bool TransferWhenFree(string from, string to, int amount)
            {
                var transaction = Begin();
                transaction.Write(from, transaction.Read(from) - amount);
                transaction.Write(to, transaction.Read(to) + amount);
                for (var i = 0; i < 3; i++)
                {
                    if (transaction.TryCommit(key => !_locked.Contains(key))) return true;
                    Thread.Yield();
                }

                transaction.Rollback();
                return false;
            }

            public void Batch(IEnumerable<(string Account, int Amount)> entries)
            {
                var transaction = Begin();
                var done = false;
                try
                {
                    foreach (var (account, amount) in entries)
                    {
                        Apply(transaction, account, amount);
                    }

                    done = true;
                }
                finally
                {
                    if (!done) transaction.Rollback();
                }

                if (transaction.IsClean) transaction.Rollback();
                else transaction.Commit();
            }

            private static void Apply([Borrows] Transaction transaction, string account, int amount)
            {
                var balance = transaction.Read(account) + amount;
                if (balance < 0) throw new InvalidOperationException("overdrawn: " + account);
                transaction.Write(account, balance);
            }

            public int Total(string[] accounts)
            {
                var transaction = Begin();
                var sum = accounts.Sum(_ => 1);
                foreach (var account in accounts) sum += transaction.Read(account);
                transaction.Rollback();
                return sum;
            }
        }

        ## a linked stack
        namespace Lists;

        [MoveOnly]
        public sealed class Link<T>
        {
            public readonly T Value;
            public Link<T>? Next;

            public Link(T value, Link<T>? next)
            {
                Value = value;
                Next = next;
            }
        }

        [MoveOnly]
        public sealed class LinkedStack<T>
        {
            private Link<T>? _top;
            private int _count;

            public int Count => _count;
            public bool IsEmpty => _top is null;

            public void Push(T value)
            {
                _top = new Link<T>(value, _top);
                _count++;
            }

            public bool TryPop([MaybeNullWhen(false)] out T value)
            {
                var top = _top;
                if (top is null)
                {
                    _top = null;
                    value = default;
                    return false;
                }

                value = top.Value;
                _top = top.Next;
                _count--;
                return true;
            }

            public void Reverse()
            {
                Link<T>? done = null;
                var rest = _top;
                while (rest is not null)
                {
                    var next = rest.Next;
                    rest.Next = done;
                    done = rest;
                    rest = next;
                }

                _top = done;
            }

            public void Append(LinkedStack<T> other)
            {
                while (other.TryPop(out var value)) Push(value);
            }

            public int Measure() => Measure(_top);

            private static int Measure([Borrows] Link<T>? link) => link is null ? 0 : 1 + Measure(link.Next);

            public void Clear()
            {
                _top = null;
                _count = 0;
            }
        }

        public static class StackPrograms
        {
            public static string Reversed(string text)
            {
                var stack = new LinkedStack<char>();
                foreach (var letter in text) stack.Push(letter);
                var reversed = new System.Text.StringBuilder();
                while (stack.TryPop(out var letter)) reversed.Append(letter);
                return reversed.ToString();
            }

            public static LinkedStack<int> Range(int count)
            {
                var stack = new LinkedStack<int>();
                for (var i = 0; i < count; i++) stack.Push(i);
                stack.Reverse();
                return stack;
            }

            public static int Longer(LinkedStack<int> first, LinkedStack<int> second)
            {
                var longer = first.Count > second.Count ? first : second;
                longer.Append(Range(3));
                return longer.IsEmpty ? 0 : longer.Measure();
            }
        }

        ## builders that consume themselves
        namespace Builders;

        [Linear]
        public readonly struct RequestBuilder
        {
            private readonly string _url;
            private readonly string? _body;
            private readonly int _retries;

            public RequestBuilder(string url)
            {
                _url = url;
                _body = null;
                _retries = 0;
            }

            private RequestBuilder(string url, string? body, int retries)
            {
                _url = url;
                _body = body;
                _retries = retries;
            }

            public static RequestBuilder For(string url) => new RequestBuilder(url);
            public bool HasBody => _body is not null;
            [Consumes] public RequestBuilder Body(string body) => new RequestBuilder(_url, body, _retries);
            [Consumes] public RequestBuilder Retries(int retries) => new RequestBuilder(_url, _body, retries);
            [Consumes] public Request Build() => new Request(_url, _body ?? "", _retries);
            [Consumes] public void Cancel() { }
        }

        public sealed record Request(string Url, string Body, int Retries);

        public static class Requests
        {
            public static Request Simple(string url) => RequestBuilder.For(url).Build();

            public static Request Full(string url, string body) => RequestBuilder.For(url).Body(body).Retries(3).Build();

            public static Request Maybe(string url, string? body, bool retry)
            {
                var builder = RequestBuilder.For(url);
                if (body is not null) builder = builder.Body(body);
                if (retry) builder = builder.Retries(3);
                return builder.HasBody ? builder.Build() : builder.Body("empty").Build();
            }

            public static Request? Checked(string url)
            {
                var builder = RequestBuilder.For(url);
                if (!Uri.TryCreate(url, UriKind.Absolute, out _))
                {
                    builder.Cancel();
                    return null;
                }

                return builder.Build();
            }

            public static RequestBuilder Configure(RequestBuilder builder, IEnumerable<Func<RequestBuilder, RequestBuilder>> steps)
            {
                foreach (var step in steps) builder = step(builder);
                return builder;
            }

            public static Request Traced(string url) =>
                Configure(RequestBuilder.For(url), [b => b.Retries(1), b => b.Body("trace")]).Build();
        }

        ## generic carriers
        namespace Generics;

        [Linear]
        public sealed class Box<[AllowsMoveOnly] T>(T value)
        {
            private T _value = value;

            public T Replace(T next)
            {
                var old = _value;
                _value = next;
                return old;
            }

            public TResult Read<TResult>(Reader<T, TResult> reader) => reader(_value);

            [Consumes] public T Open() => _value;
        }

        public delegate TResult Reader<[AllowsMoveOnly] T, TResult>([Borrows] T value);

        [Linear]
        public readonly struct Either<[AllowsMoveOnly] TLeft, [AllowsMoveOnly] TRight>
        {
            private readonly TLeft? _left;
            private readonly TRight? _right;

            public Either(TLeft? left, TRight? right)
            {
                _left = left;
                _right = right;
            }

            [Consumes] public (TLeft?, TRight?) Open() => (_left, _right);
        }

        public static class Functions
        {
            public static T Identity<[AllowsMoveOnly] T>(T value) => value;

            public static (T, T) Swap<[AllowsMoveOnly] T>(T first, T second) => (second, first);

            public static T Exchange<[AllowsMoveOnly] T>(ref T place, T next)
            {
                var old = place;
                place = next;
                return old;
            }

            public static TResult Pipe<[AllowsMoveOnly] T, [AllowsMoveOnly] TResult>(T value, Func<T, TResult> step) => step(value);

            public static Box<T> Wrap<[AllowsMoveOnly] T>(T value) => new Box<T>(value);

            public static T Choose<[AllowsMoveOnly] T>(bool first, T one, T two, Action<T> drop)
            {
                if (first)
                {
                    drop(two);
                    return one;
                }

                drop(one);
                return two;
            }
        }

        public static class GenericPrograms
        {
            public static int Roundtrip()
            {
                var box = Functions.Wrap(Buf.Make());
                var old = box.Replace(new Buf(3));
                old.Free();
                var length = box.Read(b => b.Length);
                box.Open().Free();
                return length;
            }

            public static void Exchange()
            {
                var place = Res.Open("a");
                var old = Functions.Exchange(ref place, Res.Open("b"));
                old.Close();
                place.Close();
            }

            public static string Choose(bool first)
            {
                var r = Functions.Choose(first, Res.Open("one"), Res.Open("two"), two => two.Close());
                var name = r.Name;
                r.Close();
                return name;
            }

            public static int Lengths()
            {
                var (first, second) = Functions.Swap(new Buf(1), new Buf(2));
                var length = first.Length;
                first.Free();
                return length + Functions.Pipe(second, Spend);
            }

            public static int Plain() => Functions.Identity(3) + Functions.Pipe("text", text => text.Length);
        }

        ## guards of locks
        namespace Guards;

        public sealed class Gate
        {
            private readonly SemaphoreSlim _semaphore = new(1);

            public Entry Enter()
            {
                _semaphore.Wait();
                return new Entry(_semaphore);
            }

            public async ValueTask<Entry> EnterAsync(CancellationToken cancel)
            {
                await _semaphore.WaitAsync(cancel);
                return new Entry(_semaphore);
            }

            public bool TryEnter([Gives(When = true)] out Entry entry)
            {
                if (_semaphore.Wait(0))
                {
                    entry = new Entry(_semaphore);
                    return true;
                }

                entry = default;
                return false;
            }
        }

        [Linear]
        public readonly struct Entry : IDisposable
        {
            private readonly SemaphoreSlim _semaphore;

            internal Entry(SemaphoreSlim semaphore) => _semaphore = semaphore;

            public int Waiting => _semaphore.CurrentCount;
            public void Dispose() => _semaphore.Release();
        }

        public sealed class Counter
        {
            private readonly Gate _gate = new();
            private int _count;

            public int Increment()
            {
                using var entry = _gate.Enter();
                return ++_count;
            }

            public void Add(int[] numbers)
            {
                using (_gate.Enter())
                {
                    foreach (var number in numbers) _count += number;
                }
            }

            public async Task<int> IncrementAsync(CancellationToken cancel)
            {
                using var entry = await _gate.EnterAsync(cancel);
                await Task.Yield();
                if (entry.Waiting > 3) return _count;
                return ++_count;
            }

            public bool TryIncrement()
            {
                if (!_gate.TryEnter(out var entry)) return false;
                _count++;
                entry.Dispose();
                return true;
            }

            public int IncrementIfFree(int otherwise)
            {
                if (_gate.TryEnter(out var entry))
                {
                    using (entry)
                    {
                        return ++_count;
                    }
                }

                return otherwise;
            }
        }

        ## jobs of several kinds
        namespace Jobs;

        [Linear]
        public interface IWork
        {
            string Name { get; }
            int Cost { get; }
            [Consumes] int Execute();
            [Consumes] void Cancel();
        }

        public sealed class Quick(string name) : IWork
        {
            public string Name => name;
            public int Cost => 1;
            [Consumes] public int Execute() => name.Length;
            [Consumes] public void Cancel() { }
        }

        public sealed class Nested : IWork
        {
            private readonly IWork _first;
            private readonly IWork _second;

            public Nested(IWork first, IWork second)
            {
                _first = first;
                _second = second;
            }

            public string Name => _first.Name + " and " + _second.Name;
            public int Cost => _first.Cost + _second.Cost;

            [Consumes]
            public int Execute()
            {
                var first = _first.Execute();
                return first + _second.Execute();
            }

            [Consumes]
            public void Cancel()
            {
                _second.Cancel();
                _first.Cancel();
            }
        }

        public sealed class Budget(int limit)
        {
            private int _spent;

            public bool Affords([Borrows] IWork work) => _spent + work.Cost <= limit;

            public int Execute(IWork work)
            {
                if (!Affords(work))
                {
                    work.Cancel();
                    return 0;
                }

                _spent += work.Cost;
                return work.Execute();
            }

            public int ExecuteAll(IEnumerable<IWork> works)
            {
                var sum = 0;
                foreach (var work in works)
                {
                    Console.WriteLine(work.Name);
                    sum += Execute(work);
                }

                return sum;
            }

            public bool TryExecute([Consumes(When = true)] IWork work, out int result)
            {
                if (!Affords(work))
                {
                    result = 0;
                    return false;
                }

                result = work.Execute();
                return true;
            }
        }

        public static class JobPrograms
        {
            public static IWork Both(string first, string second) => new Nested(new Quick(first), new Quick(second));

            public static int Run(Budget budget, string[] names)
            {
                IWork? last = null;
                foreach (var name in names)
                {
                    last = last is null ? new Quick(name) : new Nested(last, new Quick(name));
                }

                return last is null ? 0 : budget.Execute(last);
            }

            public static int OneOrOther(Budget budget)
            {
                IWork work = new Quick("one");
                if (budget.TryExecute(work, out var result)) return result;
                var other = Both("a", "b");
                var cheaper = work.Cost < other.Cost;
                if (cheaper)
                {
                    other.Cancel();
                    return work.Execute();
                }

                work.Cancel();
                return other.Execute();
            }

            public static IEnumerable<IWork> Many(int count)
            {
                for (var i = 0; i < count; i++)
                {
                    if (i % 2 == 0) yield return new Quick("job " + i);
                    else yield return Both("left " + i, "right " + i);
                }
            }
        }

        ## an arena of spans
        namespace Arenas;

        [Linear]
        public sealed class Arena
        {
            private readonly byte[] _bytes;
            private int _used;

            public Arena(int size) => _bytes = new byte[size];

            public int Used => _used;
            public int Left => _bytes.Length - _used;

            public Span<byte> Allocate(int size)
            {
                if (size > Left) throw new OutOfMemoryException();
                var span = _bytes.AsSpan(_used, size);
                _used += size;
                return span;
            }

            public Span<byte> Store(ReadOnlySpan<byte> bytes)
            {
                var place = Allocate(bytes.Length);
                bytes.CopyTo(place);
                return place;
            }

            public ref byte First => ref _bytes[0];
            public void Reset() => _used = 0;
            [Consumes] public void Free() { }
        }

        public static class ArenaPrograms
        {
            public static int Concatenate(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
            {
                var arena = new Arena(first.Length + second.Length);
                var one = arena.Store(first);
                var two = arena.Store(second);
                var sum = 0;
                foreach (var b in one) sum += b;
                foreach (var b in two) sum += b;
                arena.Free();
                return sum;
            }

            public static byte[] Doubled(ReadOnlySpan<byte> bytes)
            {
                var arena = new Arena(bytes.Length * 2);
                Twice(arena, bytes);
                arena.First++;
                ref var first = ref arena.First;
                first--;
                arena.Reset();
                var all = arena.Allocate(bytes.Length * 2).ToArray();
                arena.Free();
                return all;
            }

            private static void Twice([Borrows] Arena arena, ReadOnlySpan<byte> bytes)
            {
                var place = arena.Store(bytes);
                arena.Store(place);
            }

            public static Span<byte> Filled([Borrows] Arena arena, int size, byte value)
            {
                var place = arena.Allocate(size);
                place.Fill(value);
                return place;
            }

            public static int Rounds(int rounds)
            {
                var total = 0;
                var arena = new Arena(256);
                for (var i = 0; i < rounds; i++)
                {
                    var place = Filled(arena, 16, (byte)i);
                    total += place[^1];
                    if (arena.Left >= 16) continue;
                    arena.Free();
                    arena = new Arena(256);
                }

                arena.Free();
                return total;
            }
        }

        ## a protocol in place
        namespace Protocols;

        public enum Phase
        {
            [State(Initial = true, Final = true)] Idle,
            [State] Connected,
            [State] Busy,
        }

        [Typestate(typeof(Phase))]
        public sealed class Session
        {
            private readonly List<string> _sent = [];
            private int _phase;

            [Transition(Phase.Idle, Phase.Connected)] public void Connect() => _phase = 1;
            [Transition(Phase.Connected, Phase.Busy)] public void Begin() => _phase = 2;
            [Requires(Phase.Busy)] public void Send(string text) => _sent.Add(text);
            [Transition(Phase.Busy, Phase.Connected)] public void End() => _phase = 1;
            [Transition(Phase.Connected, Phase.Idle)] public void Disconnect() => _phase = 0;
            [Tests(Phase.Busy)] public bool IsBusy => _phase == 2;
            [Tests] public Phase Phase => (Phase)_phase;

            [Requires(Phase.Idle), Ensures(Phase.Connected, When = true)]
            public bool TryConnect()
            {
                _phase = Environment.TickCount & 1;
                return _phase == 1;
            }

            public int Count => _sent.Count;
        }

        public static class Sessions
        {
            public static void Greet([Requires(Phase.Connected)] Session session, string name)
            {
                session.Begin();
                session.Send("hello");
                session.Send(name);
                session.End();
            }

            [return: Ensures(Phase.Connected)]
            public static Session Connected()
            {
                var session = new Session();
                session.Connect();
                return session;
            }

            public static void Finish([Requires(Phase.Busy), Ensures(Phase.Idle)] Session session)
            {
                session.End();
                session.Disconnect();
            }

            public static int Run(string[] names)
            {
                var session = Connected();
                foreach (var name in names) Greet(session, name);
                session.Begin();
                Finish(session);
                return session.Count;
            }

            public static bool Once(string name)
            {
                var session = new Session();
                if (!session.TryConnect()) return false;
                try
                {
                    Greet(session, name);
                }
                catch (InvalidOperationException)
                {
                    Close(session);
                    return false;
                }

                session.Disconnect();
                return true;
            }

            private static void Close([Consumes, Requires(Phase.Connected)] Session session) => session.Disconnect();

            public static string Describe([Borrows] Session session) => session.Phase switch
            {
                Phase.Idle => "idle",
                Phase.Connected => "connected",
                Phase.Busy => "busy with " + session.Count,
                _ => throw new UnreachableException(),
            };

            public static void SendIfBusy([Borrows] Session session, string text)
            {
                if (session.IsBusy) session.Send(text);
            }
        }

        ## records and tuples
        namespace Records;

        [Linear]
        public sealed record Parcel(Buf Content, string Address)
        {
            [Consumes] public Buf Open() => Content;
        }

        [Linear]
        public sealed record Bundle(Buf Left, Buf Right, string Label);

        [MoveOnly]
        public readonly record struct Ticket(int Number, string Seat)
        {
            public bool IsValid => Number > 0;
        }

        public static class Post
        {
            public static Parcel Pack(int size, string address)
            {
                var content = new Buf(size);
                content.Grow();
                return new Parcel(content, address);
            }

            public static int Unpack(Parcel parcel)
            {
                var length = parcel.Address.Length;
                var content = parcel.Open();
                length += content.Length;
                content.Free();
                return length;
            }

            public static Parcel Readdressed(Parcel parcel, string address)
            {
                Console.WriteLine($"{parcel.Address} becomes {address}");
                return new Parcel(parcel.Open(), address);
            }

            public static (Buf Content, string Address) Split(Parcel parcel)
            {
                var address = parcel.Address;
                return (parcel.Open(), address);
            }

            public static int Weigh([Borrows] Parcel parcel) => parcel.Content.Length + parcel.Address.Length;

            public static int All(IEnumerable<Parcel> parcels)
            {
                var sum = 0;
                foreach (var parcel in parcels)
                {
                    sum += Weigh(parcel);
                    parcel.Open().Free();
                }

                return sum;
            }

            public static string Untie(Bundle bundle)
            {
                var (left, right, label) = bundle;
                left.Free();
                right.Free();
                return label;
            }

            public static bool Same(in Ticket one, in Ticket two) => one == two;

            public static Ticket Better(Ticket one, Ticket two) => one.Number < two.Number ? one : two;

            public static string Print(Ticket ticket) => ticket switch
            {
                { IsValid: false } => "void",
                { Seat: "A1", Number: var number } => $"first {number}",
                { Number: > 100 } => "late",
                _ => ticket.ToString(),
            };

            public static int Both()
            {
                var two = (first: Pack(1, "a"), second: Pack(2, "b"));
                (two.first, two.second) = (two.second, two.first);
                var sum = Unpack(two.first) - Unpack(two.second);
                var (content, address) = Split(Pack(3, "c"));
                sum += content.Length + address.Length;
                content.Free();
                return sum;
            }
        }

        ## exceptions
        namespace Exceptions;

        public sealed class Loader
        {
            private readonly List<string> _errors = [];

            public Res? Load(string name)
            {
                var r = Res.Open(name);
                try
                {
                    r.Use();
                }
                catch (InvalidOperationException e)
                {
                    _errors.Add(e.Message);
                    r.Close();
                    return null;
                }

                return r;
            }

            public Res LoadOrThrow(string name)
            {
                var r = Res.Open(name);
                try
                {
                    r.Use();
                    return r;
                }
                catch
                {
                    r.Close();
                    throw;
                }
            }

            public int Count(string name)
            {
                Res? r = null;
                try
                {
                    r = Res.Open(name);
                    r.Use();
                    return r.Name.Length;
                }
                catch (Exception e) when (e is ArgumentException or FormatException)
                {
                    _errors.Add(e.Message);
                    return 0;
                }
                finally
                {
                    r?.Close();
                }
            }

            public Res Retry(string name, int times)
            {
                while (true)
                {
                    try
                    {
                        return LoadOrThrow(name);
                    }
                    catch (InvalidOperationException) when (times-- > 0)
                    {
                        Thread.Sleep(10);
                    }
                }
            }

            public void Two(string first, string second)
            {
                var one = Res.Open(first);
                try
                {
                    var two = Res.Open(second);
                    try
                    {
                        one.Use();
                        two.Use();
                    }
                    finally
                    {
                        two.Close();
                    }
                }
                finally
                {
                    one.Close();
                }
            }

            public async Task<int> CountAsync(string name, CancellationToken cancel)
            {
                var r = await OpenAsync();
                try
                {
                    cancel.ThrowIfCancellationRequested();
                    await r.SaveAsync();
                    return name.Length + r.Name.Length;
                }
                finally
                {
                    r.Close();
                }
            }

            public void Close(Res r)
            {
                try
                {
                    r.Close();
                }
                catch (InvalidOperationException e)
                {
                    _errors.Add(e.Message);
                }
            }
        }
        """);
}
