namespace Strat9.Analyzers.Tests.Rules;

/// <summary>Moved or overwritten while borrowed.</summary>
public class STRAT4001Tests
{
    public static TheoryData<string, string> Loans => Case.Bodies(
        """
        ## a span
        var block = Block.Make();
        var s1 = block.Span;
        {|STRAT4001:block.Free()|};
        s1[0] = 1;

        ## a span, the value handed on
        var block = Block.Make();
        var s1 = block.Span;
        {|STRAT4001:Block.Drop(block)|};
        s1[0] = 1;

        ## a span, the value moved to another place
        var page = Page.Make();
        var s1 = page.Span;
        {|STRAT4001:var other = page;|}
        s1[0] = 1;

        ## a span, the place refilled
        var page = Page.Make();
        var s1 = page.Span;
        {|STRAT4001:page = Page.Make()|};
        s1[0] = 1;

        ## a read-only span
        var block = Block.Make();
        var view = block.View;
        {|STRAT4001:block.Free()|};
        Note(view[0]);

        ## a span read by a call
        var block = Block.Make();
        var s1 = block.Span;
        {|STRAT4001:block.Free()|};
        s1.Clear();

        ## a slice
        var block = Block.Make();
        var s1 = block.Span.Slice(1, 2);
        {|STRAT4001:block.Free()|};
        s1[0] = 1;

        ## a slice of a slice by locals
        var block = Block.Make();
        var s1 = block.Span;
        var s2 = s1.Slice(1);
        var s3 = s2[1..];
        {|STRAT4001:block.Free()|};
        s3[0] = 1;

        ## a span by a method of the type
        var block = Block.Make();
        var s1 = block.Slice(1, 2);
        {|STRAT4001:block.Free()|};
        s1[0] = 1;

        ## a span by a method with a lent parameter
        var block = Block.Make();
        var s1 = Loans.Bytes(block);
        {|STRAT4001:block.Free()|};
        s1[0] = 1;

        ## a span by a method over a span
        var block = Block.Make();
        var s1 = Loans.Tail(block.Span);
        {|STRAT4001:block.Free()|};
        s1[0] = 1;

        ## a span, the place passed by ref
        var page = Page.Make();
        var s1 = page.Span;
        Loans.Refill({|STRAT4001:ref page|});
        s1[0] = 1;

        ## a span, the place refilled by out
        var page = Page.Make();
        var s1 = page.Span;
        Loans.Fill({|STRAT4001:out page|});
        s1[0] = 1;

        ## a span, the place refilled by out on one result
        var page = Page.Make();
        var s1 = page.Span;
        if (Loans.TryFill({|STRAT4001:out page|})) { }
        s1[0] = 1;

        ## a span of a part, the whole passed by ref
        var pair = Pages.Make();
        var s1 = pair.Left.Span;
        Loans.Refill({|STRAT4001:ref pair|});
        s1[0] = 1;

        ## a span passed beside the place by ref
        var page = Page.Make();
        {|STRAT4001:Loans.Mixed(ref page, page.Span)|};

        ## a converted span
        var block = Block.Make();
        ReadOnlySpan<byte> view = block.Span;
        {|STRAT4001:block.Free()|};
        Note(view.Length);

        ## a chosen span
        var page = Page.Make();
        var s1 = c ? page.Span : Span<byte>.Empty;
        {|STRAT4001:Page.Drop(page)|};
        s1[0] = 1;

        ## memory
        var block = Block.Make();
        var memory = block.Memory;
        {|STRAT4001:block.Free()|};
        Note(memory.Length);

        ## the span of memory
        var block = Block.Make();
        var s1 = block.Memory.Span;
        {|STRAT4001:block.Free()|};
        s1[0] = 1;

        ## a ref
        var block = Block.Make();
        ref var first = ref block.At(0);
        {|STRAT4001:block.Free()|};
        first = 1;

        ## a ref to a part
        var w = Twin.Make();
        ref var a = ref w.A;
        {|STRAT4001:Take(w)|};
        a.Bump();

        ## a ref to the place
        var t = Tok.Make();
        ref var u = ref t;
        {|STRAT4001:Take(t)|};
        u.Bump();

        ## a read-only ref to the place
        var t = Tok.Make();
        ref readonly var u = ref t;
        {|STRAT4001:Take(t)|};
        Note(u.Id);

        ## a ref handed through
        var t = Tok.Make();
        ref var u = ref Loans.First(ref t);
        {|STRAT4001:Take(t)|};
        u.Bump();

        ## a borrowed result
        var block = Block.Make();
        var child = block.Child();
        {|STRAT4001:block.Free()|};
        child.Use();

        ## on one path
        var page = Page.Make();
        var s1 = page.Span;
        if (c) {|STRAT4001:Page.Drop(page)|};
        s1[0] = 1;

        ## used on one path
        var block = Block.Make();
        var s1 = block.Span;
        {|STRAT4001:block.Free()|};
        if (c) s1[0] = 1;

        ## used in the next pass
        var page = Page.Make();
        var s1 = page.Span;
        while (Ready())
        {
            s1[0] = 1;
            {|STRAT4001:page = Page.Make()|};
        }

        ## one report for the move, whatever is used after it
        var page = Page.Make();
        var s1 = page.Span;
        {|STRAT4001:Page.Drop(page)|};
        s1[0] = 1;
        s1[1] = 2;
        Note(page.Length);

        ## used in a finally
        var page = Page.Make();
        var memory = page.Memory;
        try { {|STRAT4001:Page.Drop(page)|}; }
        finally { Note(memory.Length); }

        ## a task not awaited yet
        var block = Block.Make();
        var task = block.FillAsync();
        {|STRAT4001:block.Free()|};
        await task;

        ## a task with a result not awaited yet
        var block = Block.Make();
        var task = block.CountAsync();
        {|STRAT4001:block.Free()|};
        Note(await task);

        ## a task that holds a lent argument
        var r = Res.Open("x");
        var task = LookAsync(r);
        {|STRAT4001:r.Close()|};
        await task;

        ## a task that nobody awaits
        var block = Block.Make();
        _ = block.FillAsync();
        {|STRAT4001:block.Free()|};

        ## a task in a batch
        var block = Block.Make();
        var task = Task.WhenAll(block.FillAsync(), Task.CompletedTask);
        {|STRAT4001:block.Free()|};
        await task;

        ## a sequence not enumerated yet
        var page = Page.Make();
        var all = page.Numbers();
        {|STRAT4001:Page.Drop(page)|};
        foreach (var number in all) Note(number);

        ## two exclusive references to one place
        var t = Tok.Make();
        {|STRAT4001:Loans.Both(ref t, ref t)|};

        ## an exclusive and a shared reference to one place
        var t = Tok.Make();
        {|STRAT4001:Loans.Mixed(ref t, in t)|};

        ## two exclusive references to one part
        var w = Twin.Make();
        {|STRAT4001:Loans.Both(ref w.A, ref w.A)|};
        """);

    [Theory]
    [MemberData(nameof(Loans))]
    public Task Loan_Reports(string name, string source) => Case.Reports("STRAT4001", name, source + LoanTypes.Source);

    public static TheoryData<string, string> Quiet => Case.Bodies(
        """
        ## the last use comes before the move
        var block = Block.Make();
        var s1 = block.Span;
        s1[0] = 1;
        block.Free();

        ## the last uses on two paths come before
        var block = Block.Make();
        var s1 = block.Span;
        if (c) s1[0] = 1;
        else s1.Clear();
        block.Free();

        ## a copied element is no loan
        var block = Block.Make();
        var first = block.Span[0];
        var length = block.Span.Length;
        var all = block.Span.ToArray();
        block.Free();
        Note(first + length + all.Length);

        ## a result that is no loan
        var block = Block.Make();
        var sum = Loans.Sum(block.Span);
        block.Free();
        Note(sum);

        ## a scoped argument is no source
        byte[] bytes = [1, 2];
        var block = Block.Make();
        var s1 = Loans.Other(block.Span, bytes);
        block.Free();
        s1[0] = 1;

        ## lent again after the refill
        var page = Page.Make();
        var s1 = page.Span;
        s1[0] = 1;
        page = Page.Make();
        s1 = page.Span;
        s1[0] = 2;

        ## lent again in every pass
        var page = Page.Make();
        while (Ready())
        {
            var s1 = page.Span;
            s1[0] = 1;
            page = Page.Make();
        }

        ## the path that moved does not use it
        var page = Page.Make();
        var s1 = page.Span;
        if (c)
        {
            Page.Drop(page);
            return;
        }
        s1[0] = 1;

        ## borrowed and used together
        var page = Page.Make();
        var s1 = page.Span;
        page.Clear();
        s1[0] = 1;
        Note(page.Length);

        ## two loans at a time
        var block = Block.Make();
        var s1 = block.Span;
        var s2 = block.Span;
        s1[0] = s2[1];
        block.Free();

        ## a loan of another value
        var block = Block.Make();
        var other = Block.Make();
        var s1 = other.Span;
        block.Free();
        s1[0] = 1;
        other.Free();

        ## another span in the same variable
        byte[] bytes = [1, 2];
        var block = Block.Make();
        var s1 = block.Span;
        s1[0] = 1;
        s1 = bytes;
        block.Free();
        s1[0] = 2;

        ## a ref that is not used again
        var block = Block.Make();
        ref var first = ref block.At(0);
        first = 1;
        block.Free();

        ## a ref to one part, the other moved
        var w = Twin.Make();
        ref var a = ref w.A;
        Take(w.B);
        a.Bump();

        ## a borrowed result that is not used again
        var block = Block.Make();
        var child = block.Child();
        child.Use();
        block.Free();

        ## awaited before
        var block = Block.Make();
        await block.FillAsync();
        var task = block.CountAsync();
        Note(await task);
        block.Free();

        ## a sequence enumerated before
        var page = Page.Make();
        foreach (var number in page.Numbers()) Note(number);
        Page.Drop(page);

        ## different places
        var t = Tok.Make();
        var u = Tok.Make();
        var w = Twin.Make();
        Loans.Both(ref t, ref u);
        Loans.Mixed(ref t, in u);
        Loans.Both(ref w.A, ref w.B);

        ## by ref after the last use of a span
        var page = Page.Make();
        var s1 = page.Span;
        s1[0] = 1;
        Loans.Refill(ref page);
        s1 = page.Span;
        s1[0] = 1;

        ## the span of another beside a place by ref
        var page = Page.Make();
        var other = Page.Make();
        Loans.Mixed(ref page, other.Span);

        ## in an inner block
        var block = Block.Make();
        {
            var s1 = block.Span;
            s1[0] = 1;
        }
        block.Free();

        ## a loop over a span
        var block = Block.Make();
        foreach (ref var one in block.Span) one = 1;
        foreach (var one in block.Span) Note(one);
        block.Free();

        ## copied from one to the other
        var block = Block.Make();
        var other = Block.Make();
        block.Span.CopyTo(other.Span);
        block.Free();
        other.Free();
        """);

    [Theory]
    [MemberData(nameof(Quiet))]
    public Task Loan_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source + LoanTypes.Source);
}
