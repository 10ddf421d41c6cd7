namespace Strat9.Analyzers.Tests.Rules;

/// <summary>Conditions of every form over the states of an object.</summary>
public class StateConditionTests
{
    public static TheoryData<string, string> Wrong => Case.Members(
        """
        ## without short circuit, wrong
        void M([Requires(FileState.Open, FileState.Closed)] LogFile f, bool c)
        {
            if (f.IsOpen | c) {|STRAT2002:f.Write("x")|};
        }

        ## a switch expression flag, wrong
        void M([Borrows] LogFile f)
        {
            var ok = f.State switch { FileState.Open => false, _ => true };
            if (ok) {|STRAT2002:f.Write("x")|};
        }

        ## a nullable flag, wrong
        void M([Borrows] LogFile f)
        {
            bool? open = f.IsOpen;
            if (open == false) {|STRAT2002:f.Write("x")|};
        }

        ## tuple switch over two states
        void M([Borrows] LogFile f, [Borrows] LogFile g)
        {
            switch (f.State, g.State)
            {
                case (FileState.Open, FileState.Open): f.Write("x"); g.Write("x"); break;
                case (FileState.Open, _): f.Write("x"); {|STRAT2002:g.Write("x")|}; break;
                case (_, FileState.Open): {|STRAT2002:f.Write("x")|}; g.Write("x"); break;
                default: break;
            }
        }

        ## tuple switch expression with another value
        int M([Borrows] LogFile f, bool c) => (f.IsOpen, c) switch
        {
            (true, true) => f.Lines,
            (true, false) => f.Lines + 1,
            (false, _) => {|STRAT2002:f.Lines|},
        };

        ## a needed property in a pattern, wrong
        void M([Requires(FileState.Closed)] LogFile f)
        {
            if (f is { {|~STRAT2002:Lines|}: > 3 }) Note("x");
        }

        ## a needed property before the test in a pattern
        void M([Borrows] LogFile f)
        {
            if (f is { {|~STRAT2003:Lines|}: > 3, IsOpen: true }) Note("x");
        }

        ## owned and moved by a pattern, forgotten
        void M()
        {
            if (Files.Some() is { IsOpen: true } {|STRAT1002:f|}) f.Write("x");
        }

        ## a ternary of different ones
        void M(bool c)
        {
            var f = c ? new LogFile() : Files.Opened();
            {|STRAT2002:f.Write("x")|};
            f.Reset();
        }
        """);

    [Theory]
    [MemberData(nameof(Wrong))]
    public Task Wrong_Reports(string name, string source) => Case.Check(name, source + InPlaceTypes.Source);

    public static TheoryData<string, string> Right => Case.Members(
        """
        ## assigned in a condition
        void M()
        {
            var f = new LogFile();
            bool ok;
            if (ok = f.TryOpen()) f.Close();
            Note(ok ? 1 : 2);
        }

        ## assigned in a loop condition
        void M()
        {
            var f = new LogFile();
            bool ok;
            while (!(ok = f.TryOpen())) Prepare();
            f.Close();
        }

        ## assigned in a loop condition and compared
        void M()
        {
            var f = new LogFile();
            bool ok;
            while ((ok = f.TryOpen()) == false) Prepare();
            f.Write("x");
            f.Close();
        }

        ## without short circuit
        void M([Borrows] LogFile f, [Borrows] LogFile g)
        {
            if (f.IsOpen & g.IsOpen) { f.Write("x"); g.Write("y"); }
            if (!f.IsOpen | !g.IsOpen) return;
            f.Write("x");
            g.Write("y");
        }

        ## xor with a constant
        void M([Borrows] LogFile f)
        {
            if (f.IsOpen ^ true) return;
            f.Write("x");
        }

        ## a compound flag
        void M([Borrows] LogFile f, bool c)
        {
            var ok = c;
            ok &= f.IsOpen;
            if (ok) f.Write("x");
        }

        ## a conditional flag
        void M([Borrows] LogFile f, bool c)
        {
            var ok = c ? f.IsOpen : false;
            if (ok) f.Write("x");
        }

        ## a switch expression flag
        void M([Borrows] LogFile f)
        {
            var ok = f.State switch { FileState.Open => true, _ => false };
            if (ok) f.Write("x");
        }

        ## a nullable flag
        void M([Borrows] LogFile? f)
        {
            var open = f?.IsOpen;
            if (open == true) f!.Write("x");
            if (open is true) f!.Write("y");
            if (open ?? false) f!.Write("z");
        }

        ## not a pattern with a name
        void M([Borrows] LogFile f)
        {
            if (f is not { IsOpen: true } g) return;
            g.Write("x");
        }

        ## a needed property in a pattern
        void M([Requires(FileState.Open)] LogFile f)
        {
            if (f is { Lines: > 3 }) Note("x");
            if (f is { Lines: 1 or 2, IsOpen: true }) Note("y");
        }

        ## a needed property after the test in a pattern
        void M([Borrows] LogFile f)
        {
            if (f is { IsOpen: true, Lines: > 3 }) Note("x");
        }

        ## owned and matched by a pattern
        void M(bool c)
        {
            var f = new LogFile();
            if (c) f.Open();
            if (f is { IsOpen: true }) f.Close();
        }

        ## owned and moved by a pattern
        void M()
        {
            if (Files.Some() is { IsOpen: true } f) f.Close();
        }

        ## an or pattern over states
        void M([Borrows] Door d)
        {
            if (d.Moves is 1 or 2) Note("x");
        }

        ## a ternary of new ones
        void M(bool c)
        {
            var f = c ? new LogFile() : Files.Fresh();
            f.Open();
            f.Close();
        }

        ## coalesced with a new one
        LogFile? Find() => throw new NotSupportedException();
        void M()
        {
            var f = Find() ?? new LogFile();
            f.Reset();
            f.Open();
            f.Close();
        }

        ## coalesced with a throw
        [return: Ensures(FileState.Open)] LogFile? Find() => throw new NotSupportedException();
        void M()
        {
            var f = Find() ?? throw new InvalidOperationException();
            f.Write("x");
            f.Close();
        }
        """);

    [Theory]
    [MemberData(nameof(Right))]
    public Task Right_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source + InPlaceTypes.Source);
}
