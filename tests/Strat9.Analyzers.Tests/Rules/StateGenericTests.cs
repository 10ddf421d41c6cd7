namespace Strat9.Analyzers.Tests.Rules;

/// <summary>Code for several states: what a parameter is required to be holds of its other names.</summary>
public class StateGenericTests
{
    private const string Door =
        """

        [Typestate]
        public readonly partial struct Door<TState>
        {
            public int Number { get; }
            [Requires(typeof(Shut), typeof(Ajar))] public int Knock() => Number;
        }

        [State(Initial = true)] public readonly partial struct Locked;
        [State] public readonly partial struct Shut;
        [State] public readonly partial struct Ajar;

        public static partial class Door
        {
            [Transition] public static partial Door<Locked> Hang(int number);
            [Transition] public static partial Door<Shut> Unlock(this Door<Locked> door);
            [Transition] public static partial Door<Ajar> Open(this Door<Shut> door);
            [Transition] public static partial int Remove(this Door<Locked> door);
            [Transition] public static partial int Remove(this Door<Shut> door);
            [Transition] public static partial int Remove(this Door<Ajar> door);
        }
        """;

    public static TheoryData<string, string> Wrong => Case.Members(
        """
        ## nothing is said
        int M<TState>(in Door<TState> door) where TState : struct, IDoorState => {|~STRAT2001:door.Knock()|};

        ## too little is said
        int M<TState>([Requires(typeof(Locked), typeof(Shut))] in Door<TState> door) where TState : struct, IDoorState
        {
            ref readonly var other = ref door;
            return {|~STRAT2001:other.Knock()|};
        }

        ## a name of what is said nothing of
        int M<TState>(in Door<TState> door) where TState : struct, IDoorState
        {
            var copy = 1;
            ref readonly var other = ref door;
            return {|~STRAT2001:other.Knock()|} + copy;
        }

        ## said of another state
        int M<TState, TOther>([Requires(typeof(Shut))] in Door<TState> door, in Door<TOther> other)
            where TState : struct, IDoorState where TOther : struct, IDoorState => door.Knock() + {|~STRAT2001:other.Knock()|};
        """);

    [Theory]
    [MemberData(nameof(Wrong))]
    public Task Wrong_Reports(string name, string source) => Case.Reports("STRAT2001", name, source + Door);

    public static TheoryData<string, string> Right => Case.Members(
        """
        ## the parameter
        int M<TState>([Requires(typeof(Shut))] in Door<TState> door) where TState : struct, IDoorState => door.Knock();

        ## another name of it
        int M<TState>([Requires(typeof(Shut))] in Door<TState> door) where TState : struct, IDoorState
        {
            ref readonly var other = ref door;
            return other.Knock();
        }

        ## moved
        Door<TState> M<TState>([Requires(typeof(Shut), typeof(Ajar))] Door<TState> door) where TState : struct, IDoorState
        {
            var other = door;
            Note(other.Knock().ToString());
            return other;
        }
        """);

    [Theory]
    [MemberData(nameof(Right))]
    public Task Right_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source + Door);
}
