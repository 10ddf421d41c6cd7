using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Strat9.Soundness.Language;

internal enum MemberForm
{
    /// <summary><c>x.M()</c></summary>
    Member,

    /// <summary><c>x.M()</c>, an extension method.</summary>
    Extension,

    /// <summary><c>M(x)</c></summary>
    Argument,

    /// <summary><c>M(ref x)</c></summary>
    ByRef,
}

/// <summary>
/// An operation of a protocol: callable in some states (0: in all), going on in one (-1: in the same). A <see cref="IsTest">trying</see> one
/// returns <c>bool</c>.
/// </summary>
internal sealed record Member(string Name, MemberForm Form, int Requires, int Ensures = -1, bool IsTest = false, int OnTrue = -1, int OnFalse = -1, bool Consumes = false)
{
    public bool Accepts(int state) => Requires == 0 || (Requires & (1 << state)) != 0;

    public bool IsReceiver => Form is MemberForm.Member or MemberForm.Extension;
}

/// <summary>A random in-place protocol. One number, one protocol.</summary>
internal sealed class Protocol
{
    /// <summary>How many the programs of one batch share: each costs time to compile.</summary>
    public const int Shared = 12;

    private static readonly ConcurrentDictionary<int, Ty> Types = new();

    private Protocol(int number)
    {
        var random = new Random(number + 77);
        Name = "P" + number.ToString(CultureInfo.InvariantCulture);
        IsClass = random.Next(10) < 7;
        Count = random.Next(2, 5);
        Initial = random.Next(Count);
        Final = random.Next(10) switch
        {
            0 => 0,
            < 4 => 1 << Initial,
            _ => random.Next(1, (1 << Count) - 1),
        };
        HasState = random.Next(2) == 0;
        Tested = random.Next(1 << Count) | random.Next(1 << Count);
        Made = random.Next(Count);
        Members = [.. Draw(random)];
    }

    // What a container of linear values goes through: how many are inside, up to a few.
    private Protocol() => (Name, IsClass, Count, Final, Members) = ("Contents", true, 4, 1, []);

    public static Protocol Contents { get; } = new();

    public string Name { get; }

    public bool IsClass { get; }

    public int Count { get; }

    public int Initial { get; }

    /// <summary>The set of final states.</summary>
    public int Final { get; }

    /// <summary>Whether there is a <c>[Tests]</c> property of the enum.</summary>
    public bool HasState { get; }

    /// <summary>The states that have a <c>bool</c> property.</summary>
    public int Tested { get; }

    /// <summary>The state of what the second constructor makes.</summary>
    public int Made { get; }

    public ImmutableArray<Member> Members { get; }

    public bool HasNonFinal => Final != All;

    public int All => (1 << Count) - 1;

    public static Ty Type(int number) => Types.GetOrAdd(number, n => new Ty(new Protocol(n)));

    public bool IsFinal(int state) => (Final & (1 << state)) != 0;

    public static string StateName(int state) => "S" + state.ToString(CultureInfo.InvariantCulture);

    private IEnumerable<Member> Draw(Random random)
    {
        var number = 0;
        for (var state = 0; state < Count; state++)
        {
            yield return Step(1 << state, (state + 1) % Count);
        }

        for (var more = random.Next(1, Count + 1); more > 0; more--)
        {
            yield return Step(Some(), random.Next(Count));
        }

        for (var more = random.Next(1, 3); more > 0; more--)
        {
            yield return new Member($"Use{++number}", Form(false), Some());
        }

        if (random.Next(3) == 0)
        {
            yield return Step(0, random.Next(Count));
        }

        for (var more = random.Next(1, 4); more > 0; more--)
        {
            yield return new Member(
                $"Try{++number}", Form(true), random.Next(3) == 0 ? 0 : Some(), IsTest: true, OnTrue: random.Next(Count), OnFalse: random.Next(3) == 0 ? random.Next(Count) : -1);
        }

        for (var more = random.Next(0, 3); more > 0; more--)
        {
            yield return new Member($"End{++number}", random.Next(2) == 0 ? MemberForm.Member : MemberForm.Argument, Some(), Consumes: true);
        }

        Member Step(int from, int to) => new($"Step{++number}", Form(true), from, to);

        // Never every state: that would say nothing.
        int Some()
        {
            var one = 1 << random.Next(Count);
            var two = one | (1 << random.Next(Count));
            return two == All || random.Next(2) == 0 ? one : two;
        }

        // A struct that is passed by value comes back as it was.
        MemberForm Form(bool changes) => random.Next(10) switch
        {
            < 5 => MemberForm.Member,
            5 or 6 when IsClass => MemberForm.Extension,
            7 or 8 when IsClass || !changes => MemberForm.Argument,
            9 when changes => MemberForm.ByRef,
            _ => MemberForm.Member,
        };
    }

    /// <summary>The states of a set, as arguments of an attribute.</summary>
    public string Names(int set) =>
        string.Join(", ", Enumerable.Range(0, Count).Where(s => (set & (1 << s)) != 0).Select(One));

    public string One(int state) => $"{Name}State.{StateName(state)}";

    public string Attributes(Member member)
    {
        if (member is { Ensures: >= 0, Form: MemberForm.Member } && (member.Requires & (member.Requires - 1)) == 0 && member.Requires != 0)
        {
            return $"[Transition({Names(member.Requires)}, {One(member.Ensures)})] ";
        }

        var text = new StringBuilder();
        text.Append(member.Consumes ? "[Consumes] " : string.Empty);
        text.Append(member.Requires == 0 ? string.Empty : $"[Requires({Names(member.Requires)})] ");
        text.Append(member.Ensures < 0 ? string.Empty : $"[Ensures({One(member.Ensures)})] ");
        text.Append(member.OnTrue < 0 ? string.Empty : $"[Ensures({One(member.OnTrue)}, When = true)] ");
        text.Append(member.OnFalse < 0 ? string.Empty : $"[Ensures({One(member.OnFalse)}, When = false)] ");
        return text.ToString();
    }

    /// <summary>The attributes of a parameter.</summary>
    public string Attributes(StateContract contract) => Attributes(new Member(string.Empty, MemberForm.Argument, contract.Requires, contract.Ensures, false, contract.EnsuresOnTrue));
}
