namespace Strat9.Analyzers.Tests.Rules;

/// <summary>Wrong state (in place).</summary>
public class STRAT2002Tests
{
    public static TheoryData<string, string> WrongStates => Case.Bodies(
        """
        ## before the transition
        var f = new LogFile();
        {|STRAT2002:f.Write("x")|};

        ## a property before the transition
        var f = new LogFile();
        Note({|STRAT2002:f.Lines|});

        ## the transition twice
        var f = new LogFile();
        f.Open();
        {|STRAT2002:f.Open()|};
        f.Close();

        ## after the way back
        var f = new LogFile();
        f.Open();
        f.Close();
        {|STRAT2002:f.Write("x")|};

        ## the way back twice
        var f = new LogFile();
        f.Open();
        f.Close();
        {|STRAT2002:f.Close()|};

        ## on one path
        var f = new LogFile();
        if (c) f.Open();
        {|STRAT2002:f.Write("x")|};
        if (f.IsOpen) f.Close();

        ## in the next pass
        var f = new LogFile();
        while (Ready()) {|STRAT2002:f.Open()|};
        if (f.IsOpen) f.Close();

        ## after the loop that may not have run
        var f = new LogFile();
        foreach (var letter in s)
        {
            f.Open();
            break;
        }
        {|STRAT2002:f.Write("x")|};
        if (f.IsOpen) f.Close();

        ## in one arm
        var f = new LogFile();
        f.Open();
        Note(c ? f.Lines : 0);
        f.Close();
        Note(c ? {|STRAT2002:f.Lines|} : 0);

        ## in a catch, where the transition may have failed
        var f = new LogFile();
        try
        {
            f.Open();
            f.Write("x");
        }
        catch
        {
            {|STRAT2002:f.Write("y")|};
        }
        if (f.IsOpen) f.Close();

        ## in a finally, where the transition may have failed
        var f = new LogFile();
        try { f.Open(); }
        finally { {|STRAT2002:f.Close()|}; }

        ## an extension's receiver
        var f = new LogFile();
        {|STRAT2002:f.Dump()|};

        ## a result not looked at
        var f = new LogFile();
        f.TryOpen();
        {|STRAT2002:f.Write("x")|};
        if (f.IsOpen) f.Close();

        ## a result the wrong way round
        var f = new LogFile();
        if (!f.TryOpen()) {|STRAT2002:f.Write("x")|};
        else f.Close();

        ## a test the wrong way round
        var f = new LogFile();
        if (c) f.Open();
        if (f.IsOpen) f.Close();
        else {|STRAT2002:f.Close()|};

        ## a state tested by its value
        var f = new LogFile();
        if (c) f.Open();
        switch (f.State)
        {
            case FileState.Closed: {|STRAT2002:f.Write("x")|}; break;
            case FileState.Open: f.Close(); break;
        }

        ## a test of a known state silences nothing
        var f = new LogFile();
        if (f.IsOpen) {|STRAT2002:f.Write("x")|};

        ## an alias by move
        var f = new LogFile();
        var g = f;
        {|STRAT2002:g.Write("x")|};

        ## after a transition by an argument
        var f = new LogFile();
        Files.OpenIt(f);
        Files.CloseIt(f);
        {|STRAT2002:f.Write("x")|};

        ## from a result's state
        var f = Files.Opened();
        {|STRAT2002:f.Open()|};
        f.Close();

        ## one of several states
        var door = new Door();
        {|STRAT2002:door.Knock()|};
        door.Remove();

        ## a skipped step
        var door = new Door();
        door.Unlock();
        {|STRAT2002:door.Close()|};
        door.Remove();

        ## not from this state
        var door = new Door();
        door.Unlock();
        door.Open();
        {|STRAT2002:door.Remove()|};

        ## after the last
        var door = new Door();
        door.Remove();
        {|STRAT2002:door.Unlock()|};
        door.Remove();

        ## two of them
        var f = new LogFile();
        var g = new LogFile();
        f.Open();
        {|STRAT2002:g.Write("x")|};
        f.Close();

        ## a transition of the wrong one
        var f = new LogFile();
        var g = new LogFile();
        (f, g) = (g, f);
        f.Open();
        {|STRAT2002:g.Close()|};
        f.Close();

        ## refilled in its first state
        var f = new LogFile();
        f.Open();
        f.Close();
        f = new LogFile();
        {|STRAT2002:f.Close()|};
        """);

    [Theory]
    [MemberData(nameof(WrongStates))]
    public Task WrongState_Reports(string name, string source) => Case.Reports("STRAT2002", name, source + InPlaceTypes.Source);

    public static TheoryData<string, string> Quiet => Case.Bodies(
        """
        ## as declared
        var f = new LogFile();
        f.Open();
        f.Write("x");
        Note(f.Lines);
        f.Close();

        ## round and round
        var f = new LogFile();
        while (Ready())
        {
            f.Open();
            f.Write("x");
            f.Close();
        }
        f.Open();
        f.Close();

        ## members without a contract
        var f = new LogFile();
        Note(f.Name);
        f.Open();
        Note(f.Name);
        f.Write(f.Name);
        f.Close();

        ## two branches, one state
        var f = new LogFile();
        if (c) f.Open();
        else Files.OpenIt(f);
        f.Write("x");
        f.Close();

        ## a result looked at
        var f = new LogFile();
        if (f.TryOpen())
        {
            f.Write("x");
            f.Close();
        }

        ## a result, early return
        var f = new LogFile();
        if (!f.TryOpen()) return;
        f.Write("x");
        f.Close();

        ## a result held
        var f = new LogFile();
        var open = f.TryOpen();
        Prepare();
        if (open) f.Close();

        ## a result by an argument
        var f = new LogFile();
        if (Files.TryOpenIt(f)) f.Close();

        ## tests
        var f = new LogFile();
        if (c) f.Open();
        if (f.IsOpen) f.Write("x");
        if (!f.IsOpen) f.Open();
        f.Write("y");
        f.Close();

        ## a test by value
        var f = new LogFile();
        if (c) f.Open();
        if (f.State == FileState.Closed) f.Open();
        f.Close();

        ## a switch by value
        var f = new LogFile();
        if (c) f.Open();
        switch (f.State)
        {
            case FileState.Open: f.Close(); break;
            case FileState.Closed: break;
        }

        ## a member for every state
        var f = new LogFile();
        f.Reset();
        f.Open();
        f.Reset();

        ## by arguments
        var f = new LogFile();
        Files.OpenIt(f);
        Files.Append(f);
        Files.Show(f);
        f.Dump();
        Files.CloseIt(f);
        Files.Eat(f);

        ## from results
        var f = Files.Opened();
        f.Write("x");
        f.Close();
        var g = Files.Fresh();
        g.Open();
        g.Close();

        ## moved with its state
        var f = Files.Opened();
        var g = f;
        g.Write("x");
        g.Close();

        ## swapped with their states
        var f = new LogFile();
        var g = Files.Opened();
        (f, g) = (g, f);
        f.Close();
        g.Open();
        g.Close();

        ## awaited
        var f = new LogFile();
        await f.OpenAsync();
        f.Write("x");
        f.Close();

        ## a flag
        var f = new LogFile();
        var open = false;
        if (c)
        {
            f.Open();
            open = true;
        }
        Prepare();
        if (open) f.Close();

        ## a finally with a test
        var f = new LogFile();
        try
        {
            f.Open();
            f.Write("x");
        }
        finally
        {
            if (f.IsOpen) f.Close();
        }

        ## a finally around what comes after
        var f = new LogFile();
        f.Open();
        try { f.Write("x"); }
        finally { f.Close(); }

        ## four states
        var door = new Door();
        door.Unlock();
        door.Knock();
        door.Open();
        door.Knock();
        door.Close();
        if (c) door.Lock();
        Note(door.Moves);
        door.Remove();

        ## dropped in a final state
        var f = new LogFile();
        new LogFile();
        """);

    [Theory]
    [MemberData(nameof(Quiet))]
    public Task WrongState_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source + InPlaceTypes.Source);

    public static TheoryData<string, string> Ownership => Case.Bodies(
        """
        ## left in a state that is not final
        var {|STRAT1002:f|} = new LogFile();
        f.Open();

        ## left so on one path
        var {|STRAT1002:f|} = new LogFile();
        f.Open();
        if (c) return;
        f.Close();

        ## left so by a result
        var {|STRAT1002:f|} = new LogFile();
        if (f.TryOpen()) f.Write("x");

        ## left so by a result's state
        var {|STRAT1002:f|} = Files.Opened();
        f.Write("x");

        ## left not known
        var {|STRAT1002:f|} = Files.Some();
        Note(f.Name);

        ## left in an initial state that is not final
        var {|STRAT1002:door|} = new Door();

        ## a temporary in a state that is not final
        {|STRAT1004:Files.Opened()|};

        ## a new one whose initial state is not final
        {|STRAT1004:new Door()|};

        ## used after it was taken, whatever its state
        var f = new LogFile();
        Files.Eat(f);
        {|STRAT1001:f|}.Open();

        ## used after move, before its state is asked
        var f = new LogFile();
        var g = f;
        {|STRAT1001:f|}.Write("x");
        """);

    [Theory]
    [MemberData(nameof(Ownership))]
    public Task Ownership_Reports(string name, string source) => Case.Check(name, source + InPlaceTypes.Source);
}
