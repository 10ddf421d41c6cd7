namespace Strat9.Analyzers.Tests.Rules;

/// <summary>Use after move.</summary>
public class STRAT1001Tests
{
    public static TheoryData<string, string> Uses => Case.Bodies(
        """
        ## member of a struct after a by-value argument
        var t = Tok.Make();
        Take(t);
        Note({|STRAT1001:t|}.Id);

        ## method of a struct
        var t = Tok.Make();
        Take(t);
        {|STRAT1001:t|}.Bump();

        ## member of a class after its consuming member
        var r = Res.Open("x");
        r.Close();
        {|STRAT1001:r|}.Use();

        ## property of a class
        var r = Res.Open("x");
        Take(r);
        Note({|STRAT1001:r|}.Name);

        ## property set
        var k = Chip.Make();
        Take(k);
        {|STRAT1001:k|}.Id = 3;

        ## property changed in place
        var k = Chip.Make();
        k.Burn();
        {|STRAT1001:k|}.Id += 3;

        ## in argument written with in
        var t = Tok.Make();
        Take(t);
        Look(in {|STRAT1001:t|});

        ## in argument written without
        var t = Tok.Make();
        Take(t);
        Look({|STRAT1001:t|});

        ## borrowing by-value argument
        var t = Tok.Make();
        Take(t);
        LookValue({|STRAT1001:t|});

        ## ref argument
        var t = Tok.Make();
        Take(t);
        Edit(ref {|STRAT1001:t|});

        ## moved a second time by argument
        var t = Tok.Make();
        Take(t);
        Take({|STRAT1001:t|});

        ## moved a second time by assignment
        var t = Tok.Make();
        Take(t);
        var u = {|STRAT1001:t|};

        ## consumed twice
        var b = Buf.Make();
        b.Free();
        {|STRAT1001:b|}.Free();

        ## freed after it was handed on
        var b = Buf.Make();
        Take(b);
        {|STRAT1001:b|}.Free();

        ## disposed twice
        var k = Conn.Open();
        k.Dispose();
        {|STRAT1001:k|}.Dispose();

        ## pinged after its using statement
        var k = Conn.Open();
        using (k)
        {
        }
        {|STRAT1001:k|}.Ping();

        ## async disposal
        var k = Link.Open();
        await k.DisposeAsync();
        {|STRAT1001:k|}.Ping();

        ## initialiser moves
        var t = Tok.Make();
        var u = t;
        Note({|STRAT1001:t|}.Id + u.Id);

        ## initialiser moves a class too
        var r = Res.Open("x");
        var q = r;
        {|STRAT1001:r|}.Use();
        q.Close();

        ## assignment moves
        Tok u;
        var t = Tok.Make();
        u = t;
        Note({|STRAT1001:t|}.Id);
        Note(u.Id);

        ## discard assignment moves
        var t = Tok.Make();
        _ = t;
        Note({|STRAT1001:t|}.Id);

        ## consuming member with a result
        var b = Buf.Make();
        var big = b.Resized(32);
        Note({|STRAT1001:b|}.Length);
        big.Free();

        ## the result of passing through is another place
        var b = Buf.Make();
        var e = Pass(b);
        Note({|STRAT1001:b|}.Length);
        e.Free();

        ## extension method with a by-value receiver
        var t = Tok.Make();
        t.Eat();
        Note({|STRAT1001:t|}.Id);

        ## extension receiver by in is a use
        var t = Tok.Make();
        Take(t);
        {|STRAT1001:t|}.See();

        ## member of an extension block with a by-value receiver
        var t = Tok.Make();
        t.Swallow();
        Note({|STRAT1001:t|}.Id);

        ## member of an extension block with an in receiver is a use
        var t = Tok.Make();
        Take(t);
        Note({|STRAT1001:t|}.Glance());

        ## constructor argument
        var t = Tok.Make();
        var w = new Twin(t, Tok.Make());
        Note({|STRAT1001:t|}.Id + w.Tag);

        ## property initialiser takes
        var k = Chip.Make();
        var g = new Bag { Item = k };
        {|STRAT1001:k|}.Use();
        g.Use();

        ## property assignment takes
        var k = Chip.Make();
        var g = new Bag();
        g.Item = k;
        {|STRAT1001:k|}.Use();

        ## forgetting takes
        var b = Buf.Make();
        Ownership.Forget(b, "test");
        Note({|STRAT1001:b|}.Length);

        ## delegate call takes by value
        Action<Tok> take = Take;
        var t = Tok.Make();
        take(t);
        Note({|STRAT1001:t|}.Id);

        ## own delegate type takes by value
        TokTaker take = Take;
        var t = Tok.Make();
        take(t);
        Note({|STRAT1001:t|}.Id);

        ## delegate that borrows is a use
        TokLooker look = LookValue;
        var t = Tok.Make();
        Take(t);
        look({|STRAT1001:t|});

        ## awaited call takes at the call
        var t = Tok.Make();
        await TakeAsync(t);
        Note({|STRAT1001:t|}.Id);

        ## a task not awaited yet has taken
        var t = Tok.Make();
        var task = TakeAsync(t);
        Note({|STRAT1001:t|}.Id);
        await task;

        ## a task gives its value once
        var task = MakeTokAsync();
        var t = await task;
        var u = await {|STRAT1001:task|};

        ## a sequence is enumerated once
        var all = ManyToks();
        foreach (var t in all) Note(t.Id);
        foreach (var t in {|STRAT1001:all|}) Note(t.Id);

        ## an async sequence too
        var all = StreamToks();
        await foreach (var t in all) Note(t.Id);
        await foreach (var t in {|STRAT1001:all|}) Note(t.Id);

        ## a sequence moved into another place
        var all = ManyToks();
        var rest = all;
        foreach (var t in {|STRAT1001:all|}) Note(t.Id);

        ## sequence of linear values
        var all = ManyBufs();
        foreach (var b in all) b.Free();
        foreach (var b in {|STRAT1001:all|}) b.Free();

        ## compared after move
        var k = Chip.Make();
        var other = Chip.Make();
        Take(k);
        if ({|STRAT1001:k|} == other) Prepare();

        ## compared on the right
        var k = Chip.Make();
        var other = Chip.Make();
        Take(k);
        if (other != {|STRAT1001:k|}) Prepare();

        ## ToString is a use
        var k = Chip.Make();
        Take(k);
        Note({|STRAT1001:k|}.ToString()!);

        ## GetHashCode is a use
        var t = Tok.Make();
        Take(t);
        Note({|STRAT1001:t|}.GetHashCode());

        ## lock is a use
        var k = Chip.Make();
        Take(k);
        lock ({|STRAT1001:k|}) { }

        ## ReferenceEquals is a use
        var k = Chip.Make();
        var other = Chip.Make();
        Take(k);
        if (ReferenceEquals({|STRAT1001:k|}, other)) Prepare();

        ## GC.KeepAlive is a use
        var k = Chip.Make();
        Take(k);
        GC.KeepAlive({|STRAT1001:k|});

        ## ThrowIfNull is a use
        var k = Chip.Make();
        Take(k);
        ArgumentNullException.ThrowIfNull({|STRAT1001:k|});

        ## interpolation is a use
        var k = Chip.Make();
        Take(k);
        Note($"it was {{|STRAT1001:k|}}");

        ## property pattern is a use
        var t = Tok.Make();
        Take(t);
        if ({|STRAT1001:t|} is { Id: 3 }) Prepare();

        ## switch subject is a use
        var t = Tok.Make();
        Take(t);
        switch ({|STRAT1001:t|})
        {
            case { Id: 1 }: Prepare(); break;
        }

        ## subject of a switch expression is a use
        var t = Tok.Make();
        Take(t);
        Note({|STRAT1001:t|} switch { { Id: 1 } => 1, _ => 2 });

        ## conditional access is a use
        var r = MaybeRes();
        if (r is null) return;
        r.Close();
        {|STRAT1001:r|}?.Use();

        ## ref local of a moved place
        var t = Tok.Make();
        Take(t);
        ref var u = ref {|STRAT1001:t|};

        ## tuple takes its parts
        var t = Tok.Make();
        var pair = (t, 1);
        Note({|STRAT1001:t|}.Id + pair.Item2);

        ## nullable takes its content
        var t = Tok.Make();
        Tok? maybe = t;
        Note({|STRAT1001:t|}.Id);

        ## conversion to the interface of a class takes
        var j = new Job(1);
        IJob i = j;
        Note({|STRAT1001:j|}.Id);
        i.Run();

        ## argument of a move-only base interface takes
        var j = new Job(1);
        Take(j);
        Note({|STRAT1001:j|}.Id);

        ## borrowed by a base interface after move is a use
        var j = new Job(1);
        j.Run();
        Look({|STRAT1001:j|});

        ## task from a result takes
        var t = Tok.Make();
        var task = Task.FromResult(t);
        Note({|STRAT1001:t|}.Id);
        Note((await task).Id);
        """);

    [Theory]
    [MemberData(nameof(Uses))]
    public Task Use_Reports(string name, string source) => Case.Reports("STRAT1001", name, source);

    public static TheoryData<string, string> Quiet => Case.Bodies(
        """
        ## used, then moved
        var t = Tok.Make();
        Note(t.Id);
        t.Bump();
        Take(t);

        ## borrows leave it
        var b = Buf.Make();
        Look(in b);
        Look(b);
        LookValue(b);
        Edit(ref b);
        b.Grow();
        Note(b.Peek() + Size(b) + b.See());
        b.Free();

        ## borrows of a class leave it
        var r = Res.Open("x");
        Look(r);
        r.Watch();
        Edit(ref r);
        r.Use();
        Note(r.Name);
        r.Close();

        ## refilled by assignment
        var t = Tok.Make();
        Take(t);
        t = Tok.Make();
        Note(t.Id);

        ## refilled by out
        var b = Buf.Make();
        Take(b);
        Fill(out b);
        b.Free();

        ## refilled from what it became
        var b = Buf.Make();
        b = b.Resized(32);
        b = Pass(b);
        b.Free();

        ## moved to another place and back
        var b = Buf.Make();
        var e = b;
        e.Grow();
        b = e;
        b.Free();

        ## a bare null test is no use
        var k = Chip.Make();
        Take(k);
        if (k is null) Prepare();
        if (k is not null) Prepare();
        if (k == null) Prepare();
        if (null != k) Prepare();

        ## the name alone is no use
        var t = Tok.Make();
        Note(nameof(t));
        Take(t);
        Note(typeof(Tok).Name);

        ## equality, hash and text borrow
        var k = Chip.Make();
        var other = Chip.Make();
        if (k == other || k.Equals(other)) Prepare();
        Note(k.GetHashCode());
        Note(k.ToString() + other.ToString());
        Take(k);
        Take(other);

        ## lock borrows
        var k = Chip.Make();
        lock (k) { k.Use(); }
        Take(k);

        ## guards of the base library borrow
        var r = Res.Open("x");
        ArgumentNullException.ThrowIfNull(r);
        GC.KeepAlive(r);
        if (ReferenceEquals(r, s)) Prepare();
        Note(r.GetType().Name);
        r.Close();

        ## interpolation borrows
        var t = Tok.Make();
        var k = Chip.Make();
        Note($"{t} and {k}");
        Take(t);
        Take(k);

        ## a copied number is no loan and no move
        var t = Tok.Make();
        var id = t.Id;
        Take(t);
        Note(id);

        ## patterns borrow
        var b = Buf.Make();
        if (b is { Length: > 3 }) Prepare();
        Note(b switch { { Length: 1 } => 1, _ => 2 });
        switch (b) { case { Length: 3 }: Prepare(); break; }
        b.Free();

        ## two different values
        var t = Tok.Make();
        var u = Tok.Make();
        Take(t);
        Note(u.Id);
        Take(u);

        ## a name used again in another scope
        { var t = Tok.Make(); Take(t); }
        { var t = Tok.Make(); Note(t.Id); }

        ## borrowing interface parameter
        var j = new Job(1);
        Look(j);
        Look(j);
        j.Run();

        ## using statement over a local borrows until its end
        var k = Conn.Open();
        using (k)
        {
            k.Ping();
        }

        ## declared without value, filled later
        Buf b;
        if (c) b = new Buf(1);
        else b = Buf.Make();
        b.Free();

        ## a task's value is awaited once
        var task = MakeTokAsync();
        Prepare();
        var t = await task;
        Note(t.Id);

        ## tasks through ConfigureAwait and AsTask
        var t = await MakeTokAsync().ConfigureAwait(false);
        var r = await OpenAsync().AsTask().ConfigureAwait(false);
        Take(t);
        r.Close();
        """);

    [Theory]
    [MemberData(nameof(Quiet))]
    public Task Use_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source);

    public static TheoryData<string, string> OrderReports => Case.Bodies(
        """
        ## taken for the arguments after it
        var t = Tok.Make();
        Take2(t, {|STRAT1001:t|});

        ## taken for a call in a later argument
        var t = Tok.Make();
        Take2(t, Pass({|STRAT1001:t|}));

        ## taken in a call in an earlier argument
        var t = Tok.Make();
        Take2(Pass(t), {|STRAT1001:t|});

        ## named arguments run as written
        var t = Tok.Make();
        Take2(b: t, a: Pass({|STRAT1001:t|}));

        ## the receiver is used when the call runs
        var t = Tok.Make();
        Note({|STRAT1001:t|}.Absorb(t));

        ## the receiver of a class is used when the call runs
        var r = Res.Open("x");
        {|STRAT1001:r|}.Absorb(r);

        ## the receiver, with the move deeper in the arguments
        var t = Tok.Make();
        Note({|STRAT1001:t|}.Absorb(Pass(t)));

        ## both halves of an addition
        var t = Tok.Make();
        Note(Spend(t) + {|STRAT1001:t|}.Id);

        ## both halves of a tuple
        var t = Tok.Make();
        var pair = (t, {|STRAT1001:t|});

        ## both arguments of a constructor
        var t = Tok.Make();
        var w = new Twin(t, {|STRAT1001:t|});

        ## later in an interpolation
        var t = Tok.Make();
        Note($"{Spend(t)} {{|STRAT1001:t|}.Id}");

        ## an index after the move
        int[] numbers = [1, 2];
        var t = Tok.Make();
        numbers[Spend(t)] = {|STRAT1001:t|}.Id;

        ## the right side of a chained assignment
        Tok e, f;
        e = f = Tok.Make();
        Note({|STRAT1001:f|}.Id);
        Note(e.Id);

        ## the middle of a long chain
        Tok e, f, g;
        e = f = g = Tok.Make();
        Note({|STRAT1001:f|}.Id + e.Id);

        ## a chained assignment takes from the source
        Tok e, f;
        var t = Tok.Make();
        e = f = t;
        Note({|STRAT1001:t|}.Id + e.Id);

        ## an initialiser that assigns
        Tok e;
        var t = e = Tok.Make();
        Note({|STRAT1001:e|}.Id + t.Id);

        ## deconstruction takes its sources
        var t = Tok.Make();
        var (u, number) = (t, 1);
        Note({|STRAT1001:t|}.Id + number + u.Id);

        ## deconstructing assignment takes its sources
        var t = Tok.Make();
        Tok u;
        int number;
        (u, number) = (t, 1);
        Note({|STRAT1001:t|}.Id + number + u.Id);

        ## one source for two targets
        var t = Tok.Make();
        Tok e, f;
        (e, f) = (t, {|STRAT1001:t|});

        ## rotation that forgets one
        var e = Tok.Make();
        var f = Tok.Make();
        var g = Tok.Make();
        (e, f) = (f, g);
        Note(e.Id + f.Id + {|STRAT1001:g|}.Id);

        ## a tuple element taken twice
        var pair = (Tok.Make(), 1);
        Take(pair.Item1);
        Note({|STRAT1001:pair.Item1|}.Id);

        ## a named tuple element taken twice
        var pair = (token: Tok.Make(), count: 1);
        Take(pair.token);
        Take({|STRAT1001:pair.token|});

        ## a tuple deconstructed, then read
        var pair = MakeTwoToks();
        var (e, f) = pair;
        Note({|~STRAT1001:pair.Item2|}.Id + e.Id + f.Id);
        """);

    [Theory]
    [MemberData(nameof(OrderReports))]
    public Task Order_Reports(string name, string source) => Case.Reports("STRAT1001", name, source);

    public static TheoryData<string, string> OrderQuiet => Case.Bodies(
        """
        ## read before it is taken in one call
        var t = Tok.Make();
        Note(t.Id + Spend(t));

        ## named arguments run as written
        var t = Tok.Make();
        Store(second: t.Id, first: t);
        static void Store(Tok first, int second) { }

        ## swap of structs
        var e = Buf.Make();
        var f = Buf.Make();
        (e, f) = (f, e);
        e.Free();
        f.Free();

        ## swap of classes
        var e = Res.Open("e");
        var f = Res.Open("f");
        (f, e) = (e, f);
        e.Close();
        f.Close();

        ## rotation of three
        var e = Buf.Make();
        var f = Buf.Make();
        var g = Buf.Make();
        (e, f, g) = (f, g, e);
        e.Free();
        f.Free();
        g.Free();

        ## swap by a third place
        var e = Tok.Make();
        var f = Tok.Make();
        var temp = e;
        e = f;
        f = temp;
        Note(e.Id + f.Id);

        ## the right side runs before the refill
        var t = Tok.Make();
        t = Pass(t);
        t = new Tok(Spend(t));
        Note(t.Id);

        ## the last of a chained assignment owns
        Buf e, f;
        e = f = Buf.Make();
        e.Free();

        ## deconstruction of a result
        var (e, f) = MakeTwo();
        e.Free();
        f.Free();

        ## parts of a tuple, one by one
        var pair = MakeTwo();
        pair.Item1.Free();
        Note(pair.Item2.Length);
        pair.Item2.Free();

        ## a tuple element refilled
        var pair = MakeTwoToks();
        Take(pair.Item1);
        pair.Item1 = Tok.Make();
        Note(pair.Item1.Id);

        ## other elements stay
        var pair = (Tok.Make(), 1);
        Take(pair.Item1);
        Note(pair.Item2);
        """);

    [Theory]
    [MemberData(nameof(OrderQuiet))]
    public Task Order_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source);

    public static TheoryData<string, string> BranchReports => Case.Bodies(
        """
        ## moved in the then-branch
        var t = Tok.Make();
        if (c) Take(t);
        Note({|STRAT1001:t|}.Id);

        ## moved in the else-branch
        var t = Tok.Make();
        if (c) Prepare();
        else Take(t);
        Note({|STRAT1001:t|}.Id);

        ## moved in both
        var t = Tok.Make();
        if (c) Take(t);
        else t.Spend();
        Note({|STRAT1001:t|}.Id);

        ## a linear value moved on one path and consumed after the join
        var b = Buf.Make();
        if (c) b.Free();
        {|STRAT1001:b|}.Free();

        ## used on one later branch
        var t = Tok.Make();
        Take(t);
        if (c) Note({|STRAT1001:t|}.Id);

        ## first use on each of two branches
        var t = Tok.Make();
        Take(t);
        if (c) Note({|STRAT1001:t|}.Id);
        else {|STRAT1001:t|}.Bump();
        Note(t.Id);

        ## the same unrelated condition twice
        var t = Tok.Make();
        if (c) Take(t);
        if (!c) Note({|STRAT1001:t|}.Id);

        ## deep inside
        var t = Tok.Make();
        if (c) { if (d) { if (n > 3) Take(t); } }
        Note({|STRAT1001:t|}.Id);

        ## refilled on one branch only
        var t = Tok.Make();
        Take(t);
        if (c) t = Tok.Make();
        Note({|STRAT1001:t|}.Id);

        ## one branch returns, but the other moved
        var t = Tok.Make();
        if (c) return;
        else Take(t);
        Note({|STRAT1001:t|}.Id);

        ## moved in the condition, used in the else-branch
        var t = Tok.Make();
        if (Spend(t) > 3) Prepare();
        else Note({|STRAT1001:t|}.Id);

        ## conditional operator, first arm
        var t = Tok.Make();
        Note(c ? Spend(t) : 0);
        Note({|STRAT1001:t|}.Id);

        ## conditional operator, second arm
        var t = Tok.Make();
        Note(c ? 0 : Spend(t));
        Note({|STRAT1001:t|}.Id);

        ## conditional operator that picks a value
        var t = Tok.Make();
        var u = Tok.Make();
        var chosen = c ? t : u;
        Note({|STRAT1001:t|}.Id);
        Note({|STRAT1001:u|}.Id + chosen.Id);

        ## conditional operator as an argument
        var t = Tok.Make();
        Take(c ? t : Tok.Make());
        Note({|STRAT1001:t|}.Id);

        ## right of and
        var t = Tok.Make();
        if (c && Spend(t) > 0) Prepare();
        Note({|STRAT1001:t|}.Id);

        ## right of or
        var t = Tok.Make();
        if (c || Spend(t) > 0) Prepare();
        Note({|STRAT1001:t|}.Id);

        ## moved on the left, used on the right
        var t = Tok.Make();
        if (Spend(t) > 0 && {|STRAT1001:t|}.Id > 0) Prepare();

        ## and, taken branch
        var t = Tok.Make();
        if (c && Spend(t) > 0) Note({|STRAT1001:t|}.Id);

        ## or, untaken branch
        var t = Tok.Make();
        if (c || Spend(t) > 0) Prepare();
        else Note({|STRAT1001:t|}.Id);

        ## non-short-circuit
        var t = Tok.Make();
        if (c | Spend(t) > 0 | {|STRAT1001:t|}.Id > 0) Prepare();

        ## right of ??
        string? text = c ? s : null;
        var t = Tok.Make();
        Note(text ?? Spend(t).ToString());
        Note({|STRAT1001:t|}.Id);

        ## right of ??=
        int? number = c ? n : null;
        var t = Tok.Make();
        number ??= Spend(t);
        Note({|STRAT1001:t|}.Id);

        ## left of ?? is moved when it is there
        var r = MaybeRes();
        var q = r ?? Res.Open("x");
        {|STRAT1001:r|}?.Use();
        q.Close();

        ## argument of a conditional access
        string? text = c ? s : null;
        var t = Tok.Make();
        text?.CompareTo(Spend(t).ToString());
        Note({|STRAT1001:t|}.Id);

        ## one case of a switch
        var t = Tok.Make();
        switch (n)
        {
            case 1: Take(t); break;
            case 2: Prepare(); break;
        }
        Note({|STRAT1001:t|}.Id);

        ## the default of a switch
        var t = Tok.Make();
        switch (n)
        {
            case 1: break;
            default: Take(t); break;
        }
        Note({|STRAT1001:t|}.Id);

        ## a case that goes to another
        var t = Tok.Make();
        switch (n)
        {
            case 1: Take(t); goto case 2;
            case 2: Note({|STRAT1001:t|}.Id); break;
        }

        ## a case that goes to the default
        var t = Tok.Make();
        switch (n)
        {
            case 1: Take(t); goto default;
            default: Note({|STRAT1001:t|}.Id); break;
        }

        ## several labels for one section
        var t = Tok.Make();
        switch (n)
        {
            case 1:
            case 2 when c:
                Take(t);
                break;
        }
        Note({|STRAT1001:t|}.Id);

        ## a guard that moves, another case
        var t = Tok.Make();
        switch (n)
        {
            case 1 when Spend(t) > 0: break;
            case 2: break;
            default: Note({|STRAT1001:t|}.Id); break;
        }

        ## one arm of a switch expression
        var t = Tok.Make();
        Note(n switch { 1 => Spend(t), _ => 0 });
        Note({|STRAT1001:t|}.Id);

        ## a guard of a switch expression
        var t = Tok.Make();
        Note(n switch { 1 when Spend(t) > 0 => 1, 1 => {|STRAT1001:t|}.Id, _ => 0 });

        ## arms that pick a value
        var t = Tok.Make();
        var u = n switch { 1 => t, _ => Tok.Make() };
        Note({|STRAT1001:t|}.Id + u.Id);

        ## forward goto past the refill
        var t = Tok.Make();
        Take(t);
        if (c) goto use;
        t = Tok.Make();
        use:
        Note({|STRAT1001:t|}.Id);

        ## goto from a nested block
        var t = Tok.Make();
        if (c)
        {
            Take(t);
            goto end;
        }
        Note(t.Id);
        end:
        Note({|STRAT1001:t|}.Id);

        ## after a bool pattern that proves nothing
        var t = Tok.Make();
        if (c is true) Take(t);
        if (c is false) Note({|STRAT1001:t|}.Id);

        ## dead in one arm does not clear the other
        var t = Tok.Make();
        if (c) { Take(t); return; }
        if (d) Take(t);
        Note({|STRAT1001:t|}.Id);
        """);

    [Theory]
    [MemberData(nameof(BranchReports))]
    public Task Branch_Reports(string name, string source) => Case.Reports("STRAT1001", name, source);

    public static TheoryData<string, string> BranchQuiet => Case.Bodies(
        """
        ## each branch uses its own
        var t = Tok.Make();
        if (c) Take(t);
        else Note(t.Id);

        ## the branch that moves returns
        var t = Tok.Make();
        if (c)
        {
            Take(t);
            return;
        }
        Note(t.Id);

        ## the branch that moves throws
        var t = Tok.Make();
        if (c)
        {
            Take(t);
            throw new InvalidOperationException();
        }
        Note(t.Id);

        ## the branch that moves does not return
        var t = Tok.Make();
        if (c)
        {
            Take(t);
            Fail();
        }
        Note(t.Id);

        ## the branch that moves ends the process
        var t = Tok.Make();
        if (c)
        {
            Take(t);
            Environment.Exit(1);
        }
        Note(t.Id);

        ## refilled on every branch
        var t = Tok.Make();
        Take(t);
        if (c) t = Tok.Make();
        else Fill(out t);
        Note(t.Id);

        ## both arms move, nothing after
        var b = Buf.Make();
        if (c) b.Free();
        else Take(b);

        ## both arms of a conditional operator
        var b = Buf.Make();
        Note(c ? Spend(b) : Spend(b));

        ## one argument on both arms
        var b = Buf.Make();
        Take(c ? b : b);

        ## arms of a switch expression
        var b = Buf.Make();
        Note(n switch { 1 => Spend(b), 2 => Spend(b) + 1, _ => Spend(b) + 2 });

        ## sections of a switch
        var b = Buf.Make();
        switch (n)
        {
            case 1: b.Free(); break;
            case 2: Take(b); break;
            case 3: goto case 1;
            default: Note(Spend(b)); break;
        }

        ## used in the condition, moved in the branch
        var t = Tok.Make();
        if (t.Id > 3 && c) Take(t);
        else Note(t.Id);

        ## and: the untaken side has not run
        var t = Tok.Make();
        if (!(c && d)) Note(t.Id);
        else Take(t);

        ## used on the left, moved on the right
        var t = Tok.Make();
        if (t.Id > 0 && Spend(t) > 0) Prepare();

        ## a constant condition
        var t = Tok.Make();
        if (false) Take(t);
        Note(t.Id);

        ## goto past the use
        var t = Tok.Make();
        if (c)
        {
            Take(t);
            goto end;
        }
        Note(t.Id);
        end:
        Prepare();

        ## switch expression that ends in a throw
        var t = Tok.Make();
        Note(n switch { 1 => t.Id, 2 => Spend(t), _ => throw new InvalidOperationException() });

        ## throw expression in an arm
        var t = Tok.Make();
        Note(c ? t.Id : throw new InvalidOperationException());
        Take(t);
        """);

    [Theory]
    [MemberData(nameof(BranchQuiet))]
    public Task Branch_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source);

    public static TheoryData<string, string> LoopReports => Case.Bodies(
        """
        ## while
        var t = Tok.Make();
        while (Ready()) Take({|STRAT1001:t|});

        ## for
        var t = Tok.Make();
        for (var i = 0; i < n; i++) Take({|STRAT1001:t|});

        ## foreach
        var t = Tok.Make();
        foreach (var letter in s) Take({|STRAT1001:t|});

        ## do
        var t = Tok.Make();
        do Take({|STRAT1001:t|}); while (Ready());

        ## without a condition
        var t = Tok.Make();
        while (true) Take({|STRAT1001:t|});

        ## without an end
        var t = Tok.Make();
        for (;;) {|STRAT1001:t|}.Spend();

        ## in the condition
        var t = Tok.Make();
        while (Spend({|STRAT1001:t|}) > 0) Prepare();

        ## in the condition of a do
        var t = Tok.Make();
        do Prepare(); while (Spend({|STRAT1001:t|}) > 0);

        ## in the step
        var t = Tok.Make();
        for (; Ready(); Take({|STRAT1001:t|})) Prepare();

        ## used at the top, moved at the bottom
        var t = Tok.Make();
        while (Ready())
        {
            Note({|STRAT1001:t|}.Id);
            Take(t);
        }

        ## moved in the body, used in the condition
        var t = Tok.Make();
        while ({|STRAT1001:t|}.Id > 0) Take(t);

        ## moved in the body, used in the step
        var t = Tok.Make();
        for (; Ready(); Note({|STRAT1001:t|}.Id)) Take(t);

        ## used after the loop
        var t = Tok.Make();
        while (Ready())
        {
            Take(t);
            break;
        }
        Note({|STRAT1001:t|}.Id);

        ## before a continue
        var t = Tok.Make();
        while (Ready())
        {
            if (c)
            {
                Take({|STRAT1001:t|});
                continue;
            }
            return;
        }

        ## moved on one branch of the body
        var t = Tok.Make();
        foreach (var letter in s)
        {
            if (letter == 'x') Take({|STRAT1001:t|});
        }

        ## refilled on one branch of the body
        var t = Tok.Make();
        while (Ready())
        {
            Take({|STRAT1001:t|});
            if (c) t = Tok.Make();
        }

        ## refilled only when the pass continues
        var t = Tok.Make();
        while (Ready())
        {
            Take(t);
            if (c) break;
            t = Tok.Make();
        }
        Note({|STRAT1001:t|}.Id);

        ## inner loop
        for (var i = 0; i < n; i++)
        {
            var t = Tok.Make();
            for (var j = 0; j < i; j++) Take({|STRAT1001:t|});
        }

        ## declared between the loops, moved in the inner, used in the outer
        var t = Tok.Make();
        while (Ready())
        {
            while (Ready())
            {
                if (c) { Take(t); break; }
            }
            Note({|STRAT1001:t|}.Id);
            return;
        }

        ## back edge by goto
        var t = Tok.Make();
        again:
        Take({|STRAT1001:t|});
        if (Ready()) goto again;

        ## goto out of two loops
        var t = Tok.Make();
        while (Ready())
        {
            while (Ready())
            {
                Take(t);
                goto done;
            }
        }
        done:
        Note({|STRAT1001:t|}.Id);

        ## two values that chase each other
        var t = Tok.Make();
        var u = Tok.Make();
        while (Ready())
        {
            Take(t);
            t = {|STRAT1001:u|};
        }

        ## moved in a switch in a loop
        var t = Tok.Make();
        while (Ready())
        {
            switch (n)
            {
                case 1: Take({|STRAT1001:t|}); break;
                case 2: continue;
                default: return;
            }
        }

        ## moved in await foreach
        var t = Tok.Make();
        await foreach (var u in StreamToks()) Take({|STRAT1001:t|});

        ## an inner sequence in an outer loop
        var all = ManyToks();
        while (Ready())
        {
            foreach (var t in {|STRAT1001:all|}) Note(t.Id);
        }
        """);

    [Theory]
    [MemberData(nameof(LoopReports))]
    public Task Loop_Reports(string name, string source) => Case.Reports("STRAT1001", name, source);

    public static TheoryData<string, string> LoopQuiet => Case.Bodies(
        """
        ## moved and left by break
        var t = Tok.Make();
        while (Ready())
        {
            Take(t);
            break;
        }

        ## moved and left by return
        var t = Tok.Make();
        while (Ready())
        {
            if (c)
            {
                Take(t);
                return;
            }
            Note(t.Id);
        }
        Note(t.Id);

        ## moved and left by throw
        var t = Tok.Make();
        foreach (var letter in s)
        {
            if (letter == 'x')
            {
                Take(t);
                throw new InvalidOperationException();
            }
        }
        Note(t.Id);

        ## moved and left by goto
        var t = Tok.Make();
        while (Ready())
        {
            if (c)
            {
                Take(t);
                goto done;
            }
            Note(t.Id);
        }
        done:
        Prepare();

        ## refilled at once
        var t = Tok.Make();
        while (Ready())
        {
            Take(t);
            t = Tok.Make();
        }
        Note(t.Id);

        ## refilled at the top
        Tok t;
        do
        {
            t = Tok.Make();
            Take(t);
        }
        while (Ready());

        ## refilled in the step
        for (var t = Tok.Make(); t.Id < n; t = Tok.Make()) Take(t);

        ## replaced by what it became
        var b = Buf.Make();
        while (Ready()) b = b.Resized(n);
        b.Free();

        ## declared in the body
        for (var i = 0; i < n; i++)
        {
            var b = Buf.Make();
            b.Free();
        }

        ## each element is owned once
        foreach (var b in ManyBufs()) b.Free();

        ## async elements
        await foreach (var b in StreamBufs()) Take(b);

        ## while true with one way out
        var b = Buf.Make();
        while (true)
        {
            if (Ready())
            {
                b.Free();
                return;
            }
            b.Grow();
        }

        ## borrowed in every pass, moved after
        var b = Buf.Make();
        for (var i = 0; i < b.Length; i++) Look(in b);
        b.Free();

        ## rolled from one to the next
        var current = Buf.Make();
        while (Ready())
        {
            var next = Buf.Make();
            current.Free();
            current = next;
        }
        current.Free();
        """);

    [Theory]
    [MemberData(nameof(LoopQuiet))]
    public Task Loop_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source);

    public static TheoryData<string, string> ExceptionReports => Case.Bodies(
        """
        ## the call that throws has taken its argument
        var t = Tok.Make();
        try { Take(t); }
        catch { Note({|STRAT1001:t|}.Id); }

        ## the member that throws has taken its receiver
        var b = Buf.Make();
        try { b.Free(); }
        catch { {|STRAT1001:b|}.Free(); }

        ## a later call throws
        var t = Tok.Make();
        try
        {
            Take(t);
            Prepare();
        }
        catch (InvalidOperationException)
        {
            Note({|STRAT1001:t|}.Id);
        }

        ## either before or after the move
        var b = Buf.Make();
        try
        {
            Prepare();
            b.Free();
        }
        catch
        {
            {|STRAT1001:b|}.Free();
        }

        ## after a swallowed exception
        var t = Tok.Make();
        try { Take(t); }
        catch { }
        Note({|STRAT1001:t|}.Id);

        ## moved in the catch
        var t = Tok.Make();
        try { Prepare(); }
        catch { Take(t); }
        Note({|STRAT1001:t|}.Id);

        ## moved in the try, refilled in the catch
        var t = Tok.Make();
        try { Take(t); }
        catch { t = Tok.Make(); }
        Note({|STRAT1001:t|}.Id);

        ## used in the finally
        var t = Tok.Make();
        try { Take(t); }
        finally { Note({|STRAT1001:t|}.Id); }

        ## used in the finally after a move by one path
        var t = Tok.Make();
        try { if (c) Take(t); }
        finally { Note({|STRAT1001:t|}.Id); }

        ## used in the finally that a return runs
        var t = Tok.Make();
        try
        {
            if (c)
            {
                var u = t;
                return;
            }
        }
        finally
        {
            Note({|STRAT1001:t|}.Id);
        }

        ## moved in the finally
        var t = Tok.Make();
        try { Prepare(); }
        finally { Take(t); }
        Note({|STRAT1001:t|}.Id);

        ## moved in the try and in the finally
        var b = Buf.Make();
        try { Take(b); }
        finally { {|STRAT1001:b|}.Free(); }

        ## moved in the catch and in the finally
        var t = Tok.Make();
        try { Prepare(); }
        catch { Take(t); }
        finally { Take({|STRAT1001:t|}); }

        ## an explicit throw reaches its clause
        var t = Tok.Make();
        try
        {
            var u = t;
            throw new InvalidOperationException();
        }
        catch (InvalidOperationException)
        {
            Note({|STRAT1001:t|}.Id);
        }

        ## an explicit throw reaches a base clause
        var t = Tok.Make();
        try
        {
            var u = t;
            throw new ArgumentNullException();
        }
        catch (ArgumentException)
        {
            Note({|STRAT1001:t|}.Id);
        }

        ## the filter is entered with it moved
        var t = Tok.Make();
        try { Take(t); }
        catch when ({|STRAT1001:t|}.Id > 0) { }

        ## moved in the filter, which did not match
        var t = Tok.Make();
        try { Prepare(); }
        catch (InvalidOperationException) when (Spend(t) > 0) { return; }
        catch { Note({|STRAT1001:t|}.Id); }

        ## moved in the filter, which matched
        var t = Tok.Make();
        try { Prepare(); }
        catch (Exception) when (Spend(t) > 0) { Note({|STRAT1001:t|}.Id); }

        ## an inner try, an outer catch
        var t = Tok.Make();
        try
        {
            try { Take(t); }
            catch (ArgumentException) { return; }
        }
        catch
        {
            Note({|STRAT1001:t|}.Id);
        }

        ## an inner finally, an outer catch
        var t = Tok.Make();
        try
        {
            try { Prepare(); }
            finally { Take(t); }
        }
        catch
        {
            Note({|STRAT1001:t|}.Id);
        }

        ## rethrown through an outer clause
        var t = Tok.Make();
        try
        {
            try { Prepare(); }
            catch { var u = t; throw; }
        }
        catch
        {
            Note({|STRAT1001:t|}.Id);
        }

        ## division in the try
        var t = Tok.Make();
        try
        {
            var u = t;
            n = 3 / n;
        }
        catch
        {
            Note({|STRAT1001:t|}.Id);
        }

        ## indexing in the try
        int[] numbers = [1];
        var t = Tok.Make();
        try
        {
            var u = t;
            n = numbers[n];
        }
        catch
        {
            Note({|STRAT1001:t|}.Id);
        }

        ## cast in the try
        object o = s;
        var t = Tok.Make();
        try
        {
            var u = t;
            s = (string)o;
        }
        catch
        {
            Note({|STRAT1001:t|}.Id);
        }

        ## await in the try
        var t = Tok.Make();
        try
        {
            var u = t;
            await Task.Yield();
        }
        catch
        {
            Note({|STRAT1001:t|}.Id);
        }

        ## a using declaration's disposal
        var t = Tok.Make();
        try
        {
            using var k = Conn.Open();
            Take(t);
        }
        catch
        {
            Note({|STRAT1001:t|}.Id);
        }

        ## in a loop with a catch
        var t = Tok.Make();
        while (Ready())
        {
            try { Take({|STRAT1001:t|}); }
            catch { }
        }

        ## retry
        var b = Buf.Make();
        retry:
        try { Take({|STRAT1001:b|}); }
        catch { goto retry; }
        """);

    [Theory]
    [MemberData(nameof(ExceptionReports))]
    public Task Exception_Reports(string name, string source) => Case.Reports("STRAT1001", name, source);

    public static TheoryData<string, string> ExceptionQuiet => Case.Bodies(
        """
        ## consumed in the try, nothing in the catch
        var b = Buf.Make();
        try { b.Free(); } catch { }

        ## consumed in the finally
        var b = Buf.Make();
        try { Prepare(); Note(b.Length); }
        finally { b.Free(); }

        ## the catch leaves
        var b = Buf.Make();
        try { Prepare(); }
        catch { b.Free(); return; }
        b.Free();

        ## the catch leaves by rethrow
        var b = Buf.Make();
        try { Prepare(); }
        catch { b.Free(); throw; }
        b.Free();

        ## a move between locals does not throw
        var t = Tok.Make();
        Tok u;
        try
        {
            Prepare();
            u = t;
        }
        catch
        {
            Note(t.Id);
        }

        ## nothing in the try can throw
        var t = Tok.Make();
        try { var u = t; }
        catch { Note(t.Id); }

        ## a flag in the finally
        var b = Buf.Make();
        var sent = false;
        try
        {
            Prepare();
            sent = true;
        }
        finally
        {
            if (!sent) b.Free();
        }
        b.Free();

        ## refilled in the finally
        var t = Tok.Make();
        try { Take(t); }
        finally { t = Tok.Make(); }
        Note(t.Id);

        ## overwritten in the catch
        var t = Tok.Make();
        try { Prepare(); Note(t.Id); }
        catch { t = Tok.Make(); }
        Note(t.Id);

        ## nested finallys
        var b = Buf.Make();
        try
        {
            try { Prepare(); }
            finally { b.Grow(); }
        }
        finally
        {
            b.Free();
        }

        ## return through a finally
        var b = Buf.Make();
        try
        {
            if (c) return;
            Prepare();
        }
        finally
        {
            b.Free();
        }
        """);

    [Theory]
    [MemberData(nameof(ExceptionQuiet))]
    public Task Exception_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source);

    public static TheoryData<string, string> PartReports => Case.Bodies(
        """
        ## a part twice
        var w = Twin.Make();
        Take(w.A);
        Note({|STRAT1001:w.A|}.Id);

        ## a part moved again
        var w = Twin.Make();
        Take(w.A);
        Take({|STRAT1001:w.A|});

        ## the whole after a part
        var w = Twin.Make();
        Take(w.A);
        Take({|STRAT1001:w|});

        ## the whole borrowed after a part
        var w = Twin.Make();
        Take(w.B);
        Look(in {|STRAT1001:w|});

        ## a member of the whole after a part
        var w = Twin.Make();
        Take(w.A);
        Note({|STRAT1001:w|}.Sum());

        ## a part after the whole
        var w = Twin.Make();
        Take(w);
        Note({|~STRAT1001:w.A|}.Id);

        ## a plain part after the whole
        var w = Twin.Make();
        Take(w);
        Note({|~STRAT1001:w.Tag|});

        ## assigning a part does not refill the whole
        var w = Twin.Make();
        Take(w);
        w.A = Tok.Make();
        Note({|STRAT1001:w|}.Sum());

        ## only one part refilled
        var w = Twin.Make();
        Take(w.A);
        Take(w.B);
        w.A = Tok.Make();
        Look(in {|STRAT1001:w|});

        ## another part stays moved
        var w = Twin.Make();
        Take(w.A);
        Take(w.B);
        w.A = Tok.Make();
        Note(w.A.Id + {|STRAT1001:w.B|}.Id);

        ## a part on one branch
        var w = Twin.Make();
        if (c) Take(w.A);
        Note({|STRAT1001:w.A|}.Id);

        ## a part in a loop
        var w = Twin.Make();
        while (Ready()) Take({|STRAT1001:w.A|});

        ## a linear part freed twice
        var p = Pair.Make();
        p.Left.Free();
        {|STRAT1001:p.Left|}.Free();
        p.Right.Free();

        ## a part of an owned class
        var h = Lent.Make();
        Take(h.Inner);
        Note({|STRAT1001:h.Inner|}.Id);

        ## an owned class after its part
        var h = Lent.Make();
        Take(h.Inner);
        {|STRAT1001:h|}.Use();

        ## a part of a tuple's part
        var pair = (Twin.Make(), 1);
        Take(pair.Item1.A);
        Note({|STRAT1001:pair.Item1.A|}.Id);

        ## a part moved into a chosen value
        var w = Twin.Make();
        var t = c ? w.A : w.B;
        Note({|STRAT1001:w.A|}.Id);
        Note({|STRAT1001:w.B|}.Id + t.Id);
        """);

    [Theory]
    [MemberData(nameof(PartReports))]
    public Task Part_Reports(string name, string source) => Case.Reports("STRAT1001", name, source + Lent);

    private const string Lent =
        """

        [MoveOnly]
        sealed class Lent(Tok inner)
        {
            public Tok Inner = inner;
            public static Lent Make() => new Lent(Tok.Make());
            public void Use() { }
        }
        """;

    public static TheoryData<string, string> PartQuiet => Case.Bodies(
        """
        ## parts one by one
        var p = Pair.Make();
        p.Left.Free();
        Note(p.Right.Length);
        p.Right.Free();

        ## plain parts stay readable
        var w = Twin.Make();
        Take(w.A);
        Note(w.Tag);
        w.Tag = 3;

        ## a refilled part makes the whole whole
        var w = Twin.Make();
        Take(w.A);
        w.A = Tok.Make();
        Note(w.Sum());
        Take(w);

        ## both parts refilled
        var p = Pair.Make();
        Take2(p.Left, p.Right);
        p.Left = Buf.Make();
        p.Right = Buf.Make();
        Take(p);

        ## a whole refilled
        var w = Twin.Make();
        Take(w.A);
        w = Twin.Make();
        Note(w.Sum() + w.A.Id);

        ## parts swapped
        var w = Twin.Make();
        (w.A, w.B) = (w.B, w.A);
        Note(w.Sum());

        ## parts by out
        var p = Pair.Make();
        p.Left.Free();
        Fill(out p.Left);
        Take(p);

        ## part by ref
        var p = Pair.Make();
        Edit(ref p.Left);
        p.Right.Grow();
        Take(p);

        ## a part replaced by what it became
        var p = Pair.Make();
        p.Left = p.Left.Resized(3);
        Take(p);

        ## a part of an owned class, refilled
        var h = Holder.Make();
        h.Inner.Free();
        h.Inner = Buf.Make();
        h.Close();

        ## parts of two wholes
        var p = Pair.Make();
        var q = Pair.Make();
        (p.Left, q.Left) = (q.Left, p.Left);
        Take(p);
        Take(q);
        """);

    [Theory]
    [MemberData(nameof(PartQuiet))]
    public Task Part_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source);

    public static TheoryData<string, string> ConditionReports => Case.Bodies(
        """
        ## consumed when true
        var t = Tok.Make();
        if (TrySend(t)) Note({|STRAT1001:t|}.Id);

        ## the negated test
        var t = Tok.Make();
        if (!TrySend(t)) return;
        Note({|STRAT1001:t|}.Id);

        ## consumed when false
        var t = Tok.Make();
        if (Keeps(t)) return;
        Note({|STRAT1001:t|}.Id);

        ## compared with a constant
        var t = Tok.Make();
        if (TrySend(t) == false) return;
        Note({|STRAT1001:t|}.Id);

        ## matched with a constant
        var t = Tok.Make();
        if (TrySend(t) is true) Note({|STRAT1001:t|}.Id);

        ## the result not looked at
        var t = Tok.Make();
        TrySend(t);
        Note({|STRAT1001:t|}.Id);

        ## sent twice without a look
        var t = Tok.Make();
        if (TrySend(t) | TrySend({|STRAT1001:t|})) Prepare();

        ## the result held
        var t = Tok.Make();
        var sent = TrySend(t);
        if (sent) Note({|STRAT1001:t|}.Id);

        ## the result held and negated
        var t = Tok.Make();
        var kept = !TrySend(t);
        if (kept) return;
        Note({|STRAT1001:t|}.Id);

        ## in an and
        var t = Tok.Make();
        if (c && TrySend(t)) Note({|STRAT1001:t|}.Id);

        ## an and that failed proves nothing
        var t = Tok.Make();
        if (TrySend(t) && c) return;
        Note({|STRAT1001:t|}.Id);

        ## an or that held proves nothing
        var t = Tok.Make();
        if (c || TrySend(t)) Note({|STRAT1001:t|}.Id);

        ## in a conditional operator
        var t = Tok.Make();
        Note(TrySend(t) ? {|STRAT1001:t|}.Id : 0);

        ## in a loop condition
        var t = Tok.Make();
        while (!TrySend(t)) Prepare();
        Note({|STRAT1001:t|}.Id);

        ## sent again in the same loop
        var t = Tok.Make();
        while (TrySend({|STRAT1001:t|})) Prepare();

        ## an enum result, the case that took
        var t = Tok.Make();
        switch (Send(t))
        {
            case Sent.Ok: Note({|STRAT1001:t|}.Id); break;
            default: Note(t.Id); break;
        }

        ## an enum result, the default when another case was named
        var t = Tok.Make();
        switch (Send(t))
        {
            case Sent.Full: Note(t.Id); break;
            default: Note({|STRAT1001:t|}.Id); break;
        }

        ## an enum result compared
        var t = Tok.Make();
        if (Send(t) == Sent.Ok) Note({|STRAT1001:t|}.Id);

        ## an enum result compared with another member proves nothing
        var t = Tok.Make();
        if (Send(t) != Sent.Full) Note({|STRAT1001:t|}.Id);

        ## an enum result held
        var t = Tok.Make();
        var sent = Send(t);
        if (sent is Sent.Ok) Note({|STRAT1001:t|}.Id);

        ## an enum result in a switch expression
        var t = Tok.Make();
        Note(Send(t) switch { Sent.Ok => {|STRAT1001:t|}.Id, _ => t.Id });

        ## an or pattern over results
        var t = Tok.Make();
        if (Send(t) is Sent.Ok or Sent.Full) Note({|STRAT1001:t|}.Id);

        ## a receiver consumed on a result
        var b = Buf.Make();
        if (b.TryFree()) Note({|STRAT1001:b|}.Length);
        else b.Free();

        ## nothing given
        if (!TryMake(out Tok t)) Note({|STRAT1001:t|}.Id);

        ## nothing given, the test held
        var made = TryMake(out Tok t);
        if (!made) Note({|STRAT1001:t|}.Id);

        ## a flag that says moved
        var t = Tok.Make();
        var gone = false;
        if (c)
        {
            Take(t);
            gone = true;
        }
        if (gone) Note({|STRAT1001:t|}.Id);

        ## a flag set on too few paths
        var t = Tok.Make();
        var gone = false;
        if (c)
        {
            Take(t);
            if (d) gone = true;
        }
        if (!gone) Note({|STRAT1001:t|}.Id);

        ## a computed bool is not correlated
        var t = Tok.Make();
        var gone = n > 3;
        if (gone) Take(t);
        if (!gone) Note({|STRAT1001:t|}.Id);

        ## a null test of another value
        var k = MaybeRes();
        var t = Tok.Make();
        if (k is null) Take(t);
        else k.Close();
        Note({|STRAT1001:t|}.Id);
        """);

    [Theory]
    [MemberData(nameof(ConditionReports))]
    public Task Condition_Reports(string name, string source) => Case.Reports("STRAT1001", name, source);

    public static TheoryData<string, string> ConditionQuiet => Case.Bodies(
        """
        ## consumed when true
        var b = Buf.Make();
        if (!TrySend(b)) b.Free();

        ## the true branch first
        var b = Buf.Make();
        if (TrySend(b)) Prepare();
        else b.Free();

        ## consumed when false
        var t = Tok.Make();
        if (Keeps(t)) Note(t.Id);

        ## compared with constants
        var b = Buf.Make();
        if (TrySend(b) == true) return;
        if (TrySend(b) is false) b.Free();

        ## held
        var b = Buf.Make();
        var sent = TrySend(b);
        Prepare();
        if (!sent) b.Free();

        ## held in a negation
        var b = Buf.Make();
        var kept = !TrySend(b);
        if (kept) b.Free();

        ## assigned to a bool declared before
        bool sent;
        var b = Buf.Make();
        sent = TrySend(b);
        if (!sent) b.Free();

        ## retry until sent
        var b = Buf.Make();
        while (!TrySend(b)) b.Grow();

        ## retry a few times
        var b = Buf.Make();
        for (var i = 0; i < 3; i++)
        {
            if (TrySend(b)) return;
        }
        b.Free();

        ## tried twice by or
        var b = Buf.Make();
        if (TrySend(b) || TrySend(b)) return;
        b.Free();

        ## tried twice by and-not
        var b = Buf.Make();
        if (!TrySend(b) && !TrySend(b)) b.Free();

        ## conditional operator
        var b = Buf.Make();
        Note(TrySend(b) ? 0 : Spend(b));

        ## switch on a bool
        var b = Buf.Make();
        switch (TrySend(b))
        {
            case true: break;
            case false: b.Free(); break;
        }

        ## switch expression on a bool
        var b = Buf.Make();
        Note(TrySend(b) switch { true => 0, false => Spend(b) });

        ## switch on an enum with a default
        var b = Buf.Make();
        switch (Send(b))
        {
            case Sent.Ok: break;
            default: b.Free(); break;
        }

        ## switch on an enum, all named
        var b = Buf.Make();
        switch (Send(b))
        {
            case Sent.Full:
            case Sent.Closed:
                b.Free();
                break;
            case Sent.Ok:
                break;
            default:
                b.Free();
                break;
        }

        ## compared enum
        var b = Buf.Make();
        if (Send(b) != Sent.Ok) b.Free();

        ## enum held
        var b = Buf.Make();
        var sent = Send(b);
        if (sent == Sent.Ok) return;
        Note(sent == Sent.Full ? "full" : "closed");
        b.Free();

        ## enum not pattern
        var b = Buf.Make();
        if (Send(b) is not Sent.Ok) b.Free();

        ## enum switch expression
        var b = Buf.Make();
        Note(Send(b) switch { Sent.Ok => 0, Sent.Full => Spend(b), _ => Spend(b) });

        ## receiver consumed on a result
        var b = Buf.Make();
        if (!b.TryFree()) b.Free();

        ## given when true
        if (TryMake(out Buf b)) b.Free();

        ## given, early return
        if (!TryMake(out Buf b)) return;
        b.Free();

        ## given, in an and
        if (c && TryMake(out Buf b)) b.Free();

        ## given, held
        var made = TryMake(out Buf b);
        if (made) b.Free();

        ## given on an enum member
        if (Receive(out Buf b) == Sent.Ok) b.Free();

        ## given in a loop
        while (TryMake(out Buf b)) b.Free();

        ## given and sent on
        while (TryMake(out Buf b))
        {
            if (!TrySend(b)) b.Free();
        }

        ## a flag
        var b = Buf.Make();
        var gone = false;
        if (c)
        {
            b.Free();
            gone = true;
        }
        Prepare();
        if (!gone) b.Free();

        ## a flag the other way round
        var b = Buf.Make();
        var mine = true;
        if (c)
        {
            Take(b);
            mine = false;
        }
        if (mine) b.Free();

        ## a flag in a loop
        var b = Buf.Make();
        var sent = false;
        while (!sent && Ready())
        {
            if (c)
            {
                Take(b);
                sent = true;
            }
        }
        if (!sent) b.Free();

        ## null stands for nothing
        Res? r = null;
        if (c) r = Res.Open("x");
        r?.Close();

        ## null after it was given away
        Res? r = Res.Open("x");
        if (c)
        {
            Take(r);
            r = null;
        }
        r?.Close();

        ## null tested
        var r = MaybeRes();
        if (r is null) return;
        r.Use();
        r.Close();

        ## null tested by pattern
        if (MaybeRes() is { } r) r.Close();

        ## null tested with a branch
        var r = MaybeRes();
        if (r != null)
        {
            r.Use();
            r.Close();
        }

        ## nullable struct by HasValue
        var b = MaybeBuf();
        if (b.HasValue) b.Value.Free();

        ## nullable struct by pattern
        if (MaybeBuf() is { } b) b.Free();

        ## nullable struct by type pattern
        if (MaybeBuf() is Buf b) b.Free();

        ## nullable struct by conditional access
        MaybeBuf()?.Free();

        ## a default for a missing one
        var r = MaybeRes() ?? Res.Open("x");
        r.Close();

        ## filled if missing
        var r = MaybeRes();
        r ??= Res.Open("x");
        r.Close();
        """);

    [Theory]
    [MemberData(nameof(ConditionQuiet))]
    public Task Condition_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source);

    public static TheoryData<string, string> MemberReports => Case.Members(
        """
        ## returned after it was moved
        Tok M(Tok t)
        {
            Take(t);
            return {|STRAT1001:t|};
        }

        ## a parameter
        void M(Tok t)
        {
            Take(t);
            Note({|STRAT1001:t|}.Id);
        }

        ## a consuming parameter of a class
        void M([Consumes] Res r)
        {
            r.Close();
            {|STRAT1001:r|}.Use();
        }

        ## yielded, then used
        IEnumerable<Tok> M()
        {
            var t = Tok.Make();
            yield return t;
            Note({|STRAT1001:t|}.Id);
        }

        ## yielded in a loop
        IEnumerable<Tok> M(int n)
        {
            var t = Tok.Make();
            for (var i = 0; i < n; i++) yield return {|STRAT1001:t|};
        }

        ## expression body
        int M(Tok t) => Spend(t) + {|STRAT1001:t|}.Id;

        ## an async method
        async Task<int> M(Tok t)
        {
            await TakeAsync(t);
            return {|STRAT1001:t|}.Id;
        }

        ## a local function's own parameter
        void M()
        {
            void Inner(Tok t)
            {
                Take(t);
                Note({|STRAT1001:t|}.Id);
            }

            Inner(Tok.Make());
        }

        ## a static local function
        void M()
        {
            Inner(Tok.Make());
            static int Inner(Tok t) => Spend(t) + {|STRAT1001:t|}.Id;
        }

        ## a lambda's own parameter
        void M()
        {
            Action<Tok> f = t =>
            {
                Take(t);
                Note({|STRAT1001:t|}.Id);
            };
            f(Tok.Make());
        }

        ## a lambda's own local
        void M()
        {
            Run(() =>
            {
                var t = Tok.Make();
                Take(t);
                Note({|STRAT1001:t|}.Id);
            });
        }

        ## an anonymous method's own parameter
        void M()
        {
            TokTaker f = delegate(Tok t)
            {
                Take(t);
                Note({|STRAT1001:t|}.Id);
            };
            f(Tok.Make());
        }

        ## before a 3002: the captured value was moved already
        void M()
        {
            var t = Tok.Make();
            Take(t);
            Action f = () => Note({|STRAT1001:t|}.Id);
        }

        ## before a 3001: the boxed value was moved already
        void M()
        {
            var t = Tok.Make();
            Take(t);
            object o = {|STRAT1001:t|};
        }
        """);

    [Theory]
    [MemberData(nameof(MemberReports))]
    public Task Member_Reports(string name, string source) => Case.Reports("STRAT1001", name, source);

    public static TheoryData<string, string> MemberQuiet => Case.Members(
        """
        ## returned
        Tok M(Tok t)
        {
            Note(t.Id);
            return t;
        }

        ## yielded
        IEnumerable<Tok> M(int n)
        {
            for (var i = 0; i < n; i++) yield return new Tok(i);
        }

        ## a local function that only reads what it captures
        void M()
        {
            var t = Tok.Make();
            int Read() => t.Id + Size(in t);
            Note(Read());
            Take(t);
        }

        ## a lambda that borrows only during the call
        void M()
        {
            var t = Tok.Make();
            Run(() => Note(t.Id));
            Note(Map(() => t.Id));
            Take(t);
        }

        ## a lambda that consumes at most once
        void M()
        {
            var b = Buf.Make();
            Once(() => b.Free());
        }

        ## a lambda's own parameter
        void M()
        {
            Action<Buf> f = b => b.Free();
            f(Buf.Make());
        }

        ## shadowing names in a static local function
        void M()
        {
            var t = Tok.Make();
            Take(t);
            Inner(Tok.Make());
            static void Inner(Tok t) => Note(t.Id);
        }

        ## a field of this, moved and refilled
        [Linear]
        sealed class Store(Buf first)
        {
            private Buf _buf = first;

            public Buf Replace(Buf next)
            {
                var old = _buf;
                _buf = next;
                return old;
            }

            [Consumes] public void Close() => _buf.Free();
        }
        """);

    [Theory]
    [MemberData(nameof(MemberQuiet))]
    public Task Member_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source);

    public static TheoryData<string, string> TypeReports => Case.Sources(
        """
        ## moved into the base constructor
        [MoveOnly]
        class Base(Tok t)
        {
            public Tok T = t;
        }

        sealed class Derived : Base
        {
            public Derived(Tok t) : base(t)
            {
                Note({|STRAT1001:t|}.Id);
            }
        }

        ## moved into another constructor
        [MoveOnly]
        sealed class Twice
        {
            public Tok T;

            public Twice(Tok t) => T = t;
            public Twice(Tok t, int n) : this(t) => Note({|STRAT1001:t|}.Id + n);
        }

        ## an operator takes its operands
        [MoveOnly]
        struct Sum(int value)
        {
            public int Value = value;
            public static Sum operator +(Sum left, Sum right) => new Sum(left.Value + right.Value);
        }

        class C
        {
            void M()
            {
                var e = new Sum(1);
                var f = new Sum(2);
                var g = e + f;
                Note({|STRAT1001:e|}.Value + g.Value);
            }
        }

        ## an operator given one value twice
        [MoveOnly]
        struct Sum(int value)
        {
            public int Value = value;
            public static Sum operator +(Sum left, Sum right) => new Sum(left.Value + right.Value);
        }

        class C
        {
            void M()
            {
                var e = new Sum(1);
                var f = e + {|STRAT1001:e|};
            }
        }

        ## a user-defined conversion takes its operand
        [MoveOnly]
        struct Raw(int value)
        {
            public int Value = value;
            public static explicit operator Tok(Raw raw) => new Tok(raw.Value);
        }

        class C
        {
            void M()
            {
                var raw = new Raw(1);
                var t = (Tok)raw;
                Note({|STRAT1001:raw|}.Value + t.Id);
            }
        }

        ## an indexer takes what it is set to
        [MoveOnly]
        sealed class Shelf
        {
            private Chip? _chip;
            public Chip? this[int i] { get => _chip; set => _chip = value; }
        }

        class C
        {
            void M()
            {
                var shelf = new Shelf();
                var k = Chip.Make();
                shelf[0] = k;
                {|STRAT1001:k|}.Use();
            }
        }

        ## a generic method that admits it
        class C
        {
            static void Drop<[AllowsMoveOnly] T>(T value) => Ownership.Forget(value, "test");

            void M()
            {
                var t = Tok.Make();
                Drop(t);
                Note({|STRAT1001:t|}.Id);
            }
        }

        ## a generic parameter is linear itself
        class C
        {
            static T Twice<[AllowsMoveOnly] T>(T value)
            {
                Ownership.Forget(value, "test");
                return {|STRAT1001:value|};
            }
        }

        ## a generic type that admits it
        [Linear]
        sealed class Cell<[AllowsMoveOnly] T>(T value)
        {
            private T _value = value;
            [Consumes] public T Take() => _value;
        }

        class C
        {
            void M()
            {
                var cell = new Cell<Tok>(Tok.Make());
                var t = cell.Take();
                var u = {|STRAT1001:cell|}.Take();
            }
        }

        ## a record's deconstruction moves its parts
        [MoveOnly]
        sealed record Both(Tok First, Tok Second);

        class C
        {
            void M(Both both)
            {
                var (first, second) = both;
                Note({|~STRAT1001:both.First|}.Id + first.Id + second.Id);
            }
        }

        ## inherited from a base class
        class Child : Chip { }

        class C
        {
            void M()
            {
                var child = new Child();
                Take(child);
                {|STRAT1001:child|}.Use();
            }
        }

        ## inherited from an interface
        [MoveOnly]
        interface IOwned { int Id { get; } }

        struct Own(int id) : IOwned
        {
            public int Id => id;
        }

        class C
        {
            static void Drop(Own own) { }

            void M()
            {
                var own = new Own(1);
                Drop(own);
                Note({|STRAT1001:own|}.Id);
            }
        }

        ## inherited from an interface of an interface
        [MoveOnly]
        interface IOwned { int Id { get; } }

        interface INamed : IOwned { string Name { get; } }

        class C
        {
            static void Drop(INamed named) { }

            void M(INamed named)
            {
                Drop(named);
                Note({|STRAT1001:named|}.Name);
            }
        }

        ## moved in the collection of a foreach
        class C
        {
            void M()
            {
                var t = Tok.Make();
                foreach (var number in Numbers(t)) Note(number + {|STRAT1001:t|}.Id);
            }

            static int[] Numbers(Tok t) => [t.Id];
        }

        ## the source of a using
        class C
        {
            void M()
            {
                var k = Conn.Open();
                Take(k);
                using ({|STRAT1001:k|})
                {
                }
            }
        }
        """);

    [Theory]
    [MemberData(nameof(TypeReports))]
    public Task Type_Reports(string name, string source) => Case.Reports("STRAT1001", name, source);

    public static TheoryData<string, string> TypeQuiet => Case.Sources(
        """
        ## comparison operators borrow
        [MoveOnly]
        struct Size(int value)
        {
            public int Value = value;
            public static bool operator ==(Size left, Size right) => left.Value == right.Value;
            public static bool operator !=(Size left, Size right) => left.Value != right.Value;
            public static bool operator <(Size left, Size right) => left.Value < right.Value;
            public static bool operator >(Size left, Size right) => left.Value > right.Value;
            public override bool Equals(object? obj) => false;
            public override int GetHashCode() => Value;
        }

        class C
        {
            void M()
            {
                var e = new Size(1);
                var f = new Size(2);
                if (e == f || e != f || e < f || e > f) Note(e.Value);
                Note(f.Value);
            }
        }

        ## CompareTo and Equals borrow
        [MoveOnly]
        sealed class Rank(int value) : IComparable<Rank>, IEquatable<Rank>
        {
            public int Value => value;
            public int CompareTo(Rank? other) => value.CompareTo(other?.Value ?? 0);
            public bool Equals(Rank? other) => other is not null && value == other.Value;
            public override bool Equals(object? obj) => false;
            public override int GetHashCode() => value;
        }

        class C
        {
            void M()
            {
                var e = new Rank(1);
                var f = new Rank(2);
                if (e.CompareTo(f) > 0 || e.Equals(f)) Note(e.Value);
                Note(f.Value);
            }
        }

        ## a record's equality borrows
        [MoveOnly]
        sealed record Both(Chip First, int Second);

        class C
        {
            void M(Both e, Both f)
            {
                if (e == f) Note(e.Second);
                Note(f.ToString());
                e.First.Use();
            }
        }

        ## an ordinary type is not tracked
        sealed class Plain { public void Use() { } }

        class C
        {
            static void Keep(Plain plain) { }

            void M()
            {
                var plain = new Plain();
                Keep(plain);
                Keep(plain);
                var other = plain;
                plain.Use();
                other.Use();
            }
        }

        ## a trusted member is not checked
        class C
        {
            [Trusted("The test wants it.")]
            void M()
            {
                var t = Tok.Make();
                Take(t);
                Note(t.Id);
            }
        }
        """);

    [Theory]
    [MemberData(nameof(TypeQuiet))]
    public Task Type_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source);

    [Fact]
    public async Task SecondUse_DoesNotTrigger()
    {
        await Case.Check("one report for a move", """
            class C
            {
                void M()
                {
                    var t = Tok.Make();
                    Take(t);
                    Note({|STRAT1001:t|}.Id);
                    Note(t.Id);
                    Take(t);
                    Note(t.Id);
                }
            }
            """);
    }

    [Fact]
    public async Task NextMoveAfterRefill_Reports()
    {
        await Case.Check("one report for each move", """
            class C
            {
                void M()
                {
                    var t = Tok.Make();
                    Take(t);
                    Note({|STRAT1001:t|}.Id);
                    t = Tok.Make();
                    Take(t);
                    Note({|STRAT1001:t|}.Id);
                }
            }
            """);
    }

    [Fact]
    public async Task MovedOnSomePathAndNotConsumedOnAnother_ReportsBoth()
    {
        await Case.Check("two facts", """
            class C
            {
                void M(bool c)
                {
                    var {|STRAT1002:b|} = Buf.Make();
                    if (c) b.Free();
                    Note({|STRAT1001:b|}.Length);
                }
            }
            """);
    }
}
