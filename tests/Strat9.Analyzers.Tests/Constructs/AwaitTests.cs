namespace Strat9.Analyzers.Tests.Constructs;

/// <summary>Tasks and await.</summary>
public class AwaitTests
{
    public static TheoryData<string, string> Cases => Case.Bodies(
        """
        ## await in arguments
        var a = Tok.Make();
        Take2(a, await MakeTokAsync());
        Note({|STRAT1001:a|}.Id);

        ## await twice
        var t = MakeTokAsync();
        Take(await t);
        Take(await {|STRAT1001:t|});

        ## WhenAll of two
        var t = MakeBufAsync();
        (await t).Free();

        ## task never awaited linear
        var {|STRAT1002:t|} = MakeBufAsync();

        ## ConfigureAwait chain
        var b = await MakeBufAsync().ConfigureAwait(false);
        b.Free();

        ## task in a conditional
        var t = c ? MakeBufAsync() : MakeBufAsync();
        (await t).Free();

        ## value task to task
        var t = OpenAsync().AsTask();
        (await t).Close();

        ## await foreach with break
        await foreach (var t in StreamToks())
        {
            if (c) break;
            Take(t);
        }

        ## await foreach linear with break leaks
        await foreach (var {|STRAT1002:b|} in StreamBufs())
        {
            if (c) break;
            b.Free();
        }

        ## await using with early return
        await using var l = Link.Open();
        if (c) return;
        l.Ping();

        ## await in finally
        var b = Buf.Make();
        try
        {
            await Task.Yield();
        }
        finally
        {
            await TakeAsync(b);
        }

        ## await in catch
        var b = Buf.Make();
        try
        {
            await Task.Yield();
        }
        catch (InvalidOperationException)
        {
            await TakeAsync(b);
            return;
        }
        b.Free();

        ## await in catch when the taking call awaited
        var b = Buf.Make();
        try
        {
            await TakeAsync(b);
        }
        catch (InvalidOperationException)
        {
            {|STRAT1001:b|}.Free();
        }

        ## task of a borrowed, moved before the await
        var r = Res.Open("a");
        var t = r.SaveAsync();
        {|STRAT4001:r.Close()|};
        await t;

        ## task of a borrowed, awaited first
        var r = Res.Open("a");
        var t = r.SaveAsync();
        await t;
        r.Close();

        ## task lists
        var r = Res.Open("a");
        await Task.WhenAll(r.SaveAsync(), LookAsync(r));
        r.Close();

        ## Task.Run takes a capture
        var b = Buf.Make();
        await Task.Run(() => {|STRAT3002:b|}.Free());
        """);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Cases_AreJudged(string name, string source) => Case.Check(name, source);
}
