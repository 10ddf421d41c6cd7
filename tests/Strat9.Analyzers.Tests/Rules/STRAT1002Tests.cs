namespace Strat9.Analyzers.Tests.Rules;

/// <summary>Linear value not consumed on every path.</summary>
public class STRAT1002Tests
{
    public static TheoryData<string, string> Sources => Case.Bodies(
        """
        ## a result never consumed
        var {|STRAT1002:b|} = Buf.Make();
        Note(b.Length);

        ## a constructor's value
        var {|STRAT1002:b|} = new Buf(3);

        ## a class
        var {|STRAT1002:r|} = Res.Open("x");
        r.Use();

        ## a target-typed new
        Buf {|STRAT1002:b|} = new(3);

        ## an interface
        IJob {|STRAT1002:j|} = new Job(1);

        ## a disposable never disposed
        var {|STRAT1002:k|} = Conn.Open();
        k.Ping();

        ## assigned after its declaration
        Buf {|STRAT1002:b|};
        b = Buf.Make();

        ## an out variable
        Fill(out Buf {|STRAT1002:b|});

        ## an out argument of a place declared before
        Buf {|STRAT1002:b|};
        Fill(out b);

        ## given, but only looked at
        if (TryMake(out Buf {|STRAT1002:b|})) Note(b.Length);

        ## given, the result not looked at
        TryMake(out Buf {|STRAT1002:b|});

        ## given on an enum member
        switch (Receive(out Buf {|STRAT1002:b|}))
        {
            case Sent.Ok: Prepare(); break;
            default: return;
        }

        ## given first, then the second is missing
        if (TryMake(out Buf {|STRAT1002:a|}) && TryMake(out Buf b)) Take2(a, b);

        ## a pattern variable
        if (MaybeRes() is { } {|STRAT1002:r|}) r.Use();

        ## a nullable struct's pattern variable
        if (MaybeBuf() is { } {|STRAT1002:b|}) Note(b.Length);

        ## a type pattern's variable
        if (MaybeBuf() is Buf {|STRAT1002:b|}) Note(b.Length);

        ## a var pattern's variable
        if (Buf.Make() is var {|STRAT1002:b|}) Note(b.Length);

        ## a case's variable
        switch (MaybeRes())
        {
            case { } {|STRAT1002:r|}: r.Use(); break;
        }

        ## an arm's variable
        Note(MaybeRes() switch { { } {|STRAT1002:r|} => r.Name, null => "" });

        ## a nullable local
        var {|STRAT1002:r|} = MaybeRes();
        r?.Use();

        ## a nullable struct local
        var {|STRAT1002:b|} = MaybeBuf();
        if (b.HasValue) Note(b.Value.Length);

        ## a deconstruction variable
        var ({|STRAT1002:e|}, f) = MakeTwo();
        f.Free();

        ## both deconstruction variables
        var ({|STRAT1002:e|}, {|STRAT1002:f|}) = MakeTwo();

        ## deconstruction with types
        (Buf {|STRAT1002:e|}, Buf f) = MakeTwo();
        f.Free();

        ## a foreach element
        foreach (var {|STRAT1002:b|} in ManyBufs()) Note(b.Length);

        ## an async foreach element
        await foreach (var {|STRAT1002:b|} in StreamBufs()) Note(b.Length);

        ## an awaited result
        var {|STRAT1002:b|} = await MakeBufAsync();
        Note(b.Length);

        ## an awaited value task
        var {|STRAT1002:r|} = await OpenAsync().ConfigureAwait(false);
        r.Use();

        ## a tuple local
        var {|STRAT1002:pair|} = MakeTwo();
        pair.Item1.Free();

        ## a swap does not consume
        var {|STRAT1002:e|} = Buf.Make();
        var f = Buf.Make();
        (e, f) = (f, e);
        f.Free();

        ## moved to a place that leaks
        var b = Buf.Make();
        var {|STRAT1002:e|} = b;

        ## moved around a circle
        var {|STRAT1002:b|} = Buf.Make();
        var e = b;
        b = e;

        ## refilled and forgotten
        var {|STRAT1002:b|} = Buf.Make();
        b.Free();
        b = Buf.Make();

        ## what it became
        var b = Buf.Make();
        var {|STRAT1002:big|} = b.Resized(32);
        Note(big.Length);

        ## borrowing does not consume
        var {|STRAT1002:b|} = Buf.Make();
        Look(in b);
        LookValue(b);
        Edit(ref b);
        b.See();

        ## borrowing by the interface does not consume
        var {|STRAT1002:j|} = new Job(1);
        Look(j);

        ## a null test does not consume
        var {|STRAT1002:r|} = Res.Open("x");
        ArgumentNullException.ThrowIfNull(r);
        if (r == null) return;

        ## a guard's failure leaves it
        var {|STRAT1002:b|} = Buf.Make();
        if (b is { Length: > 3 }) b.Free();

        ## in an inner block
        if (c)
        {
            var {|STRAT1002:b|} = Buf.Make();
            Note(b.Length);
        }

        ## in a for initialiser
        for (var {|STRAT1002:b|} = Buf.Make(); Ready(); b.Grow()) Prepare();

        ## in a switch section
        switch (n)
        {
            case 1:
                var {|STRAT1002:b|} = Buf.Make();
                Note(b.Length);
                break;
        }

        ## in a using block
        using (var k = Conn.Open())
        {
            var {|STRAT1002:b|} = Buf.Make();
            Note(b.Length + k.Port);
        }

        ## in a lambda
        Run(() =>
        {
            var {|STRAT1002:b|} = Buf.Make();
            Note(b.Length);
        });

        ## two at once
        var {|STRAT1002:e|} = Buf.Make();
        var {|STRAT1002:f|} = Res.Open("x");
        f.Use();

        ## several declarators
        Buf e = Buf.Make(), {|STRAT1002:f|} = Buf.Make();
        e.Free();

        ## a ref local is no owner
        var {|STRAT1002:b|} = Buf.Make();
        ref var e = ref b;
        e.Grow();

        ## a task never awaited
        var {|STRAT1002:task|} = MakeBufAsync();
        Prepare();
        """);

    [Theory]
    [MemberData(nameof(Sources))]
    public Task Source_Reports(string name, string source) => Case.Reports("STRAT1002", name, source);

    public static TheoryData<string, string> PathReports => Case.Bodies(
        """
        ## consumed in the then-branch only
        var {|STRAT1002:b|} = Buf.Make();
        if (c) b.Free();

        ## consumed in the else-branch only
        var {|STRAT1002:b|} = Buf.Make();
        if (c) Prepare();
        else b.Free();

        ## an early return
        var {|STRAT1002:b|} = Buf.Make();
        if (c) return;
        b.Free();

        ## an early return deep inside
        var {|STRAT1002:b|} = Buf.Make();
        while (Ready())
        {
            if (c)
            {
                if (d) return;
            }
        }
        b.Free();

        ## an explicit throw
        var {|STRAT1002:b|} = Buf.Make();
        if (n < 0) throw new ArgumentOutOfRangeException(nameof(n));
        b.Free();

        ## a throw expression
        var {|STRAT1002:b|} = Buf.Make();
        Note(s ?? throw new ArgumentNullException(nameof(s)));
        b.Free();

        ## a throw in an arm
        var {|STRAT1002:b|} = Buf.Make();
        Note(n switch { 1 => 1, _ => throw new InvalidOperationException() });
        b.Free();

        ## a call that does not return
        var {|STRAT1002:b|} = Buf.Make();
        if (c) Fail();
        b.Free();

        ## leaks once though several exits leave it
        var {|STRAT1002:b|} = Buf.Make();
        if (c) return;
        if (d) throw new InvalidOperationException();
        if (n > 3) return;
        b.Free();

        ## a conditional operator
        var {|STRAT1002:b|} = Buf.Make();
        Note(c ? Spend(b) : 0);

        ## one of two chosen
        var {|STRAT1002:e|} = Buf.Make();
        var {|STRAT1002:f|} = Buf.Make();
        var chosen = c ? e : f;
        chosen.Free();

        ## right of and
        var {|STRAT1002:b|} = Buf.Make();
        if (c && Spend(b) > 0) Prepare();

        ## right of or
        var {|STRAT1002:b|} = Buf.Make();
        if (c || Spend(b) > 0) Prepare();

        ## right of ??
        string? text = c ? s : null;
        var {|STRAT1002:b|} = Buf.Make();
        Note(text ?? Spend(b).ToString());

        ## the alternative of ?? is made before
        var {|STRAT1002:r|} = Res.Open("x");
        var q = MaybeRes() ?? r;
        q.Close();

        ## an argument of a conditional access
        string? text = c ? s : null;
        var {|STRAT1002:b|} = Buf.Make();
        text?.CompareTo(Spend(b).ToString());

        ## a missing case
        var {|STRAT1002:b|} = Buf.Make();
        switch (n)
        {
            case 1: b.Free(); break;
            case 2: Take(b); break;
        }

        ## a case that only breaks
        var {|STRAT1002:b|} = Buf.Make();
        switch (n)
        {
            case 1: break;
            default: b.Free(); break;
        }

        ## a case with a guard
        var {|STRAT1002:b|} = Buf.Make();
        switch (n)
        {
            case var m when m > 3: b.Free(); break;
        }

        ## an arm that does not consume
        var {|STRAT1002:b|} = Buf.Make();
        Note(n switch { 1 => Spend(b), _ => 0 });

        ## a loop that may not run
        var {|STRAT1002:b|} = Buf.Make();
        while (Ready())
        {
            b.Free();
            return;
        }

        ## a loop left by break
        var {|STRAT1002:b|} = Buf.Make();
        while (true)
        {
            if (c) break;
            if (d)
            {
                b.Free();
                return;
            }
        }

        ## a foreach that may not run
        var {|STRAT1002:b|} = Buf.Make();
        foreach (var letter in s)
        {
            b.Free();
            return;
        }

        ## a continue past the consumption
        foreach (var letter in s)
        {
            var {|STRAT1002:b|} = Buf.Make();
            if (letter == 'x') continue;
            b.Free();
        }

        ## a break past the consumption
        foreach (var letter in s)
        {
            var {|STRAT1002:b|} = Buf.Make();
            if (letter == 'x') break;
            b.Free();
        }

        ## refilled in the last pass
        var {|STRAT1002:b|} = Buf.Make();
        while (Ready())
        {
            b.Free();
            b = Buf.Make();
        }

        ## a goto past the consumption
        var {|STRAT1002:b|} = Buf.Make();
        if (c) goto end;
        b.Free();
        end:
        Prepare();

        ## a goto out of its scope
        {
            var {|STRAT1002:b|} = Buf.Make();
            if (c) goto end;
            b.Free();
        }
        end:
        Prepare();

        ## declared again by a backward goto
        again:
        var {|STRAT1002:b|} = Buf.Make();
        if (c) goto again;
        b.Free();

        ## consumed on a result that nobody looked at
        var {|STRAT1002:b|} = Buf.Make();
        TrySend(b);

        ## consumed on a result, the other branch forgets
        var {|STRAT1002:b|} = Buf.Make();
        if (TrySend(b)) return;
        Prepare();

        ## retried for ever so long
        var {|STRAT1002:b|} = Buf.Make();
        for (var i = 0; i < n; i++)
        {
            if (TrySend(b)) return;
        }

        ## an enum case forgotten
        var {|STRAT1002:b|} = Buf.Make();
        switch (Send(b))
        {
            case Sent.Full: b.Free(); break;
        }

        ## an enum test of the wrong member
        var {|STRAT1002:b|} = Buf.Make();
        if (Send(b) == Sent.Full) b.Free();

        ## an and hides one of two results
        var {|STRAT1002:b|} = Buf.Make();
        if (c && TrySend(b)) return;
        Prepare();

        ## a receiver consumed on a result
        var {|STRAT1002:b|} = Buf.Make();
        if (b.TryFree()) Prepare();

        ## a flag the wrong way round
        var {|STRAT1002:b|} = Buf.Make();
        var gone = false;
        if (c)
        {
            Take(b);
            gone = true;
        }
        if (gone) Prepare();

        ## a parameter's value is not remembered from test to test
        var {|STRAT1002:b|} = Buf.Make();
        if (c) b.Free();
        if (!c) Prepare();

        ## null on one path only
        Res? {|STRAT1002:r|} = null;
        if (c) r = Res.Open("x");
        if (d) r?.Close();

        ## null tested the wrong way round
        var {|STRAT1002:r|} = MaybeRes();
        if (r is not null) return;

        ## a nullable struct tested the wrong way round
        var {|STRAT1002:b|} = MaybeBuf();
        if (!b.HasValue) return;

        ## bound before its guard failed
        var {|STRAT1002:b|} = MaybeBuf();
        if (b is { } full && full.Length > 3) full.Free();
        """);

    [Theory]
    [MemberData(nameof(PathReports))]
    public Task Path_Reports(string name, string source) => Case.Reports("STRAT1002", name, source);

    public static TheoryData<string, string> PathQuiet => Case.Bodies(
        """
        ## every branch
        var b = Buf.Make();
        if (c) b.Free();
        else if (d) Take(b);
        else Ownership.Forget(b, "test");

        ## before every return
        var b = Buf.Make();
        if (c)
        {
            b.Free();
            return;
        }
        Prepare();
        b.Free();

        ## before every throw
        var b = Buf.Make();
        if (n < 0)
        {
            b.Free();
            throw new ArgumentOutOfRangeException(nameof(n));
        }
        b.Free();

        ## the value that is thrown about was checked before it was made
        if (n < 0) throw new ArgumentOutOfRangeException(nameof(n));
        var b = new Buf(n);
        b.Free();

        ## exceptions of calls are no exits by default
        var b = Buf.Make();
        Prepare();
        Note(int.Parse(s));
        b.Free();

        ## the process ends
        var b = Buf.Make();
        if (c) Environment.Exit(1);
        b.Free();

        ## the process fails fast
        var b = Buf.Make();
        if (c) Environment.FailFast("no");
        b.Free();

        ## unreachable
        var b = Buf.Make();
        if (c) throw new UnreachableException();
        b.Free();

        ## unreachable in an arm
        var b = Buf.Make();
        Note(n switch { 1 => 1, _ => throw new UnreachableException() });
        b.Free();

        ## a switch expression's own throw is no leak
        var b = Buf.Make();
        Note(n switch { 1 => 1, 2 => 2 });
        b.Free();

        ## a switch expression that consumes in every arm it has
        var b = Buf.Make();
        Note(n switch { 1 => Spend(b), 2 => Spend(b) });

        ## an assertion is no exit
        var b = Buf.Make();
        Debug.Assert(b.Length > 0);
        b.Free();

        ## a loop without end
        var b = Buf.Make();
        while (true) b.Grow();

        ## a loop left only by return
        var b = Buf.Make();
        for (;;)
        {
            if (TrySend(b)) return;
            Prepare();
        }

        ## consumed after the loop
        var b = Buf.Make();
        foreach (var letter in s)
        {
            if (letter == 'x') break;
            b.Grow();
        }
        b.Free();

        ## consumed in the pass that leaves
        var b = Buf.Make();
        while (true)
        {
            if (Ready())
            {
                b.Free();
                break;
            }
        }

        ## a conditional operator, both arms
        var e = Buf.Make();
        var f = Buf.Make();
        if (c) Take2(e, f);
        else Take2(f, e);

        ## declared in an arm that consumes it
        if (MaybeRes() is { } r)
        {
            r.Use();
            r.Close();
        }

        ## a guard that fails leaves the subject
        var b = MaybeBuf();
        if (b is { } full && full.Length > 3) full.Free();
        else if (b is { } small) small.Free();

        ## cases with guards over one subject
        switch (MaybeRes())
        {
            case { Name.Length: 0 } empty: empty.Close(); break;
            case { } r when r.Name == s: r.Close(); break;
            case { } r: r.Close(); break;
            case null: break;
        }

        ## a sequence left early
        foreach (var b in ManyBufs())
        {
            b.Free();
            if (c) break;
        }

        ## a using declaration
        using var k = Conn.Open();
        k.Ping();
        if (c) return;
        k.Ping();

        ## a using statement
        using (var k = Conn.Open())
        {
            if (c) return;
            k.Ping();
        }

        ## an await using declaration
        await using var k = Link.Open();
        k.Ping();

        ## an await using statement
        await using (var k = Link.Open()) k.Ping();

        ## a using declaration that throws
        using var k = Conn.Open();
        if (c) throw new InvalidOperationException();

        ## a using of a conditional value
        using var k = c ? Conn.Open() : new Conn();
        k.Ping();

        ## a using of a value that may be missing
        using var k = c ? Conn.Open() : null;
        k?.Ping();

        ## move-only values may be dropped
        var t = Tok.Make();
        var k = Chip.Make();
        t = Tok.Make();
        if (c) Take(t);

        ## a move-only tuple may be dropped
        var (e, f) = MakeTwoToks();

        ## a finally for every way out
        var b = Buf.Make();
        try
        {
            if (c) return;
            if (d) throw new InvalidOperationException();
            Prepare();
        }
        finally
        {
            b.Free();
        }

        ## flags in a finally
        Res? r = null;
        try
        {
            r = Res.Open("x");
            r.Use();
        }
        finally
        {
            r?.Close();
        }

        ## a task awaited later
        var task = MakeBufAsync();
        Prepare();
        var b = await task;
        b.Free();

        ## a local never filled
        Buf b;
        Prepare();

        ## filled on one path and consumed there
        Buf b;
        if (c)
        {
            b = Buf.Make();
            b.Free();
        }
        """);

    [Theory]
    [MemberData(nameof(PathQuiet))]
    public Task Path_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source);

    public static TheoryData<string, string> ExceptionReports => Case.Bodies(
        """
        ## an exception before the consumption is swallowed
        var {|STRAT1002:b|} = Buf.Make();
        try { Prepare(); b.Free(); } catch { }

        ## a property before the consumption
        var {|STRAT1002:b|} = Buf.Make();
        try { Note(b.Length); b.Free(); } catch { }

        ## new before the consumption
        var {|STRAT1002:b|} = Buf.Make();
        try { var list = new List<int>(); b.Free(); } catch { }

        ## division before the consumption
        var {|STRAT1002:b|} = Buf.Make();
        try { n = 100 / n; b.Free(); } catch { }

        ## checked arithmetic before the consumption
        var {|STRAT1002:b|} = Buf.Make();
        try { n = checked(n + 1); b.Free(); } catch { }

        ## indexing before the consumption
        int[] numbers = [1, 2];
        var {|STRAT1002:b|} = Buf.Make();
        try { n = numbers[n]; b.Free(); } catch { }

        ## a cast before the consumption
        object o = s;
        var {|STRAT1002:b|} = Buf.Make();
        try { s = (string)o; b.Free(); } catch { }

        ## await before the consumption
        var {|STRAT1002:b|} = Buf.Make();
        try { await Task.Yield(); b.Free(); } catch { }

        ## an argument evaluated before the call
        var {|STRAT1002:b|} = Buf.Make();
        try { Pair2(Next(), b); } catch { }
        static void Pair2(int first, Buf second) => second.Free();

        ## an argument evaluated after it, which throws
        var {|STRAT1002:b|} = Buf.Make();
        try { Pair2(b, Next()); } catch { }
        static void Pair2(Buf first, int second) => first.Free();

        ## a conditional consumption that throws took nothing
        var {|STRAT1002:b|} = Buf.Make();
        try { if (!TrySend(b)) b.Free(); } catch { }

        ## a particular exception is swallowed
        var {|STRAT1002:b|} = Buf.Make();
        try
        {
            Prepare();
            b.Free();
        }
        catch (InvalidOperationException)
        {
        }

        ## the catch returns
        var {|STRAT1002:b|} = Buf.Make();
        try { Prepare(); }
        catch { return; }
        b.Free();

        ## the catch throws
        var {|STRAT1002:b|} = Buf.Make();
        try { Prepare(); }
        catch (Exception e) { throw new InvalidOperationException("no", e); }
        b.Free();

        ## the catch rethrows
        var {|STRAT1002:b|} = Buf.Make();
        try { Prepare(); }
        catch { throw; }
        b.Free();

        ## one of two clauses forgets
        var {|STRAT1002:b|} = Buf.Make();
        try { Prepare(); b.Grow(); }
        catch (ArgumentException) { b.Free(); return; }
        catch (InvalidOperationException) { return; }
        b.Free();

        ## a filter that holds
        var {|STRAT1002:b|} = Buf.Make();
        try { Prepare(); b.Free(); }
        catch when (c) { }

        ## made in the try
        try
        {
            var {|STRAT1002:b|} = Buf.Make();
            Prepare();
            if (c) throw new InvalidOperationException();
            b.Free();
        }
        catch (InvalidOperationException) { }

        ## an explicit throw passes the clauses that do not match
        var {|STRAT1002:b|} = Buf.Make();
        try
        {
            if (c) throw new InvalidOperationException();
        }
        catch (ArgumentException)
        {
            b.Free();
            return;
        }
        b.Free();

        ## a finally that does not consume
        var {|STRAT1002:b|} = Buf.Make();
        try
        {
            if (c) return;
            b.Free();
        }
        finally
        {
            Prepare();
        }

        ## a finally that consumes on some path
        var {|STRAT1002:b|} = Buf.Make();
        try { Prepare(); }
        finally { if (c) b.Free(); }

        ## assigned in the try, never in the finally
        Res? {|STRAT1002:r|} = null;
        try
        {
            r = Res.Open("x");
            r.Use();
        }
        finally
        {
            r?.Use();
        }

        ## a flag set too early
        var {|STRAT1002:b|} = Buf.Make();
        var sent = false;
        try
        {
            sent = true;
            Prepare();
            b.Free();
        }
        catch
        {
            if (!sent) b.Free();
        }

        ## made in the catch
        try { Prepare(); }
        catch
        {
            var {|STRAT1002:b|} = Buf.Make();
            Note(b.Length);
        }

        ## made in the finally
        try { Prepare(); }
        finally
        {
            var {|STRAT1002:b|} = Buf.Make();
            Note(b.Length);
        }

        ## a using declared after it does not help
        var {|STRAT1002:b|} = Buf.Make();
        using var k = Conn.Open();
        if (c) return;
        b.Free();

        ## a lock around it
        var {|STRAT1002:b|} = Buf.Make();
        lock (s)
        {
            if (c) return;
        }
        b.Free();

        ## an inner catch, the outer swallows
        var {|STRAT1002:b|} = Buf.Make();
        try
        {
            try { Prepare(); b.Free(); }
            catch (ArgumentException) { throw; }
        }
        catch { }
        """);

    [Theory]
    [MemberData(nameof(ExceptionReports))]
    public Task Exception_Reports(string name, string source) => Case.Reports("STRAT1002", name, source);

    public static TheoryData<string, string> ExceptionQuiet => Case.Bodies(
        """
        ## consumed first of all
        var b = Buf.Make();
        try { b.Free(); Prepare(); } catch { }

        ## the argument of the first call
        var b = Buf.Make();
        try { Take(b); } catch { }

        ## the awaited first call
        var b = Buf.Make();
        try { await TakeAsync(b); } catch { }

        ## simple arguments do not throw
        var b = Buf.Make();
        try { Pair2(n, b); } catch { }
        static void Pair2(int first, Buf second) => second.Free();

        ## field reads and local arithmetic do not throw
        var p = Pair.Make();
        try
        {
            n = p.Tag + 1;
            Take(p);
        }
        catch
        {
        }

        ## moves of locals do not throw
        var b = Buf.Make();
        try { var e = b; e.Free(); } catch { }

        ## volatile and interlocked do not throw
        var b = Buf.Make();
        try { Interlocked.Increment(ref n); Volatile.Write(ref n, 3); b.Free(); } catch { }

        ## consumed in every clause and after
        var b = Buf.Make();
        try { Prepare(); b.Grow(); }
        catch (ArgumentException) { b.Free(); return; }
        catch { b.Free(); throw; }
        b.Free();

        ## consumed after a clause that goes on
        var b = Buf.Make();
        try { Prepare(); b.Grow(); }
        catch (ArgumentException) { Prepare(); }
        b.Free();

        ## made in the try, consumed at once
        try
        {
            var b = Buf.Make();
            b.Free();
        }
        catch
        {
        }

        ## made in the try, a call's exception ends its scope without a leak
        try
        {
            var b = Buf.Make();
            Prepare();
            b.Free();
        }
        finally
        {
            Prepare();
        }

        ## what the failed call would have made does not exist
        Res? r = null;
        try { r = Res.Open("x"); }
        catch { return; }
        r.Close();

        ## a clause for null
        Res? r = null;
        try
        {
            r = Res.Open("x");
            r.Use();
            r.Close();
            r = null;
        }
        catch (InvalidOperationException)
        {
            throw new UnreachableException();
        }

        ## the catch takes over through a flag
        var b = Buf.Make();
        var mine = true;
        try
        {
            Prepare();
            mine = false;
            b.Free();
        }
        catch when (mine)
        {
            b.Free();
        }
        catch
        {
        }
        """);

    [Theory]
    [MemberData(nameof(ExceptionQuiet))]
    public Task Exception_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source);

    public static TheoryData<string, string> PartReports => Case.Bodies(
        """
        ## one part of two
        var {|STRAT1002:p|} = Pair.Make();
        p.Left.Free();

        ## the other part on one path
        var {|STRAT1002:p|} = Pair.Make();
        p.Left.Free();
        if (c) p.Right.Free();

        ## a part refilled
        var {|STRAT1002:p|} = Pair.Make();
        p.Left.Free();
        p.Right.Free();
        p.Left = Buf.Make();

        ## a part of a whole that has a consuming member
        var {|STRAT1002:k|} = Crate.Make();
        k.Inside.Free();

        ## a part of a class that has a consuming member
        var {|STRAT1002:h|} = Holder.Make();
        Take(h.Inner);

        ## an element of a tuple
        var {|STRAT1002:all|} = (Buf.Make(), 1, Buf.Make());
        all.Item3.Free();

        ## a part of a tuple's element
        var {|STRAT1002:all|} = (Pair.Make(), 1);
        all.Item1.Left.Free();

        ## the whole untouched
        var {|STRAT1002:p|} = Pair.Make();
        Note(p.Sum());
        """);

    [Theory]
    [MemberData(nameof(PartReports))]
    public Task Part_Reports(string name, string source) => Case.Reports("STRAT1002", name, source);

    public static TheoryData<string, string> PartQuiet => Case.Bodies(
        """
        ## all parts
        var p = Pair.Make();
        p.Left.Free();
        p.Right.Free();

        ## all parts, on two paths
        var p = Pair.Make();
        if (c) Take2(p.Left, p.Right);
        else Take(p);

        ## all parts moved to another whole
        var p = Pair.Make();
        var q = new Pair(p.Right, p.Left);
        Take(q);

        ## the consuming member
        var k = Crate.Make();
        k.Smash();

        ## the consuming member that gives
        var k = Crate.Make();
        var b = k.Unpack();
        b.Free();

        ## all linear elements of a tuple
        var all = (Buf.Make(), 1, Buf.Make());
        all.Item1.Free();
        all.Item3.Free();
        Note(all.Item2);

        ## a tuple deconstructed
        var all = (Buf.Make(), 1, Buf.Make());
        var (e, number, f) = all;
        e.Free();
        f.Free();
        Note(number);

        ## a tuple of tuples
        var all = (MakeTwo(), Buf.Make());
        Take2(all.Item1.Item1, all.Item1.Item2);
        all.Item2.Free();
        """);

    [Theory]
    [MemberData(nameof(PartQuiet))]
    public Task Part_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source);

    public static TheoryData<string, string> MemberReports => Case.Members(
        """
        ## an element of a configured stream
        async Task M(IAsyncEnumerable<Buf> bufs)
        {
            await foreach (var {|STRAT1002:b|} in bufs.ConfigureAwait(false)) b.Peek();
        }

        ## a primary constructor whose parameter nobody uses
        sealed class Part(Buf {|STRAT1002:b|}) { }

        ## a kept parameter that the consuming member forgets
        [Linear] sealed class Part(Buf b) { public int Size => b.Length; [Consumes] public void {|STRAT1002:Close|}() { } }

        ## one of two
        sealed class Part(Buf {|STRAT1002:a|}, int n) { public int N { get; } = n; }

        ## a parameter dropped
        void M(Buf {|STRAT1002:b|}) { }

        ## a parameter only read
        int M(Buf {|STRAT1002:b|}) => b.Length;

        ## a class parameter
        void M(Res {|STRAT1002:r|}) => r.Use();

        ## a nullable parameter
        void M(Res? {|STRAT1002:r|}) => r?.Use();

        ## an interface parameter
        void M(IJob {|STRAT1002:j|}) => Note(j.Id);

        ## a tuple parameter
        void M((Buf, Buf) {|STRAT1002:pair|}) => pair.Item1.Free();

        ## a consuming parameter that is looked at
        void M([Consumes] Buf {|STRAT1002:b|}) => Look(in b);

        ## one of two parameters
        void M(Buf a, Buf {|STRAT1002:b|}) => a.Free();

        ## a parameter in one branch
        void M(Buf {|STRAT1002:b|}, bool c)
        {
            if (c) b.Free();
        }

        ## a parameter before a throw
        void M(Buf {|STRAT1002:b|}, int n)
        {
            if (n < 0) throw new ArgumentOutOfRangeException(nameof(n));
            b.Free();
        }

        ## a constructor's parameter
        public C(Buf {|STRAT1002:b|}) => Note(b.Length);

        ## an async method's parameter
        async Task M(Res {|STRAT1002:r|})
        {
            await r.SaveAsync();
        }

        ## a local function's parameter
        void M()
        {
            void Inner(Buf {|STRAT1002:b|}) => Note(b.Length);
            Inner(Buf.Make());
        }

        ## a lambda's parameter
        void M()
        {
            Action<Buf> f = {|STRAT1002:b|} => Note(b.Length);
            f(Buf.Make());
        }

        ## a typed lambda's parameter
        void M()
        {
            var f = (Buf {|STRAT1002:b|}) => b.Length;
            Note(f(Buf.Make()));
        }

        ## an anonymous method's parameter
        void M()
        {
            Taker f = delegate(Buf {|STRAT1002:b|}) { Note(b.Length); };
            f(Buf.Make());
        }

        ## a parameter of a type's own member
        [Linear]
        sealed class Shelf
        {
            private Buf _buf = Buf.Make();
            private int _size;
            [Consumes] public void Close() => _buf.Free();
            public void Keep(Buf {|STRAT1002:b|}) => _size = b.Length;
        }

        ## a local in an iterator
        IEnumerable<int> M()
        {
            var b = Buf.Make();
            b.Free();
            var {|STRAT1002:e|} = Buf.Make();
            Note(e.Length);
            yield break;
        }

        ## a generic parameter that admits linear types
        void M<[AllowsMoveOnly] T>(T {|STRAT1002:value|}) { }

        ## a generic local
        T M<[AllowsMoveOnly] T>(T first, Func<T> make)
        {
            var {|STRAT1002:second|} = make();
            return first;
        }

        ## given, but the other result returned
        bool M([Gives(When = true)] out Buf {|STRAT1002:b|})
        {
            b = Buf.Make();
            return false;
        }

        ## given on some path of the other result
        bool M([Gives(When = true)] out Buf {|STRAT1002:b|}, bool c)
        {
            b = Buf.Make();
            if (c) return false;
            return true;
        }

        ## given on another enum member
        Sent M([Gives(When = Sent.Ok)] out Buf {|STRAT1002:b|})
        {
            b = Buf.Make();
            return Sent.Full;
        }

        ## not consumed although the result says so
        bool M([Consumes(When = true)] Buf {|STRAT1002:b|})
        {
            Note(b.Length);
            return true;
        }

        ## a part that a consuming member forgets
        [Linear]
        sealed class Store(Buf first, Buf second)
        {
            private Buf _first = first;
            private Buf _second = second;
            [Consumes] public void {|STRAT1002:Close|}() => _first.Free();
        }

        ## a part that a consuming member forgets on one path
        [Linear]
        struct Store(Buf first)
        {
            private Buf _first = first;

            [Consumes] public void {|STRAT1002:Close|}(bool c)
            {
                if (c) return;
                _first.Free();
            }
        }

        ## a part that Dispose forgets
        [Linear]
        sealed class Store(Buf first) : IDisposable
        {
            private Buf _first = first;
            public int Length => _first.Length;
            public void {|STRAT1002:Dispose|}() { }
        }
        """);

    [Theory]
    [MemberData(nameof(MemberReports))]
    public Task Member_Reports(string name, string source) => Case.Reports("STRAT1002", name, source);

    public static TheoryData<string, string> MemberQuiet => Case.Members(
        """
        ## a primary constructor whose parameters are kept, lent or droppable
        [Linear] sealed class Part(Buf b) { [Consumes] public void Close() => b.Free(); }
        [Linear] struct Slice(Buf b) { [Consumes] public readonly void Close() => b.Free(); }
        sealed class Lender([Borrows] Buf b) { }
        sealed class Dropper(Tok t) { }
        [Linear] sealed record Kept(Buf B) { [Consumes] public void Close() => B.Free(); }

        ## a stream, configured
        async Task M(IAsyncEnumerable<Buf> bufs, CancellationToken cancel)
        {
            await foreach (var b in bufs.WithCancellation(cancel).ConfigureAwait(false)) b.Free();
        }

        ## returned
        Buf M() => Buf.Make();

        ## returned through a local
        Buf M()
        {
            var b = Buf.Make();
            b.Grow();
            return b;
        }

        ## returned in a tuple
        (Buf, int) M()
        {
            var b = Buf.Make();
            var length = b.Length;
            return (b, length);
        }

        ## returned as a nullable
        Buf? M(bool c)
        {
            if (!c) return null;
            return Buf.Make();
        }

        ## returned as its interface
        IJob M() => new Job(1);

        ## returned by an async method
        async Task<Buf> M()
        {
            var b = Buf.Make();
            await Task.Yield();
            return b;
        }

        ## a task handed through
        Task<Buf> M() => MakeBufAsync();

        ## yielded
        IEnumerable<Buf> M(int n)
        {
            for (var i = 0; i < n; i++) yield return new Buf(i);
        }

        ## given by out
        void M(out Buf b) => b = Buf.Make();

        ## given by out on the result
        bool M([Gives(When = true)] out Buf b, bool c)
        {
            if (!c)
            {
                b = default;
                return false;
            }

            b = Buf.Make();
            return true;
        }

        ## given by out on the result of another
        bool M([Gives(When = true)] out Buf b) => TryMake(out b);

        ## consumed on the result
        bool M([Consumes(When = true)] Buf b)
        {
            if (b.Length == 0) return false;
            b.Free();
            return true;
        }

        ## consumed on the result of another
        bool M([Consumes(When = true)] Buf b) => TrySend(b);

        ## consumed on an enum result
        Sent M([Consumes(When = Sent.Ok)] Buf b, bool c)
        {
            if (c) return Sent.Full;
            b.Free();
            return Sent.Ok;
        }

        ## a body that only throws owes nothing
        void M(Buf b) => throw new NotSupportedException();

        ## a block that only throws owes nothing
        Buf M(Buf b)
        {
            throw new NotSupportedException();
        }

        ## borrowed parameters owe nothing
        int M([Borrows] Buf a, in Buf b, ref Buf c, [Borrows] Res r) => a.Length + b.Length + c.Length + r.Name.Length;

        ## stored in a field of a linear owner
        [Linear]
        sealed class Store
        {
            private readonly Buf _buf;

            public Store(Buf buf) => _buf = buf;

            [Consumes] public void Close() => _buf.Free();
        }

        ## parts taken apart, one by one
        [Linear]
        sealed class Store(Buf first, Buf second)
        {
            private Buf _first = first;
            private Buf _second = second;

            [Consumes] public (Buf, Buf) Split() => (_first, _second);

            [Consumes] public void Close()
            {
                _second.Free();
                Take(_first);
            }
        }

        ## handed on whole
        [Linear]
        sealed class Store(Buf first)
        {
            private Buf _first = first;

            public static void Drop(Store store) => store.Close();
            [Consumes] public void Give() => Drop(this);
            [Consumes] public Store With(int n) => this;
            [Consumes] public void Close() => _first.Free();
        }

        ## Dispose consumes its parts
        [Linear]
        sealed class Store(Buf first) : IDisposable
        {
            private Buf _first = first;
            public void Dispose() => _first.Free();
        }

        ## DisposeAsync consumes its parts
        [Linear]
        sealed class Store(Buf first) : IAsyncDisposable
        {
            private Buf _first = first;

            public async ValueTask DisposeAsync()
            {
                await Task.Yield();
                _first.Free();
            }
        }

        ## a generic that hands on
        T M<[AllowsMoveOnly] T>(T value) => value;

        ## a generic pair
        (T, T) M<[AllowsMoveOnly] T>(T first, T second) => (second, first);

        ## a lambda that takes its parameter
        void M()
        {
            Action<Buf> f = b => b.Free();
            Func<Buf, Buf> g = b => b;
            f(g(Buf.Make()));
        }

        ## a local function that makes and one that takes
        void M()
        {
            Buf Create() => Buf.Make();
            void Destroy(Buf b) => b.Free();
            Destroy(Create());
        }

        ## a type parameter instantiated with a move-only type
        void M()
        {
            Func<Tok> make = Tok.Make;
            var t = make();
            Note(t.Id);
        }
        """);

    [Theory]
    [MemberData(nameof(MemberQuiet))]
    public Task Member_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source);

    public static TheoryData<string, string> AllPathsReports => Case.Bodies(
        """
        ## an exception of a call leaves
        var {|STRAT1002:b|} = Buf.Make();
        Prepare();
        b.Free();

        ## an exception of a division leaves
        var {|STRAT1002:b|} = Buf.Make();
        n = 3 / n;
        b.Free();

        ## an exception in the try, with a clause for another
        var {|STRAT1002:b|} = Buf.Make();
        try { Prepare(); }
        catch (ArgumentException) { }
        b.Free();
        """);

    [Theory]
    [MemberData(nameof(AllPathsReports))]
    public Task AllExceptionPaths_Reports(string name, string source) => Case.Check(name, source, All);

    public static TheoryData<string, string> AllPathsQuiet => Case.Bodies(
        """
        ## nothing between that may throw
        var b = Buf.Make();
        n = n + 1;
        b.Free();

        ## a finally
        var b = Buf.Make();
        try { Prepare(); }
        finally { b.Free(); }

        ## a using
        using var k = Conn.Open();
        Prepare();

        ## a clause for everything
        var b = Buf.Make();
        try { Prepare(); }
        catch { }
        b.Free();
        """);

    [Theory]
    [MemberData(nameof(AllPathsQuiet))]
    public Task AllExceptionPaths_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source, All);

    public static TheoryData<string, string> NonePathsQuiet => Case.Bodies(
        """
        ## no exception is swallowed
        var b = Buf.Make();
        try { Prepare(); b.Free(); } catch { }

        ## no clause is entered
        var b = Buf.Make();
        try { Prepare(); }
        catch { return; }
        b.Free();

        ## no filter is asked
        var b = Buf.Make();
        try { Take(b); }
        catch when (n > 3) { Prepare(); }
        """);

    [Theory]
    [MemberData(nameof(NonePathsQuiet))]
    public Task NoExceptionPaths_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source, None);

    private static readonly Dictionary<string, string> All = new() { ["strat9_exception_paths"] = "all" };

    private static readonly Dictionary<string, string> None = new() { ["strat9_exception_paths"] = "none" };
}
