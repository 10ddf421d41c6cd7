using Strat9.Soundness.Language;
using Strat9.Soundness.Oracle;

namespace Strat9.Soundness.Execution;

#pragma warning disable CA1032, CA1064 // Exceptions of the traced programs: made here only.

/// <summary>An exception of a traced program.</summary>
public class TracedException : Exception
{
    /// <summary>Whether an operation raised it, rather than a <c>throw</c>.</summary>
    public bool IsImplicit { get; init; }
}

public sealed class AException : TracedException;

public sealed class BException : TracedException;

public sealed class OtherException : TracedException;

/// <summary>Ends a run that goes on for too long, or that has ended its process.</summary>
public sealed class StoppedException : Exception;

public enum Sent
{
    Ok,
    Full,
}

/// <summary>
/// What a traced program runs on. It knows nothing of paths, scopes or regions, which the compiler and the runtime see to; it asks the
/// driver at every choice, follows each value from its making to its end, and notes what is done to places that hold none.
/// </summary>
public static class Run
{
    internal const int MaxSteps = 4000;

    private static readonly List<(int Call, Slot Slot, Val Value)> Pending = [];
    private static readonly List<Val> Values = [];
    private static IReadOnlyList<string> s_raised = [];
    private static Func<string, int, int> s_choose = (_, _) => 0;
    private static int s_steps;

    internal static HashSet<Fault> Faults { get; } = [];

    internal static bool HasStopped { get; private set; }

    internal static bool IsUnreachable { get; private set; }

    internal static bool HasUnknownResult { get; private set; }

    internal static void Begin(IReadOnlyList<string> raised, Func<string, int, int> choose)
    {
        Pending.Clear();
        Values.Clear();
        Faults.Clear();
        (s_raised, s_choose, s_steps) = (raised, choose, 0);
        HasStopped = IsUnreachable = HasUnknownResult = false;
    }

    internal static bool Leaks() => Values.Any(v => v.IsLive);

    internal static void Note(Fault fault)
    {
        if (!HasStopped)
        {
            Faults.Add(fault);
        }
    }

    internal static Val Make(Ty type)
    {
        var value = new Val(type);
        Values.Add(value);
        value.Parts = [.. type.Parts.Select(p => Make(p.Type))];
        return value;
    }

    internal static Ty TypeOf(string name) => Ty.All.First(t => t.Name == name);

    public static int Choose(string label, int count)
    {
        Step();
        return HasStopped ? 0 : s_choose(label, count);
    }

    internal static void Step()
    {
        if (++s_steps > MaxSteps)
        {
            HasStopped = true;
            throw new StoppedException();
        }
    }

    public static bool Bool(string name) => Choose(name, 2) == 1;

    public static bool Ready()
    {
        MayThrow("Ready");
        return Choose("Ready", 2) == 1;
    }

    public static bool UnknownResult(bool result)
    {
        HasUnknownResult = true;
        return result;
    }

    public static void MayThrow(string label)
    {
        var choice = Choose("throw:" + label, 1 + s_raised.Count);
        if (choice > 0)
        {
            Unwind();
            throw Exception(s_raised[choice - 1], isImplicit: true);
        }
    }

    internal static TracedException Exception(string type, bool isImplicit) => type switch
    {
        "AException" => new AException { IsImplicit = isImplicit },
        "BException" => new BException { IsImplicit = isImplicit },
        _ => new OtherException { IsImplicit = isImplicit },
    };

    /// <summary>An exception leaves the statement: arguments of calls that have not started are still owned.</summary>
    internal static void Unwind()
    {
        foreach (var (_, slot, value) in Pending)
        {
            slot.Restore(value);
        }

        Pending.Clear();
        foreach (var value in Values)
        {
            if (!value.IsPlaced)
            {
                value.Kill();
            }
        }
    }

    internal static void Pend(int call, Slot slot, Val value)
    {
        if (call > 0)
        {
            Pending.Add((call, slot, value));
        }
    }

    internal static void Commit(int call) => Pending.RemoveAll(p => p.Call == call);

    /// <summary>The exception of a <c>throw</c>, whose constructor may throw as well.</summary>
    public static Exception Raise<T>()
        where T : Exception, new()
    {
        MayThrow("NewException");
        return Explicit(new T());
    }

    public static Exception Explicit(Exception exception)
    {
        IsUnreachable |= exception is System.Diagnostics.UnreachableException;
        Unwind();
        return exception;
    }

    public static Exception NoArm() => Explicit(new System.Diagnostics.UnreachableException());

    public static Exception Again(Exception caught) => caught is TracedException traced
        ? Explicit(Exception(traced.GetType().Name, isImplicit: false))
        : caught;

    public static void Fail() => throw Explicit(Exception(s_raised[Choose("throw:Fail", s_raised.Count)], isImplicit: false));

    public static void ExitProcess()
    {
        MayThrow("Exit");
        HasStopped = true;
        throw new StoppedException();
    }

    public static Val New(string type)
    {
        MayThrow("New");
        return Make(TypeOf(type));
    }

    public static Task<Val> NewAsync(string type)
    {
        MayThrow("New");
        return Later(() => Make(TypeOf(type)));
    }

    private static async Task<Val> Later(Func<Val> value)
    {
        await Task.CompletedTask;
        MayThrow("await");
        return value();
    }

    private static async Task Later()
    {
        await Task.CompletedTask;
        MayThrow("await");
    }

    public static Val? Maybe(string type)
    {
        MayThrow("Maybe");
        return Choose("some", 2) == 1 ? Make(TypeOf(type)) : null;
    }

    public static Slot Declare(string name, string type, Val? value)
    {
        var slot = new Slot(name, TypeOf(type));
        slot.Fill(value);
        return slot;
    }

    public static Slot Alias(string name, string type, Slot source)
    {
        if (source.Holds == State.Borrowed)
        {
            var alias = new Slot(name, TypeOf(type));
            alias.Lend();
            return alias;
        }

        return Declare(name, type, source.Move(0));
    }

    public static Slot Using(string name, string type, Val? value)
    {
        var slot = new Slot(name, TypeOf(type), isUsing: true);
        slot.Fill(value);
        return slot;
    }

    public static Many Many(string name, string type)
    {
        MayThrow("Many");
        return new Many(name, TypeOf(type));
    }

    public static Val Pass(int call, string type, Val? value)
    {
        Commit(call);
        value?.Kill();
        MayThrow("Pass");
        return Make(TypeOf(type));
    }

    public static Task<Val> PassAsync(int call, string type, Val? value)
    {
        Commit(call);
        value?.Kill();
        MayThrow("Pass");
        return Later(() => Make(TypeOf(type)));
    }

    public static Val Compose(int call, string type, params Val[] parts)
    {
        Commit(call);
        var whole = Together(type, parts);
        MayThrow("Compose");
        return whole;
    }

    public static Val Together(string type, params Val[] parts)
    {
        var whole = new Val(TypeOf(type)) { Parts = parts };
        Values.Add(whole);
        return whole;
    }

    public static void Take(int call, string label, params Val?[] values)
    {
        Commit(call);
        foreach (var value in values)
        {
            value?.Kill();
        }

        MayThrow(label);
    }

    public static Task TakeAsync(int call, Val? value)
    {
        Take(call, "TakeAsync", value);
        return Later();
    }

    public static void Absorb(int call, Slot receiver, Val? value)
    {
        Commit(call);
        value?.Kill();
        receiver.UseReceiver();
        MayThrow("Absorb");
    }

    internal static Task LookLater() => Later();

    public static void Lambda(Action action)
    {
        action();
        MayThrow("Lambda");
    }

    public static void Drop(Val? value) => value?.Place();

    public static void Swap(Slot a, Slot b)
    {
        var (y, x) = (b.Move(0), a.Move(0));
        a.Fill(y);
        b.Fill(x);
    }

    public static bool TryMake(string name, string type, out Slot slot)
    {
        slot = new Slot(name, TypeOf(type));
        return slot.TryMake();
    }
}

/// <summary>A value of a traced program.</summary>
public sealed class Val
{
    internal Val(Ty type)
    {
        Type = type;
        IsLive = type.OwesAsWhole;
    }

    internal Ty Type { get; }

    internal Val[] Parts { get; set; } = [];

    /// <summary>Whether it must still be consumed.</summary>
    internal bool IsLive { get; private set; }

    /// <summary>Whether some place holds it, or lost it.</summary>
    internal bool IsPlaced { get; private set; }

    /// <summary>Stands for a value that was not there.</summary>
    internal bool IsSpent { get; private init; }

    internal static Val Spent(Ty type) => new(type) { IsLive = false, IsSpent = true, Parts = [.. type.Parts.Select(p => Spent(p.Type))] };

    /// <summary>The whole is taken apart: from here on its elements are values of their own.</summary>
    public Val Element(int index)
    {
        IsPlaced = true;
        return Parts[index];
    }

    internal void Kill()
    {
        IsLive = false;
        foreach (var part in Parts)
        {
            part.Kill();
        }
    }

    internal void Place(bool isPlaced = true)
    {
        IsPlaced = isPlaced;
        foreach (var part in Parts)
        {
            part.Place(isPlaced);
        }
    }
}

/// <summary>The values of a <c>foreach</c>.</summary>
public sealed class Many : IDisposable
{
    private readonly string _name;
    private readonly Ty _type;

    internal Many(string name, Ty type) => (_name, _type) = (name, type);

    public Slot Current
    {
        get
        {
            Run.MayThrow("Current");
            return Run.Declare(_name, _type.Name, Run.Make(_type));
        }
    }

    public Many GetEnumerator()
    {
        Run.MayThrow("GetEnumerator");
        return this;
    }

    public bool MoveNext()
    {
        Run.MayThrow("MoveNext");
        return Run.Choose("next", 2) == 1;
    }

    public void Dispose() => Run.MayThrow("DisposeEnumerator");
}

/// <summary>A variable of type <c>bool</c>.</summary>
public sealed class Flag
{
    private readonly string _name;
    private bool? _value;

    private Flag(string name, bool? value) => (_name, _value) = (name, value);

    public static Flag Of(string name, bool value) => new(name, value);

    public static Flag Unknown(string name) => new(name, null);

    public void Set(bool value) => _value = value;

    public bool Test()
    {
        Run.Step();
        return _value ?? Run.Choose(_name, 2) == 1;
    }
}
