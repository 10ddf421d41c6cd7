namespace Strat9.Analyzers.Tests.Rules;

/// <summary>Type with a move-only field is not move-only, or one with a linear field is not linear.</summary>
public class STRAT3008Tests
{
    public static TheoryData<string, string> Types => Case.Sources(
        """
        ## a class with a move-only struct
        {|STRAT3008:sealed class Owner(int id)
        {
            public Tok Token = new Tok(id);
        }|}

        ## a class with a move-only class
        {|STRAT3008:sealed class Owner
        {
            private readonly Chip _chip = Chip.Make();
            public int Id => _chip.Id;
        }|}

        ## a struct
        {|STRAT3008:struct Owner(Tok t)
        {
            public Tok Token = t;
        }|}

        ## a record
        {|STRAT3008:sealed record Owner(Chip Chip);|}

        ## a record struct
        {|STRAT3008:record struct Owner(Tok Token);|}

        ## an auto-property
        {|STRAT3008:sealed class Owner
        {
            public Chip Chip { get; set; } = Chip.Make();
        }|}

        ## a captured parameter of a primary constructor
        {|STRAT3008:sealed class Owner(Chip chip)
        {
            public int Id => chip.Id;
        }|}

        ## a nullable
        {|STRAT3008:sealed class Owner
        {
            public Tok? Token;
        }|}

        ## a nullable class
        {|STRAT3008:sealed class Owner
        {
            public Chip? Chip;
        }|}

        ## a tuple
        {|STRAT3008:sealed class Owner(Tok t)
        {
            public (Tok, int) Pair = (t, 1);
        }|}

        ## a move-only type with a linear struct
        {|STRAT3008:[MoveOnly]
        sealed class Owner(Buf b)
        {
            public Buf Buf = b;
        }|}

        ## a move-only struct with a linear class
        {|STRAT3008:[MoveOnly]
        struct Owner(Res r)
        {
            public Res Res = r;
        }|}

        ## a field of a linear interface
        {|STRAT3008:sealed class Owner(IJob job)
        {
            public IJob Job = job;
        }|}

        ## a field of a type parameter that admits it
        {|STRAT3008:sealed class Owner<[AllowsMoveOnly] T>(T value)
        {
            public T Value = value;
        }|}

        ## a nested class
        static class Outer
        {
            {|STRAT3008:sealed class Owner(Tok t)
            {
                public Tok Token = t;
            }|}
        }

        ## a derived class that adds it
        class Base { }

        {|STRAT3008:sealed class Owner(Tok t) : Base
        {
            public Tok Token = t;
        }|}
        """);

    [Theory]
    [MemberData(nameof(Types))]
    public Task Type_Reports(string name, string source) => Case.Reports("STRAT3008", name, source);

    public static TheoryData<string, string> Quiet => Case.Sources(
        """
        ## move-only with move-only
        [MoveOnly]
        sealed class Owner(Tok t)
        {
            public Tok Token = t;
            public Chip? Chip;
            public (Tok, int)? Pair;
        }

        ## linear with linear and with move-only
        [Linear]
        struct Owner(Buf b, Tok t)
        {
            public Buf Buf = b;
            public Tok Token = t;
        }

        ## inherited from the base class
        [MoveOnly]
        abstract class Base { }

        sealed class Owner(Tok t) : Base
        {
            public Tok Token = t;
        }

        ## inherited from an interface
        [Linear]
        interface IOwner { }

        sealed class Owner(Buf b) : IOwner
        {
            public Buf Buf = b;
        }

        ## borrowed fields
        sealed class View([Borrows] Res r, [Borrows] Chip k)
        {
            [Borrows] private readonly Res _r = r;
            [Borrows] public Chip Chip { get; } = k;
            public void Use() => _r.Use();
        }

        ## a parameter of a primary constructor that is not captured
        sealed class Reader(Tok t)
        {
            private readonly int _id = t.Id;
            public int Id => _id;
        }

        ## members that only hand through
        sealed class Factory
        {
            public Tok Make() => Tok.Make();
            public void Drop(Tok t) { }
            public int Id(in Tok t) => t.Id;
        }

        ## a linear type with a type parameter that admits it
        [Linear]
        sealed class Owner<[AllowsMoveOnly] T>(T value)
        {
            private T _value = value;
            [Consumes] public T Take() => _value;
        }

        ## a type parameter that does not admit it
        sealed class Owner<T>(T value)
        {
            public T Value => value;
        }

        ## other fields
        sealed class Owner
        {
            public int Id;
            public string? Name;
            public List<int> List = [];
        }

        ## an interface has no fields
        interface IFactory
        {
            Tok Make();
            Chip Chip { get; }
        }
        """);

    [Theory]
    [MemberData(nameof(Quiet))]
    public Task Type_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source);
}
