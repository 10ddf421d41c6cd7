namespace Strat9.Analyzers.Tests.Rules;

/// <summary>As locals, owning containers of linear values are linear until they are proved empty.</summary>
public class ContainerContentsTests
{
    public static TheoryData<string, string> Reported => Case.Bodies(
        """
        ## awaited on one of two ways
        var {|STRAT1002:stack|} = c ? await Pass(new OwnedStack<Buf>()) : new OwnedStack<Buf>();
        static Task<OwnedStack<Buf>> Pass(OwnedStack<Buf> stack) => Task.FromResult(stack);

        ## pushed and left
        var {|STRAT1002:stack|} = new OwnedStack<Buf>();
        stack.Push(Buf.Make());

        ## one taken out, perhaps not the last
        var {|STRAT1002:stack|} = new OwnedStack<Buf>();
        stack.Push(Buf.Make());
        stack.Push(Buf.Make());
        stack.Pop().Free();

        ## left on the path where it is not empty
        var {|STRAT1002:stack|} = new OwnedStack<Buf>();
        if (c) stack.Push(Buf.Make());

        ## pushed after the drain
        var {|STRAT1002:stack|} = new OwnedStack<Buf>();
        while (stack.TryPop(out var b)) b.Free();
        stack.Push(Buf.Make());

        ## the drain is left early
        var {|STRAT1002:queue|} = new OwnedQueue<Buf>();
        queue.Enqueue(Buf.Make());
        while (queue.TryDequeue(out var b))
        {
            b.Free();
            if (c) break;
        }

        ## disposed while it may hold values
        var {|STRAT1002:stack|} = new OwnedStack<Buf>();
        stack.Push(Buf.Make());
        stack.Dispose();

        ## disposed by using while it may hold values
        using var {|STRAT1002:stack|} = new OwnedStack<Buf>();
        stack.Push(Buf.Make());

        ## disposed in a finally, and nobody drains it when an exception is caught
        var {|STRAT1002:stack|} = new OwnedStack<Buf>();
        try
        {
            try
            {
                stack.Push(Buf.Make());
                Prepare();
                while (stack.TryPop(out var b)) b.Free();
            }
            finally
            {
                stack.Dispose();
            }
        }
        catch
        {
        }

        ## disposed, and another in its place
        var {|STRAT1002:stack|} = new OwnedStack<Buf>();
        stack.Push(Buf.Make());
        stack.Dispose();
        stack = new OwnedStack<Buf>();

        ## lent to somebody who may fill it
        var {|STRAT1002:list|} = new OwnedList<Buf>();
        Fill(list);
        static void Fill([Borrows] OwnedList<Buf> list) => list.Add(Buf.Make());

        ## a place of an array that was tried
        var {|STRAT1002:array|} = new OwnedArray<Buf>(4);
        array.Put(1, Buf.Make());
        if (array.TryTake(0, out var b)) b.Free();

        ## a key of a dictionary that was tried
        var {|STRAT1002:map|} = new OwnedDictionary<int, Buf>();
        map.Add(1, Buf.Make());
        if (map.TryRemove(0, out var b)) b.Free();

        ## a slot that was filled
        var {|STRAT1002:slot|} = new Slot<Buf>(Buf.Make());

        ## refused on one result, filled on the other
        var {|STRAT1002:slot|} = new Slot<Buf>();
        var b = Buf.Make();
        if (!slot.TryPut(b)) b.Free();

        ## a result that may hold something, dropped
        {|~STRAT1004:Make()|};
        static OwnedStack<Buf> Make() => new();

        ## overwritten while it may hold values
        var stack = new OwnedStack<Buf>();
        stack.Push(Buf.Make());
        {|~STRAT1003:stack = new OwnedStack<Buf>()|};

        ## captured by a lambda that fills it
        var {|STRAT1002:stack|} = new OwnedStack<Buf>();
        Run(() => stack.Push(Buf.Make()));

        ## of objects with a protocol that must end
        var {|STRAT1002:stack|} = new OwnedStack<Conn>();
        stack.Push(Conn.Open());
        """);

    public static TheoryData<string, string> ReportedParameters => Case.Members(
        """
        ## a parameter by value
        void M(OwnedStack<Buf> {|STRAT1002:stack|}) { }

        ## generic code treats its values as linear
        void M<[AllowsMoveOnly] T>(T value)
        {
            var {|STRAT1002:stack|} = new OwnedStack<T>();
            stack.Push(value);
        }
        """);

    public static TheoryData<string, string> Accepted => Case.Bodies(
        """
        ## new and never filled
        var stack = new OwnedStack<Buf>();

        ## drained by its loop
        var stack = new OwnedStack<Buf>();
        stack.Push(Buf.Make());
        while (stack.TryPop(out var b)) b.Free();

        ## drained by its loop and disposed
        using var queue = new OwnedQueue<Buf>();
        queue.Enqueue(Buf.Make());
        while (queue.TryDequeue(out var b)) b.Free();

        ## drained by count
        var list = new OwnedList<Buf>();
        list.Add(Buf.Make());
        while (list.Count > 0) list.TakeAt(0).Free();

        ## drained by count, the other way around
        var list = new OwnedList<Buf>();
        list.Add(Buf.Make());
        while (0 != list.Count) list.TakeAt(0).Free();

        ## drained by a test
        var stack = new OwnedStack<Buf>();
        stack.Push(Buf.Make());
        while (!stack.IsEmpty) stack.Pop().Free();

        ## drained to
        var stack = new OwnedStack<Buf>();
        stack.Push(Buf.Make());
        stack.DrainTo(static b => b.Free());

        ## a dictionary, drained
        var map = new OwnedDictionary<int, Buf>();
        map.Add(1, Buf.Make());
        while (map.TryRemoveAny(out _, out var b)) b.Free();

        ## an array, drained
        var array = new OwnedArray<Buf>(4);
        array.Put(1, Buf.Make());
        while (array.TryTakeLast(out var b)) b.Free();

        ## handed on
        var stack = new OwnedStack<Buf>();
        stack.Push(Buf.Make());
        Take(stack);
        static void Take(OwnedStack<Buf> stack) => stack.DrainTo(static b => b.Free());

        ## a slot holds one value
        var slot = new Slot<Buf>(Buf.Make());
        slot.Take().Free();

        ## dropped on purpose
        var stack = new OwnedStack<Buf>();
        stack.Push(Buf.Make());
        Ownership.Forget(stack, "the process ends");

        ## of values that may be dropped
        var stack = new OwnedStack<Tok>();
        stack.Push(Tok.Make());

        ## asked for how many it holds
        var stack = new OwnedStack<Buf>();
        stack.Push(Buf.Make());
        if (stack.Count >= 1) stack.DrainTo(static b => b.Free());

        ## lent values leave it as it is
        var stack = new OwnedStack<Buf>();
        foreach (ref var b in stack) b.Grow();

        ## a local function drains it
        var stack = new OwnedStack<Buf>();
        stack.Push(Buf.Make());
        Drain(stack);
        static void Drain(OwnedStack<Buf> stack)
        {
            while (stack.TryPop(out var b)) b.Free();
        }
        """);

    public static TheoryData<string, string> AcceptedMembers => Case.Members(
        """
        ## in a field it is watched at run time
        private readonly OwnedStack<Buf> _free = new();
        void M() => _free.Push(Buf.Make());

        ## in a field of an owned local
        [MoveOnly] sealed class Pool { public OwnedStack<Buf> Free { get; } = new(); public readonly OwnedStack<Buf> More = new(); }
        void M()
        {
            var pool = new Pool();
            pool.More.Push(Buf.Make());
        }

        ## borrowed
        void M([Borrows] OwnedStack<Buf> stack) => stack.Push(Buf.Make());

        ## returned
        OwnedStack<Buf> M()
        {
            var stack = new OwnedStack<Buf>();
            stack.Push(Buf.Make());
            return stack;
        }

        ## by ref
        void M(ref OwnedStack<Buf> stack) => stack.Push(Buf.Make());
        """);

    [Theory]
    [MemberData(nameof(Reported))]
    [MemberData(nameof(ReportedParameters))]
    public Task Filled_Reports(string name, string source) => Case.Check(name, source);

    [Theory]
    [MemberData(nameof(Accepted))]
    [MemberData(nameof(AcceptedMembers))]
    public Task Emptied_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source);
}
