namespace Strat9.Runtime.Tests.Memory;

/// <summary>
/// The namespace must compile ahead of time over a core library of a few hundred lines, without garbage collector, exceptions' unwinding,
/// thread statics or interface dispatch. So it may only use what is listed here.
/// </summary>
public sealed class KernelSubsetTests
{
    private static readonly HashSet<string> Types =
    [
        "System.Object", "System.ValueType", "System.Exception", "System.ArgumentException", "System.ArgumentOutOfRangeException",
        "System.InvalidOperationException", "System.Nullable`1", "System.Span`1", "System.ReadOnlySpan`1", "System.UInt64",
        "System.UInt32", "System.Int32", "System.Threading.Volatile", "System.Threading.Interlocked", "System.Numerics.BitOperations",
    ];

    /// <summary>
    /// Generated members no kernel calls, because they box for the language's sake or take delegates; and the stubs by which the compiler
    /// describes extension members, which nobody can call.
    /// </summary>
    private static readonly string[] ForOthers = ["Result.get_Value", "IUnion.get_Value", ".Match", ".Switch"];

    [Fact]
    public void OnlyListedTypesAreUsed()
    {
        string[] others =
        [
            .. Code().Where(m => m.Type.Length != 0 && !m.Type.StartsWith("Strat9.Memory.", StringComparison.Ordinal) && !Types.Contains(m.Type))
                .Select(m => m.ToString()),
        ];
        Assert.Empty(others);
    }

    [Fact]
    public void NothingIsBoxed() => Assert.Empty(Code().Where(m => m.Instruction == "box").Select(m => m.ToString()));

    [Fact]
    public void NothingIsCalledThroughAnInterface() =>
        Assert.Empty(Code().Where(m => m.Instruction == "callvirt" && m.ThroughInterface).Select(m => m.ToString()));

    [Fact]
    public void NoArrayIsMade() => Assert.Empty(Code().Where(m => m.Instruction == "newarr").Select(m => m.ToString()));

    [Fact]
    public void ObjectsAreMadeOnlyToBeThrown()
    {
        // The host makes metadata, allocator and table once; nothing else is `newobj` of a class.
        string[] made =
        [
            .. Code().Where(m => m.Instruction == "newobj" && !IsStruct(m.Type) && !m.Type.EndsWith("Exception", StringComparison.Ordinal))
                .Select(m => m.ToString()),
        ];
        Assert.Empty(made);
    }

    [Fact]
    public void TheScanSeesTheCode()
    {
        Assert.Contains(Code(), m => m is { Method: "Ledger.Claim", Member: "TryChange" });
        Assert.Contains(Code(), m => m is { Type: "System.Threading.Interlocked", Member: "CompareExchange" });
    }

    private static IEnumerable<MemoryCode.Mention> Code() =>
        MemoryCode.Mentions().Where(m =>
            !ForOthers.Any(o => m.Method.EndsWith(o, StringComparison.Ordinal))
            && !m.Method.Contains("<G>$", StringComparison.Ordinal));

    private static bool IsStruct(string type) =>
        Type.GetType(type) is { IsValueType: true } ||
        typeof(Strat9.Memory.OwnershipTable).Assembly.GetType(type.Replace(".Case.", "+Case+", StringComparison.Ordinal)) is { IsValueType: true };
}
