namespace Strat9.Analyzers.Tests.Rules;

/// <summary>The type whose state is known only at run time: linear, made and left by moves, asked for one state after the other.</summary>
public class AnyStateTests
{
    private const string Door =
        """

        [Typestate(Any = true)]
        public readonly partial struct Door<TState> { public int Number { get; } }

        [State(Initial = true)] public readonly partial struct Locked;
        [State] public readonly partial struct Shut;
        [State] public readonly partial struct Ajar;

        public static partial class Door
        {
            [Transition] public static partial Door<Locked> Hang(int number);
            [Transition] public static partial Door<Shut> Unlock(this Door<Locked> door);
            [Transition] public static partial Door<Ajar> Open(this Door<Shut> door);
            [Transition] public static partial Door<Shut> Close(this Door<Ajar> door);
            [Transition] public static partial int Remove(this Door<Locked> door);
            [Transition] public static partial int Remove(this Door<Shut> door);
            [Transition] public static partial int Remove(this Door<Ajar> door);
        }

        public static class Hall
        {
            public static AnyDoor Take() => Door.Hang(1);
            public static void Keep(AnyDoor door) => door.Switch(l => Note(l.Remove()), s => Note(s.Remove()), a => Note(a.Remove()));
            public static void Look([Borrows] AnyDoor door) => Note(door.State.ToString());
        }
        """;

    public static TheoryData<string, string> Wrong => Case.Members(
        """
        ## forgotten
        void M()
        {
            AnyDoor {|STRAT1002:any|} = Door.Hang(1);
        }

        ## the state is known now, and forgotten
        void M()
        {
            AnyDoor {|STRAT1002:any|} = Door.Hang(1);
            if (any.State == AnyDoorState.Locked) Hall.Look(any);
        }

        ## converted twice
        void M(Door<Locked> door)
        {
            AnyDoor any = door;
            Hall.Keep(any);
            Hall.Keep({|STRAT1001:door|});
        }

        ## taken out twice
        void M(AnyDoor any)
        {
            if (any.TryAsShut(out var shut))
            {
                shut.Remove();
                Hall.Keep({|STRAT1001:any|});
            }
            else
            {
                Hall.Keep(any);
            }
        }

        ## not given
        void M(AnyDoor any)
        {
            any.TryAsShut(out var shut);
            {|STRAT1001:shut|}.Remove();
            Hall.Keep({|STRAT1001:any|});
        }

        ## not taken, and forgotten
        void M(AnyDoor {|STRAT1002:any|})
        {
            if (any.TryAsShut(out var shut)) shut.Remove();
        }

        ## one of the states is left over
        void M(AnyDoor {|STRAT1002:any|})
        {
            if (any.TryAsShut(out var shut)) shut.Remove();
            else if (any.TryAsLocked(out var locked)) locked.Remove();
        }

        ## what was taken out is forgotten
        void M(AnyDoor any)
        {
            if (any.TryAsShut(out var {|STRAT1002:shut|})) Note(shut.Number);
            else Hall.Keep(any);
        }

        ## after Match
        void M(AnyDoor any)
        {
            Note(any.Match(l => l.Remove(), s => s.Remove(), a => a.Remove()));
            Note({|STRAT1001:any|}.State.ToString());
        }

        ## a function that forgets
        void M(AnyDoor any) => Note(any.Match(l => l.Remove(), s => s.Remove(), {|STRAT1002:a|} => a.Number));

        ## a temporary
        void M() => Note({|STRAT1004:Hall.Take()|}.State.ToString());

        ## lent
        void M([Borrows] AnyDoor any)
        {
            if ({|STRAT1005:any|}.TryAsShut(out var shut)) shut.Remove();
        }

        ## a switch that misses a state
        int M([Borrows] AnyDoor any) => {|STRAT2005:any.State switch { AnyDoorState.Shut => 1, AnyDoorState.Ajar => 2 }|};

        ## a switch that misses a state that is left
        int M(AnyDoor any)
        {
            if (any.TryAsShut(out var shut)) return shut.Remove();
            var n = {|STRAT2005:any.State switch { AnyDoorState.Locked => 1 }|};
            Hall.Keep(any);
            return n;
        }

        ## forged
        void M() => Hall.Keep({|STRAT3005:default(AnyDoor)|});

        ## copied into an array
        AnyDoor[] M(AnyDoor any) => [{|STRAT3003:any|}];
        """);

    [Theory]
    [MemberData(nameof(Wrong))]
    public Task Wrong_Reports(string name, string source)
    {
        var id = source[(source.IndexOf("{|", StringComparison.Ordinal) + 2)..][.."STRATnnnn".Length];
        return Case.Reports(id, name, source + Door);
    }

    public static TheoryData<string, string> Right => Case.Members(
        """
        ## handed on
        void M(Door<Locked> door) => Hall.Keep(door);

        ## every state, one after the other
        int M(AnyDoor any)
        {
            if (any.TryAsShut(out var shut)) return shut.Remove();
            if (any.TryAsLocked(out var locked)) return locked.Remove();
            if (any.TryAsAjar(out var ajar)) return ajar.Remove();
            return 0;
        }

        ## else
        void M(AnyDoor any)
        {
            if (any.TryAsShut(out var shut)) Hall.Keep(shut.Open());
            else Hall.Keep(any);
        }

        ## by Match
        int M(AnyDoor any) => any.Match(l => l.Remove(), s => s.Remove(), a => a.Remove());

        ## through a state
        AnyDoor M(AnyDoor any, bool c)
        {
            if (c && any.TryAsShut(out var shut)) any = shut.Open();
            return any;
        }

        ## one variable for several states
        void M(bool c)
        {
            AnyDoor any = Door.Hang(1);
            if (c && any.TryAsLocked(out var locked)) any = locked.Unlock();
            var n = any.State switch { AnyDoorState.Locked => 1, AnyDoorState.Shut => 2 };
            Hall.Keep(any);
            Note(n);
        }

        ## looked at
        void M(AnyDoor any)
        {
            Hall.Look(any);
            Note((any.State == AnyDoorState.Ajar).ToString());
            Hall.Keep(any);
        }

        ## a switch over what is possible
        int M(AnyDoor any)
        {
            if (any.TryAsShut(out var shut)) return shut.Remove();
            var n = any.State switch { AnyDoorState.Locked => 1, AnyDoorState.Ajar => 2 };
            Hall.Keep(any);
            return n;
        }
        """);

    [Theory]
    [MemberData(nameof(Right))]
    public Task Right_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source + Door);

    [Fact]
    public Task Declaration_DoesNotTrigger() => Case.DoesNotTrigger("the declaration", Door);
}
