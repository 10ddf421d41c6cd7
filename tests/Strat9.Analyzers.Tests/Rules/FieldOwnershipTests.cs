using Strat9.Verify;

namespace Strat9.Analyzers.Tests.Rules;

/// <summary>STRAT3008: what counts as a field, and where the report is.</summary>
public class FieldOwnershipTests
{
    public static TheoryData<string, string> Held => Case.Sources(
        """
        ## a slot and a container in an ordinary class
        sealed class Device
        {
            private readonly Slot<Buf> _slot = new Slot<Buf>();
            private OwnedDictionary<string, Chip>? Chips { get; set; }
        }

        ## a static field is another rule's
        sealed class Device
        {
            [Borrows] private static Chip? s_chip;
            public static Chip? Chip => s_chip;
        }

        ## a captured parameter that is lent
        sealed class View([Borrows] Res r)
        {
            public void Use() => r.Use();
        }

        ## a ref field
        ref struct Cursor
        {
            private ref Buf _buf;
        }

        ## a trusted type
        [Trusted("It is the storage of others.")]
        sealed class Storage
        {
            public Chip? Chip;
            public Chip Make() => default!;
        }
        """);

    [Theory]
    [MemberData(nameof(Held))]
    public Task Held_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source);

    [Fact]
    public async Task Report_NamesTheStrictestField()
    {
        var found = await Verifier.Diagnostics(
            """
            [MoveOnly]
            public sealed class {|STRAT3008:Owner|}<[AllowsMoveOnly] T>
            {
                private int _count;
                private Chip? _chip;
                private T? _value;
            }
            """,
            "[MoveOnly] public sealed class Chip { }");
        var report = Assert.Single(found);
        Assert.Contains("'Owner' holds '_value' of the linear type 'T", report.GetMessage(null), StringComparison.Ordinal);
        Assert.Contains("[Linear]", report.GetMessage(null), StringComparison.Ordinal);
        Assert.Single(report.AdditionalLocations);
    }

    [Fact]
    public async Task GeneratedUnion_DoesNotTrigger() => await Verifier.Diagnostics(
        """
        [Linear] public struct Key { }

        [TaggedUnion]
        public readonly partial struct Found
        {
            public static partial Found Yes(Key key);
            public static partial Found No(int code);
        }
        """);
}
