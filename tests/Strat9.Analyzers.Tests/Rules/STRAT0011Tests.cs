namespace Strat9.Analyzers.Tests.Rules;

/// <summary>Contract differs from the overridden, implemented or delegate's one.</summary>
public class STRAT0011Tests
{
    public static TheoryData<string, string> Differences => Case.Sources(
        """
        ## an override takes what its base borrows
        abstract class Base
        {
            public abstract void M([Borrows] Buf b);
        }

        sealed class C : Base
        {
            {|STRAT0011:public override void M(Buf b) => b.Free();|}
        }

        ## an implementation takes what its interface borrows
        interface I
        {
            void M([Borrows] Res r);
        }

        sealed class C : I
        {
            {|STRAT0011:public void M(Res r) => r.Close();|}
        }

        ## an explicit implementation takes what its interface borrows
        interface I
        {
            void M([Borrows] Res r);
        }

        sealed class C : I
        {
            {|STRAT0011:void I.M(Res r) => r.Close();|}
        }

        ## an override always takes what its base takes on a result
        abstract class Base
        {
            public abstract bool M([Consumes(When = true)] Buf b);
        }

        sealed class C : Base
        {
            {|STRAT0011:public override bool M(Buf b)
            {
                b.Free();
                return Ready();
            }|}
        }

        ## an override takes on the other result
        abstract class Base
        {
            public abstract bool M([Consumes(When = true)] Tok t);
        }

        sealed class C : Base
        {
            {|STRAT0011:public override bool M([Consumes(When = false)] Tok t) => !TrySend(t);|}
        }

        ## an override consumes its receiver where its base borrows
        [Linear]
        abstract class Base
        {
            public abstract void M();
            [Consumes] public void Close() { }
        }

        sealed class C : Base
        {
            {|STRAT0011:[Consumes] public override void M() { }|}
        }

        ## an implementation consumes its receiver where its linear interface borrows
        [Linear]
        interface I
        {
            void M();
            [Consumes] void Close();
        }

        sealed class C : I
        {
            {|STRAT0011:[Consumes] public void M() { }|}
            [Consumes] public void Close() { }
        }

        ## an override lends where its base gives
        [Linear]
        abstract class Base
        {
            protected Res Res = Res.Open("x");
            public abstract Res M();
            [Consumes] public void Close() => Res.Close();
        }

        sealed class C : Base
        {
            {|STRAT0011:[return: Borrows] public override Res M() => Res;|}
        }

        ## an override gives only sometimes where its base always gives
        abstract class Base
        {
            public abstract bool M(out Tok t);
        }

        sealed class C : Base
        {
            {|STRAT0011:public override bool M([Gives(When = true)] out Tok t) => TryMake(out t);|}
        }

        ## a method group that takes, as a delegate that lends
        class C
        {
            void M()
            {
                Looker look = {|STRAT0011:Take|};
            }
        }

        ## a method group that takes, as an argument
        class C
        {
            static void With(TokLooker look) { }
            void M() => With({|STRAT0011:Take|});
        }

        ## a delegate that takes, made of one that lends
        class C
        {
            static void Eat(Tok t) { }

            void M()
            {
                var look = {|STRAT0011:new TokLooker(Eat)|};
            }
        }

        ## a typestate asked for more
        enum Phase { [State(Initial = true, Final = true)] Off, [State] On }

        [Typestate(typeof(Phase))]
        sealed class Lamp
        {
            [Transition(Phase.Off, Phase.On)] public void Light() { }
            [Transition(Phase.On, Phase.Off)] public void Douse() { }
        }

        abstract class Base
        {
            public abstract void M([Requires(Phase.On, Phase.Off)] Lamp lamp);
        }

        sealed class C : Base
        {
            {|STRAT0011:public override void M([Requires(Phase.On)] Lamp lamp) { }|}
        }
        """);

    [Theory]
    [MemberData(nameof(Differences))]
    public Task Difference_Reports(string name, string source) => Case.Reports("STRAT0011", name, source);

    public static TheoryData<string, string> Quiet => Case.Sources(
        """
        ## the same contract
        abstract class Base
        {
            public abstract void A([Borrows] Buf b);
            public abstract void B(Buf b);
            public abstract bool D([Consumes(When = true)] Buf b);
            public abstract bool E([Gives(When = true)] out Buf b);
        }

        sealed class C : Base
        {
            public override void A([Borrows] Buf b) { }
            public override void B(Buf b) => b.Free();
            public override bool D([Consumes(When = true)] Buf b) => TrySend(b);
            public override bool E([Gives(When = true)] out Buf b) => TryMake(out b);
        }

        ## always given where it was sometimes
        abstract class Base
        {
            public abstract bool M([Gives(When = true)] out Buf b);
        }

        sealed class C : Base
        {
            public override bool M([Gives(When = true)] out Buf b)
            {
                b = Buf.Make();
                return true;
            }
        }

        ## a receiver lent where the base's is consumed
        [MoveOnly]
        abstract class Base
        {
            [Consumes] public abstract void M();
        }

        sealed class C : Base
        {
            public override void M() { }
        }

        ## Dispose may consume: IDisposable is not move-only
        [Linear]
        sealed class C : IDisposable
        {
            [Consumes] public void Dispose() { }
        }

        ## DisposeAsync may consume
        [Linear]
        sealed class C : IAsyncDisposable
        {
            [Consumes] public ValueTask DisposeAsync() => default;
        }

        ## an own interface that is not move-only
        interface IEnd { void End(); }

        [Linear]
        sealed class C : IEnd
        {
            [Consumes] public void End() { }
        }

        ## delegates of the same contract
        class C
        {
            static void See([Borrows] Buf b) { }

            void M()
            {
                Looker look = See;
                Taker take = Take;
                Action<Tok> drop = Take;
                Func<Buf> make = Buf.Make;
                TokLooker peek = LookValue;
                var own = Buf.Make();
                look(own);
                take(own);
                drop(Tok.Make());
                Take(make());
                peek(Tok.Make());
            }
        }

        ## a lambda takes its contract from the delegate
        class C
        {
            void M()
            {
                Looker look = b => Note(b.Length);
                Taker take = b => b.Free();
                take(Buf.Make());
            }
        }
        """);

    [Theory]
    [MemberData(nameof(Quiet))]
    public Task Difference_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source);
}
