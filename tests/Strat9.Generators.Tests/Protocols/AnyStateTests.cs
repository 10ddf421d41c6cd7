namespace Strat9.Generators.Tests.Protocols;

/// <summary>The type beside a carrier whose state is known only at run time.</summary>
public class AnyStateTests
{
    private const string Door =
        """
        using Strat9;

        namespace Building;

        /// <summary>A door.</summary>
        [Typestate(Any = true)]
        public readonly partial struct Door<TState>
        {
            private readonly string _name;
            /// <summary>Its number.</summary>
            public int Number { get; }
        }

        /// <summary>Locked.</summary>
        [State(Initial = true)] public readonly partial struct Locked;
        /// <summary>Shut.</summary>
        [State] public readonly partial struct Shut;
        /// <summary>Gone.</summary>
        [State(Final = true)] public readonly partial struct Gone;

        /// <summary>The transitions.</summary>
        public static partial class Door
        {
            [Transition] internal static partial Door<Locked> Hang(string name, int number);
            [Transition] internal static partial Door<Shut> Unlock(this Door<Locked> door);
            [Transition] internal static partial Door<Gone> Remove(this Door<Shut> door);
        }

        internal static class Use
        {
            private static string Go()
            {
                AnyDoor any = Door.Hang("front", 7);
                var told = any.State.ToString();
                if (any.TryAsShut(out var wrong))
                {
                    return "shut? " + wrong.Number;
                }

                if (any.TryAsLocked(out var locked))
                {
                    AnyDoor again = locked.Unlock();
                    told += again.Match(l => "locked", s => " shut " + s.Number + s.StateName, g => "gone");
                }

                AnyDoor last = Door.Hang("back", 8).Unlock().Remove();
                last.Switch(l => { }, s => { }, g => told += " gone " + g.Number);
                try
                {
                    default(AnyDoor).Match(l => 1, s => 2, g => 3);
                }
                catch (System.InvalidOperationException e)
                {
                    told += " " + e.Message;
                }

                return told;
            }
        }
        """;

    /// <summary>Other type parameters with constraints, a marker less visible than the carrier, one nested, one named as a keyword.</summary>
    private const string Session =
        """
        using System;
        using Strat9;

        public static partial class Outer
        {
            [Typestate(Any = true)]
            public partial struct Session<T, [State] TState, U> where T : class, IDisposable where U : unmanaged
            {
                public T Owner;
                internal U Id;
            }

            [State(Initial = true)] public partial struct @new { }
            [State] internal partial struct Hidden { }
        }

        public static partial class SessionTransitions
        {
            [Transition]
            internal static partial Outer.Session<T, Outer.@new, U> Begin<T, U>(T owner, U id) where T : class, IDisposable where U : unmanaged;
            [Transition]
            internal static partial Outer.Session<T, Outer.Hidden, U> Hide<T, U>(this Outer.Session<T, Outer.@new, U> session) where T : class, IDisposable where U : unmanaged;
            [Transition]
            internal static partial T End<T, U>(this Outer.Session<T, Outer.Hidden, U> session) where T : class, IDisposable where U : unmanaged;
        }

        internal static class Use
        {
            private static string Go()
            {
                var hidden = SessionTransitions.Begin(new System.IO.StringReader("x"), 4).Hide();
                var any = Outer.AnySession<System.IO.StringReader, int>.From(hidden);
                return any.State + " " + any.Match(n => 0, h => h.Id);
            }
        }
        """;

    [Fact]
    public void Output_CompilesWithoutWarnings()
    {
        Generated.From(Door).IsClean();
        Generated.From(Session).IsClean("CS1591", "CS8981");
    }

    [Fact]
    public void Output_Runs()
    {
        Assert.Equal(
            "Locked shut 7Shut gone 8 There is no Door: this is the default value.",
            Generated.From(Door).Run("Building.Use", "Go"));
        Assert.Equal("Hidden 4", Generated.From(Session).Run("Use", "Go"));
    }

    [Fact]
    public void WithoutTheFlag_NothingIsAdded() =>
        Assert.DoesNotContain(
            "AnyDoor",
            Generated.From(Door[..Door.IndexOf("internal static class Use", StringComparison.Ordinal)]
                .Replace("(Any = true)", "", StringComparison.Ordinal)).File,
            StringComparison.Ordinal);

    [Fact]
    public void Output_IsAsInTheSnapshot()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Protocols", "AnyDoor.txt");
        var expected = System.IO.File.ReadAllText(path).ReplaceLineEndings("\n");

        var file = Generated.From(Door).File;
        var start = file.IndexOf("    /// <summary>The states of <c>AnyDoor</c>", StringComparison.Ordinal);
        var actual = file[start..file.IndexOf("\n}\n", start, StringComparison.Ordinal)];

        System.IO.File.WriteAllText(Path.ChangeExtension(path, ".actual.txt"), actual);
        Assert.Equal(expected, actual);
    }
}
