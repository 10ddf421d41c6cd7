namespace Strat9.Samples.Protocols;

public static class WrongForks
{
    public static void WriteShared(Page<Shared> page)
    {
        page.Write(0, 9); // error CS1929, STRAT2001
        Page.Unmap(page);
    }

    public static void ForgetTheOther()
    {
        var (mine, yours) = Page.Fork(Page.Make(4)); // error STRAT1002
        Page.Unmap(mine);
    }

    public static void WriteAfterFork()
    {
        var page = Page.Make(4);
        var (mine, yours) = Page.Fork(page);
        page.Write(0, 9); // error STRAT1001
        Page.Unmap(mine);
        Page.Unmap(yours);
    }
}
