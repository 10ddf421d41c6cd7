namespace Strat9.Analyzers.Tests.Constructs;

/// <summary>Assertions, ends of the program, using.</summary>
public class UsingTests
{
    public static TheoryData<string, string> Cases => Case.Bodies(
        """
        ## debug assert refines
        var b = Buf.Make();
        var ok = TrySend(b);
        Debug.Assert(ok);

        ## does not return if
        var b = MaybeRes();
        Check(b == null);
        b.Close();
        static void Check([DoesNotReturnIf(true)] bool x) { }

        ## assertion negated
        var b = MaybeRes();
        Debug.Assert(b is not null);
        b.Close();

        ## exit ends without a leak
        var b = Buf.Make();
        if (c) Environment.Exit(1);
        b.Free();

        ## unreachable in a switch
        var b = Buf.Make();
        switch (n)
        {
            case 0: b.Free(); break;
            default: throw new UnreachableException();
        }

        ## throw helper
        var b = Buf.Make();
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        b.Free();

        ## throw in a lambda
        var b = Buf.Make();
        Func<int> f = () => throw new InvalidOperationException();
        b.Free();

        ## using of a Slot's value
        var slot = new Slot<Conn>();
        slot.Put(Conn.Open());
        using (var k = slot.Take())
        {
            k.Ping();
        }
        if (slot.TryTake(out var rest)) rest.Dispose();

        ## using declared in a loop
        while (n-- > 0)
        {
            using var k = Conn.Open();
            if (c) continue;
            if (d) break;
            k.Ping();
        }

        ## using in a switch section
        switch (n)
        {
            case 0:
            {
                using var k = Conn.Open();
                k.Ping();
                break;
            }
        }

        ## using variable captured by an escaping lambda
        using var k = Conn.Open();
        Action f = () => {|STRAT3002:k|}.Ping();

        ## using variable assigned to another name
        using var k = Conn.Open();
        var other = {|STRAT1005:k|};
        other.Ping();

        ## using variable lent by another method
        using var k = Conn.Open();
        Look(k);
        k.Ping();

        ## using variable in a tuple
        using var k = Conn.Open();
        var t = ({|STRAT1005:k|}, 1);

        ## using variable returned through a conditional
        using var k = Conn.Open();
        var u = c ? {|STRAT1005:k|} : Conn.Open();
        u.Dispose();
        """);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Cases_AreJudged(string name, string source) => Case.Check(name, source);
}
