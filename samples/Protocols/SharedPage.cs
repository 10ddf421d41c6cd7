namespace Strat9.Samples.Protocols;

/// <summary>Copy-on-write page sharing: a page that others map too is read only, until it has been copied.</summary>
[Typestate]
public readonly partial struct Page<TState>
{
    private readonly byte[] _bytes;
    private readonly PageCount _count;

    internal byte[] Bytes => _bytes;

    internal PageCount Count => _count;
}

/// <summary>How many map one page.</summary>
public sealed class PageCount
{
    internal int Value { get; set; } = 1;
}

[State(Initial = true)] public readonly partial struct Private;
[State] public readonly partial struct Shared;

[TaggedUnion]
public readonly partial struct WriteFault
{
    /// <summary>Nobody else maps the page any more: it needs no copy.</summary>
    public static partial WriteFault Last(Page<Private> page);

    public static partial WriteFault Copied(Page<Private> page);
}

public static partial class Page
{
    [Transition] private static partial Page<Private> Of(byte[] bytes, PageCount count);
    [Transition] private static partial Page<Shared> IntoShared(this Page<Private> page);
    [Transition] private static partial Page<Private> IntoPrivate(this Page<Shared> page);
    [Transition] private static partial PageCount IntoCount(this Page<Shared> page);
    [Transition] private static partial PageCount IntoCount(this Page<Private> page);

    public static Page<Private> Make(int size) => Of(new byte[size], new PageCount());

    public static void Unmap(Page<Shared> page) => page.IntoCount().Value--;

    public static void Free(Page<Private> page) => page.IntoCount().Value = 0;

    /// <summary>From here on two map the page, and neither writes.</summary>
    public static (Page<Shared> Mine, Page<Shared> Yours) Fork(Page<Private> page)
    {
        var (bytes, count) = (page.Bytes, page.Count);
        count.Value++;
        return (page.IntoShared(), Second(bytes, count));
    }

    public static WriteFault BeforeWrite(Page<Shared> page)
    {
        if (page.Count.Value == 1)
        {
            return WriteFault.Last(page.IntoPrivate());
        }

        var bytes = (byte[])page.Bytes.Clone();
        Unmap(page);
        return WriteFault.Copied(Of(bytes, new PageCount()));
    }

    [Trusted("one page, and two that map it: the count says so, and it has been raised")]
    private static Page<Shared> Second(byte[] bytes, PageCount count) => new(bytes, count);

    public static byte Read<TState>(this in Page<TState> page, int at) where TState : struct, IPageState => page.Bytes[at];

    public static void Write(this in Page<Private> page, int at, byte value) => page.Bytes[at] = value;
}

public static class Forks
{
    public static string Run()
    {
        var page = Page.Make(4);
        page.Write(0, 7);
        var (mine, yours) = Page.Fork(page);
        var written = Page.BeforeWrite(mine).Match(last => last, copied => copied);
        written.Write(0, 9);
        var told = $"mine {written.Read(0)}, yours {yours.Read(0)}";
        Page.Free(written);
        Page.Unmap(yours);
        return told;
    }
}
