using System.Collections.Immutable;

namespace Strat9.Soundness.Language;

/// <summary>A type of the generated programs.</summary>
internal sealed class Ty
{
    public static readonly Ty Buf = new("Buf") { IsLinear = true, End = "End" };
    public static readonly Ty Tok = new("Tok") { End = "End" };
    public static readonly Ty Res = new("Res") { IsLinear = true, IsClass = true, End = "End" };
    public static readonly Ty Chip = new("Chip") { IsClass = true, End = "End" };
    public static readonly Ty Conn = new("Conn") { IsLinear = true, IsClass = true, End = "Dispose", IsDisposable = true };
    public static readonly Ty Pair = new("Pair") { IsLinear = true, Parts = [new("Left", Buf), new("Right", Buf)] };
    public static readonly Ty Twin = new("Twin") { Parts = [new("A", Tok), new("B", Tok)] };
    public static readonly Ty Crate = new("Crate") { IsLinear = true, End = "End", Parts = [new("Inside", Buf)] };
    public static readonly Ty Duo = new("Duo")
    {
        IsLinear = true, IsTuple = true, Parts = [new("Item1", Buf), new("Item2", Buf)],
    };

    public static readonly Ty Mixed = new("Mixed")
    {
        IsLinear = true, IsTuple = true, Parts = [new("Item1", Tok), new("Item2", Res)],
    };

    /// <summary>A union by its contract: it holds a <see cref="Buf"/>, which every way of matching moves out, or nothing that owes.</summary>
    public static readonly Ty Got = new("Got") { IsLinear = true, End = "End" };

    public static readonly Ty Stack = new("Stack", "OwnedStack", Buf) { Add = "Push", TryTake = "TryPop" };
    public static readonly Ty Queue = new("Queue", "OwnedQueue", Res) { Add = "Enqueue", TryTake = "TryDequeue" };

    public static readonly ImmutableArray<Ty> Containers = [Stack, Queue];

    public static readonly ImmutableArray<Ty> All = [Buf, Tok, Res, Chip, Conn, Pair, Twin, Crate, Duo, Mixed, Got];

    private readonly string? _text;

    private Ty(string name) => Name = name;

    /// <summary>A class or struct with an in-place protocol.</summary>
    public Ty(Protocol protocol)
        : this(protocol.Name) => (Protocol, IsClass, IsLinear) = (protocol, protocol.IsClass, protocol.HasNonFinal);

    private Ty(string name, string container, Ty item)
        : this(name) => (Item, _text, Protocol, IsClass, IsLinear, End) = (item, $"{container}<{item}>", Protocol.Contents, true, true, "Dispose");

    public string Name { get; }

    /// <summary>Of a container: what it holds.</summary>
    public Ty? Item { get; }

    public bool IsContainer => Item is not null;

    public string? Add { get; private init; }

    public string? TryTake { get; private init; }

    public bool IsLinear { get; private init; }

    public bool IsClass { get; private init; }

    public bool IsTuple { get; private init; }

    public bool IsDisposable { get; private init; }

    /// <summary>The member that consumes the value, if it has one.</summary>
    public string? End { get; private init; }

    public ImmutableArray<Part> Parts { get; private init; } = [];

    /// <summary>The states that a value goes through.</summary>
    public Protocol? Protocol { get; private init; }

    /// <summary>Whether the whole itself must be consumed, not just its parts.</summary>
    public bool OwesAsWhole => IsLinear && (Parts.IsEmpty || End is not null);

    /// <summary>How the type is written.</summary>
    public string Text => _text is not null ? _text : IsTuple ? $"({string.Join(", ", Parts.Select(p => p.Type.Text))})" : Name;

    public override string ToString() => Name;
}

/// <summary>A field, or an element of a tuple.</summary>
internal sealed record Part(string Name, Ty Type);
