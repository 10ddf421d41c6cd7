namespace Strat9.Analyzers.Tests.Constructs;

/// <summary>Ways out of try, using and lock; containers as locals.</summary>
public class TryAndContainerTests
{
    public static TheoryData<string, string> Cases => Case.Bodies(
        """
        ## goto out of a try
        var b = Buf.Make();
        try
        {
            if (c) goto end;
            Prepare();
        }
        finally
        {
            b.Free();
        }
        end:
        Note(1);

        ## continue through a finally in a loop
        for (var i = 0; i < n; i++)
        {
            var b = Buf.Make();
            try
            {
                if (c) continue;
                Prepare();
            }
            finally
            {
                b.Free();
            }
        }

        ## break in a catch
        while (true)
        {
            var b = Buf.Make();
            try
            {
                Prepare();
            }
            catch (Exception)
            {
                b.Free();
                break;
            }
            b.Free();
        }

        ## break in a catch leaks
        while (true)
        {
            var {|STRAT1002:b|} = Buf.Make();
            try
            {
                Prepare();
            }
            catch (Exception)
            {
                break;
            }
            b.Free();
        }

        ## catch when consumes on a true filter
        var b = Buf.Make();
        try
        {
            Prepare();
        }
        catch (Exception e) when (Log(e))
        {
            b.Free();
            return;
        }
        b.Free();
        static bool Log(Exception e) => true;

        ## rethrow in catch after the finally frees
        var b = Buf.Make();
        try
        {
            Prepare();
        }
        catch
        {
            Note(1);
            throw;
        }
        finally
        {
            b.Free();
        }

        ## using var in a try with a moved resource
        var k = Conn.Open();
        try
        {
            using var u = k;
            u.Ping();
        }
        finally
        {
            {|STRAT1001:k|}.Ping();
        }

        ## nested using
        using (var a = Conn.Open())
        using (var b = Conn.Open())
        {
            a.Ping();
            b.Ping();
        }

        ## using with a null
        using (Conn? k = c ? Conn.Open() : null)
        {
            k?.Ping();
        }

        ## using of an assignment
        Conn k;
        using (k = Conn.Open())
        {
            k.Ping();
        }

        ## lock with linear inside
        var b = Buf.Make();
        lock (this)
        {
            if (c) { b.Free(); return; }
        }
        b.Free();

        ## checked statement
        var b = Buf.Make();
        checked
        {
            n++;
            b.Free();
        }

        ## stackalloc sized by a moved place
        var t = Tok.Make();
        Take(t);
        Span<int> xs = stackalloc int[{|STRAT1001:t|}.Id];

        ## fixed untouched by ownership
        var t = Tok.Make();
        var xs = new int[3];
        foreach (ref var x in xs.AsSpan()) x = t.Id;
        Take(t);

        ## params array of values
        var t = Tok.Make();
        Note(string.Format("{0}", t.Id));
        Take(t);

        ## OwnedList local drained
        var list = new OwnedList<Buf>();
        list.Add(Buf.Make());
        while (list.TryTakeLast(out var b)) b.Free();

        ## OwnedList local not drained
        var {|STRAT1002:list|} = new OwnedList<Buf>();
        list.Add(Buf.Make());

        ## value added twice
        var list = new OwnedList<Tok>();
        var t = Tok.Make();
        list.Add(t);
        list.Add({|STRAT1001:t|});

        ## slot of linear
        var {|STRAT1002:slot|} = new Slot<Buf>();
        slot.Put(Buf.Make());

        ## slot taken
        var slot = new Slot<Buf>();
        slot.Put(Buf.Make());
        slot.Take().Free();
        if (slot.TryTake(out var rest)) rest.Free();

        ## slot replaced
        var slot = new Slot<Tok>();
        slot.Put(Tok.Make());
        var t = Tok.Make();
        if (slot.Replace(t, out var old)) Take(old);
        Note({|STRAT1001:t|}.Id);

        ## foreach over a container borrows
        var list = new OwnedList<Tok>();
        list.Add(Tok.Make());
        foreach (ref var t in list) t.Bump();
        Take(list.TakeAt(0));

        ## element of a container moved
        var list = new OwnedList<Tok>();
        list.Add(Tok.Make());
        Take({|STRAT1005:list[0]|});

        ## queue given to another
        var q = new OwnedQueue<Tok>();
        q.Enqueue(Tok.Make());
        var p = q;
        p.Enqueue(Tok.Make());
        {|STRAT1001:q|}.Enqueue(Tok.Make());
        """);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Cases_AreJudged(string name, string source) => Case.Check(name, source);
}
