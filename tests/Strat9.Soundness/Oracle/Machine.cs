using Strat9.Soundness.Language;

namespace Strat9.Soundness.Oracle;

internal enum PathMode
{
    Explicit,
    All,
    None,
}

internal enum Fault
{
    UseAfterMove,
    Leak,
    Overwritten,
    Discarded,
    ThroughBorrow,
    LeftMoved,
    Forged,
    WrongState,
    WrongArgument,
    Unmet,
    MovedWhileBorrowed,
}

/// <summary>A fault at an instruction.</summary>
internal readonly record struct Violation(Fault Fault, string Name, int Pc)
{
    public string Rule => Fault switch
    {
        Fault.UseAfterMove => "STRAT1001",
        Fault.Leak => "STRAT1002",
        Fault.Overwritten => "STRAT1003",
        Fault.Discarded => "STRAT1004",
        Fault.ThroughBorrow => "STRAT1005",
        Fault.LeftMoved => "STRAT1006",
        Fault.WrongState => "STRAT2002",
        Fault.WrongArgument => "STRAT2006",
        Fault.Unmet => "STRAT2004",
        Fault.MovedWhileBorrowed => "STRAT4001",
        _ => "STRAT3005",
    };
}

internal enum FrameKind
{
    /// <summary>A <c>finally</c> body that goes on to a target.</summary>
    Jump,

    /// <summary>A <c>finally</c> body that hands on an exception, whose handler is decided.</summary>
    Unwind,

    /// <summary>A filter that is being asked.</summary>
    Filter,
}

internal sealed record Raised(int Type, bool IsExplicit);

/// <summary>What runs inside what: a <c>finally</c> body or a filter, and what happens after it.</summary>
internal sealed record Frame(
    FrameKind Kind, TryInfo Try, int Handler, Raised? Raised, int Target, TryInfo? Catcher, Region? Origin, Scope? OriginScope, Frame? Outer);

/// <summary>A point of a path: where it is, and what each place holds.</summary>
internal sealed class Config(int pc, byte[] state, Frame? frames)
{
    public int Pc = pc;

    public byte[] State = state;

    public Frame? Frames = frames;

    public Config Fork() => new(Pc, (byte[])State.Clone(), Frames);

    public sealed class Comparer : IEqualityComparer<Config>
    {
        public bool Equals(Config? x, Config? y) =>
            x!.Pc == y!.Pc && x.State.AsSpan().SequenceEqual(y.State) && Equals(x.Frames, y.Frames);

        public int GetHashCode(Config c)
        {
            var hash = default(HashCode);
            hash.Add(c.Pc);
            hash.AddBytes(c.State);
            for (var f = c.Frames; f is not null; f = f.Outer)
            {
                hash.Add(f.Target);
                hash.Add(f.Kind);
            }

            return hash.ToHashCode();
        }
    }
}

/// <summary>
/// Runs the instructions of a method. Between two choices a path is determined; what is chosen at each (a condition, the result of a
/// call, whether an operation throws and what) is up to the caller, so that the same machine explores every path and walks a given one.
/// </summary>
/// <remarks>
/// Exceptions are raised in two passes, as the runtime does: filters are asked first, from inside out, and only when a handler is found
/// do <c>finally</c> bodies run.
/// </remarks>
internal sealed partial class Machine(Code code, PathMode mode, bool asksEverywhere = false)
{
    public const string Unreachable = "UnreachableException";

    private const int NoHandler = -2;
    private const int UnreachableType = -1;

    /// <summary>Called with each fault, as it happens.</summary>
    public Action<Violation> Report { get; set; } = _ => { };

    /// <summary>Whether the path left scopes for good by an exception that an operation raised, perhaps for a <c>finally</c> that throws.</summary>
    public bool EndedImplicitly { get; private set; }

    public Config Start()
    {
        var state = new byte[code.Size];
        foreach (var cell in code.Parameters)
        {
            var holds = cell.Variable!.Role switch
            {
                Role.Borrow => State.Borrowed,
                Role.GivenWhenTrue => State.Dead,
                _ => State.Owned,
            };
            Array.Fill(state, holds, cell.At, cell.Width);
        }

        state[code.Result] = State.Unknown;
        return new Config(0, state, null);
    }

    /// <summary>
    /// Goes on to the next choice and returns how many there are: 0 at the end. Without a label: a point worth remembering, no choice.
    /// </summary>
    public int Advance(Config c, out string label)
    {
        while (c.Pc >= 0)
        {
            var i = code.Instructions[c.Pc];
            switch (i.Op)
            {
                case Op.Head:
                    label = string.Empty;
                    return 1;
                case Op.MayThrow when mode != PathMode.None && (i.IsGuarded || mode == PathMode.All || asksEverywhere):
                    label = "throw:" + i.Label;
                    return 1 + code.Raised.Count;
                case Op.Branch:
                    label = i.Label;
                    return 2;
                case Op.Pick:
                    label = i.Label;
                    return i.Targets.Length;
                case Op.Fail when mode == PathMode.None:
                    c.Pc = -1;
                    break;
                case Op.Fail:
                    label = "throw:" + i.Label;
                    return code.Raised.Count;
                case Op.AnyState:
                    label = "state:" + i.Label;
                    return i.Targets.Length;
                case Op.Pop when c.State[i.Cell!.StateAt] == State.First + 3:
                    label = "more";
                    return 2;
                case Op.TestState when !Holds(c.State, i):
                    label = i.Label;
                    return 2;
                case Op.TestFlag when c.State[i.Cell!.At] == State.Unknown:
                    label = i.Label;
                    return 2;
                case Op.TestNull when c.State[Index(i)] is State.Moved or State.Spent or State.Dead:
                    label = i.Label;
                    return 2;
                default:
                    Run(c, i);
                    break;
            }
        }

        label = string.Empty;
        return 0;
    }

    /// <summary>Takes one of the choices that <see cref="Advance"/> has found.</summary>
    public void Choose(Config c, int choice)
    {
        var i = code.Instructions[c.Pc];
        switch (i.Op)
        {
            case Op.MayThrow when choice > 0:
                Raise(c, i, new Raised(choice - 1, false));
                break;
            case Op.Fail:
                Raise(c, i, new Raised(choice, true));
                break;
            case Op.Pick:
                Go(c, i.Region, i.Scope, i.Targets[choice], true);
                break;
            case Op.Pop:
                SetState(c.State, i, 2 + choice);
                c.Pc++;
                break;
            case Op.AnyState:
                SetState(c.State, i, i.Targets[choice]);
                c.Pc++;
                break;
            case Op.Branch or Op.TestFlag or Op.TestNull or Op.TestState when choice == 1:
                Go(c, i.Region, i.Scope, i.Target, true);
                break;
            default:
                c.Pc++;
                break;
        }
    }

    private static bool Holds(byte[] s, Instr i) => s[i.Cell!.At] is State.Owned or State.Borrowed;

    private static void SetState(byte[] s, Instr i, int state)
    {
        if (Holds(s, i))
        {
            s[i.Cell!.StateAt] = (byte)(State.First + state);
        }
    }

    private static int Index(Instr i) => i.Cell!.At + 1 + i.Part;

    private void Violate(Fault fault, string name, int pc) => Report(new Violation(fault, name, pc));

    private void Run(Config c, Instr i)
    {
        var s = c.State;
        switch (i.Op)
        {
            case Op.Use:
                CheckUse(c, i);
                break;
            case Op.UseTag:
                if (s[Index(i)] is State.Moved or State.NotGiven)
                {
                    Violate(Fault.UseAfterMove, i.Name, c.Pc);
                    s[Index(i)] = State.Spent;
                }

                break;
            case Op.NotNull when s[Index(i)] == State.Null && mode == PathMode.None:
                c.Pc = -1;
                return;
            case Op.NotNull when s[Index(i)] == State.Null:
                Raise(c, i, new Raised(0, false));
                return;
            case Op.Move:
                Move(c, i, i.Temp);
                break;
            case Op.Consume:
                Move(c, i, null);
                break;
            case Op.Alias:
                if (s[i.Temp!.At] == State.Borrowed && !i.Cell!.Owes(s))
                {
                    s[i.Cell.At] = State.Borrowed;
                    Go(c, i.Region, i.Scope, i.Target, true);
                    return;
                }

                break;
            case Op.Fresh:
                Array.Fill(s, State.Owned, i.Temp!.At, i.Temp.Width);
                break;
            case Op.Nothing:
                Array.Fill(s, State.Null, i.Temp!.At, i.Temp.Width);
                break;
            case Op.Copy:
                Array.Copy(s, i.Cell!.At, s, i.Temp!.At, i.Temp.Width);
                break;
            case Op.Compose:
                s[i.Temp!.At] = State.Owned;
                for (var part = 0; part < i.Temps.Length; part++)
                {
                    s[i.Temp.At + 1 + part] = s[i.Temps[part].At];
                }

                break;
            case Op.Fill:
                Fill(c, i);
                break;
            case Op.Drop:
                if (i.Temp!.Owes(s))
                {
                    Violate(Fault.Discarded, i.Name, c.Pc);
                }

                break;
            case Op.Clear:
                Array.Clear(s, i.Temp!.At, i.Temp.Width);
                break;
            case Op.BeforeOut:
                if (PartOwes(i, s))
                {
                    Violate(Fault.Overwritten, i.Name, c.Pc);
                    SetPlace(s, i, State.Spent);
                }

                break;
            case Op.Own:
                EndLoans(s, i);
                SetPlace(s, i, i.Number == 1 && s[Index(i)] == State.Borrowed ? State.Borrowed : State.Owned);
                break;
            case Op.NotGiven:
                SetPlace(s, i, State.NotGiven);
                break;
            case Op.Lent:
                Violate(Fault.ThroughBorrow, i.Name, c.Pc);
                break;
            case Op.SetFlag:
                s[i.Cell!.At] = (byte)i.Number;
                break;
            case Op.Lend or Op.LendOn or Op.Unlend or Op.Touch:
                RunView(c, i);
                break;
            case Op.Require:
                if (Holds(s, i) && (i.Mask & (1 << (s[i.Cell!.StateAt] - State.First))) == 0)
                {
                    Violate((Fault)i.Number, i.Name, c.Pc);
                }

                break;
            case Op.SetState:
                SetState(s, i, i.Number);
                break;
            case Op.Push:
                SetState(s, i, Math.Min(3, s[i.Cell!.StateAt] - State.First + 1));
                break;
            case Op.Pop:
                SetState(s, i, s[i.Cell!.StateAt] - State.First - 1);
                break;
            case Op.DisposeFull when s[i.Cell!.At] == State.Owned && s[i.Cell.StateAt] != State.First:
                Violate(Fault.Leak, i.Name, c.Pc);
                break;
            case Op.Entry:
                s[i.Number] = s[i.Cell!.StateAt];
                break;
            case Op.SetResult:
                s[code.Result] = (byte)i.Number;
                break;
            default:
                Jump(c, i);
                return;
        }

        c.Pc++;
    }

    private void Jump(Config c, Instr i)
    {
        var s = c.State;
        switch (i.Op)
        {
            case Op.Go:
            case Op.TestFlag when s[i.Cell!.At] == 1:
            case Op.TestNull when s[Index(i)] is State.Null or State.NotGiven:
            case Op.TestEmpty when s[i.Cell!.At] == i.Number:
            case Op.TestState when s[i.Cell!.StateAt] == State.First + i.Number:
                Go(c, i.Region, i.Scope, i.Target, true);
                break;
            case Op.Throw:
                Raise(c, i, new Raised(i.Label == Unreachable ? UnreachableType : code.Raised.IndexOf(i.Label) is >= 0 and var type ? type : 0, true));
                break;
            case Op.Rethrow:
                Raise(c, i, new Raised((sbyte)s[i.Number], true));
                break;
            case Op.FilterTrue:
                var asked = c.Frames!;
                c.Frames = asked.Outer;
                Unwind(c, asked.Origin, asked.OriginScope!, asked.Raised!, asked.Try, asked.Handler);
                break;
            case Op.FilterFalse:
                NotMatched(c);
                break;
            case Op.EndFinally:
                var frame = c.Frames!;
                c.Frames = frame.Outer;
                if (frame.Kind == FrameKind.Jump)
                {
                    Go(c, frame.Try.Parent, frame.Try.Scope, frame.Target, true);
                }
                else
                {
                    Unwind(c, frame.Try.Parent, frame.Try.Scope, frame.Raised!, frame.Catcher, frame.Handler);
                }

                break;
            case Op.Exit:
                Exit(c, null);
                break;
            case Op.Stop:
                c.Pc = -1;
                break;
            default:
                c.Pc++;
                break;
        }
    }

    private bool CheckUse(Config c, Instr i)
    {
        var s = c.State;
        var at = Index(i);
        if (s[at] is State.Moved or State.NotGiven)
        {
            Violate(Fault.UseAfterMove, i.Name, c.Pc);
            s[at] = State.Spent;
            return false;
        }

        if (i.Part < 0)
        {
            for (var part = at + 1; part < at + i.Cell!.Width; part++)
            {
                if (s[part] == State.Moved && s[at] != State.Spent)
                {
                    Violate(Fault.UseAfterMove, i.Name, c.Pc);
                    s[part] = State.Spent;
                    return false;
                }
            }
        }

        return s[at] is not (State.Spent or State.Dead);
    }

    private void Move(Config c, Instr i, Cell? temp)
    {
        var s = c.State;
        var at = Index(i);
        var width = i.Part < 0 ? i.Cell!.Width : 1;
        if (!CheckUse(c, i))
        {
            SetPlace(s, i, State.Spent);
            SetTemp(State.Spent);
            return;
        }

        if (s[at] == State.Borrowed || i.Cell!.Variable?.Role == Role.Using)
        {
            Violate(Fault.ThroughBorrow, i.Name, c.Pc);
            SetTemp(State.Spent);
            return;
        }

        EndLoans(s, i);
        if (temp is not null)
        {
            Array.Copy(s, at, s, temp.At, Math.Min(width, temp.Width));
        }

        for (var k = at; k < at + width; k++)
        {
            s[k] = s[k] == State.Owned ? State.Moved : s[k];
        }

        if (i.Cell!.Type!.Protocol is not null)
        {
            s[i.Cell.StateAt] = State.Dead;
        }

        void SetTemp(byte value)
        {
            if (temp is not null)
            {
                Array.Fill(s, value, temp.At, temp.Width);
            }
        }
    }

    private void Fill(Config c, Instr i)
    {
        var s = c.State;
        if (PartOwes(i, s))
        {
            Violate(i.Number == 1 ? Fault.Leak : Fault.Overwritten, i.Name, c.Pc);
        }

        EndLoans(s, i);
        var width = i.Part < 0 ? i.Cell!.Width : 1;
        Array.Copy(s, i.Temp!.At, s, Index(i), Math.Min(width, i.Temp.Width));
    }

    private static bool PartOwes(Instr i, byte[] s) =>
        i.Part < 0 ? i.Cell!.Owes(s) : s[Index(i)] == State.Owned && i.Cell!.Type!.Parts[i.Part].Type.IsLinear;

    private static void SetPlace(byte[] s, Instr i, byte value) =>
        Array.Fill(s, value, Index(i), i.Part < 0 ? i.Cell!.Width : 1);

    // To a point in the same region and scope or one around it, or straight into a block beside this point.
    private void Go(Config c, Region? region, Scope scope, int target, bool counts)
    {
        var goal = code.Instructions[target];
        for (var r = region; r is not null && !(goal.Region?.IsIn(r) ?? false); r = r.Parent)
        {
            if (r.Kind == RegionKind.Body && r.Try.FinallyPc >= 0)
            {
                EndScopes(c, scope, r.Try.Scope, counts);
                c.Frames = new Frame(FrameKind.Jump, r.Try, 0, null, target, null, null, null, c.Frames);
                c.Pc = r.Try.FinallyPc;
                return;
            }
        }

        EndScopes(c, scope, goal.Scope, counts);
        c.Pc = target;
    }

    private void EndScopes(Config c, Scope from, Scope to, bool counts)
    {
        for (Scope? scope = from; scope is not null && !IsAround(scope, to); scope = scope.Parent)
        {
            foreach (var cell in scope.Cells)
            {
                if (counts && cell.Variable!.Role != Role.Using && cell.Owes(c.State))
                {
                    Violate(Fault.Leak, cell.Variable.Name, c.Pc);
                }

                Array.Clear(c.State, cell.At, cell.Width);
            }
        }

        static bool IsAround(Scope scope, Scope inner)
        {
            for (Scope? s = inner; s is not null; s = s.Parent)
            {
                if (s == scope)
                {
                    return true;
                }
            }

            return false;
        }
    }

    private void Raise(Config c, Instr i, Raised raised)
    {
        foreach (var (temp, place, part) in i.Restore)
        {
            if (c.State[temp.At] == State.Owned)
            {
                Array.Copy(c.State, temp.At, c.State, place.At + 1 + part, part < 0 ? place.Width : 1);
                ResumeLoans(c.State, place, part);
            }
        }

        foreach (var (from, to) in code.Temporaries)
        {
            Array.Clear(c.State, from, to - from);
        }

        Search(c, i.Region, 0, i.Region, i.Scope, raised);
    }

    // The first pass: who catches it?
    private void Search(Config c, Region? region, int handler, Region? origin, Scope scope, Raised raised)
    {
        for (var r = region; r is not null; r = r.Parent)
        {
            if (r.Kind == RegionKind.Filter)
            {
                // Whatever a filter throws counts as "no".
                NotMatched(c);
                return;
            }

            if (r.Kind != RegionKind.Body)
            {
                continue;
            }

            for (var h = handler; h < r.Try.Handlers.Count; h++)
            {
                var clause = r.Try.Handlers[h];
                if (!Matches(clause.Type, raised.Type))
                {
                    continue;
                }

                if (clause.FilterPc < 0)
                {
                    Unwind(c, origin, scope, raised, r.Try, h);
                    return;
                }

                c.Frames = new Frame(FrameKind.Filter, r.Try, h, raised, -1, null, origin, scope, c.Frames);
                c.Pc = clause.FilterPc;
                return;
            }

            handler = 0;
        }

        Unwind(c, origin, scope, raised, null, NoHandler);
    }

    private bool Matches(string? clause, int type) => clause is null || (type >= 0 && code.Raised[type] == clause);

    private void NotMatched(Config c)
    {
        var asked = c.Frames!;
        c.Frames = asked.Outer;
        for (var r = asked.Origin; r is not null; r = r.Parent)
        {
            if (r.Kind == RegionKind.Body && r.Try == asked.Try)
            {
                Search(c, r, asked.Handler + 1, asked.Origin, asked.OriginScope!, asked.Raised!);
                return;
            }
        }

        throw new InvalidOperationException("A filter outside its try.");
    }

    // The second pass: out to the handler.
    private void Unwind(Config c, Region? region, Scope scope, Raised raised, TryInfo? catcher, int handler)
    {
        var counts = raised.Type != UnreachableType && (raised.IsExplicit || catcher is not null || mode == PathMode.All);
        EndedImplicitly |= !raised.IsExplicit && catcher is null;
        for (var r = region; r is not null; r = r.Parent)
        {
            switch (r.Kind)
            {
                case RegionKind.Body when r.Try == catcher:
                    EndScopes(c, scope, r.Try.Scope, counts);
                    c.State[r.Try.Caught] = (byte)(sbyte)raised.Type;
                    c.Pc = r.Try.Handlers[handler].BodyPc;
                    return;
                case RegionKind.Body when r.Try.FinallyPc >= 0:
                    EndScopes(c, scope, r.Try.Scope, counts);
                    c.Frames = new Frame(FrameKind.Unwind, r.Try, handler, raised, -1, catcher, null, null, c.Frames);
                    c.Pc = r.Try.FinallyPc;
                    return;
                case RegionKind.Finally:
                    // The new exception replaces whatever the body was to go on with.
                    c.Frames = c.Frames!.Outer;
                    break;
            }
        }

        var outermost = scope;
        while (outermost.Parent is { } parent)
        {
            outermost = parent;
        }

        EndScopes(c, scope, outermost, counts);
        Exit(c, raised);
    }

    private void Exit(Config c, Raised? raised)
    {
        var s = c.State;
        var counts = !code.OnlyThrows && raised is not { Type: UnreachableType }
            && (raised is null || raised.IsExplicit || mode == PathMode.All);
        foreach (var cell in code.Parameters)
        {
            var result = raised is null ? s[code.Result] : (byte)0;
            switch (cell.Variable!.Role)
            {
                case Role.Own when counts && cell.Owes(s):
                case Role.ConsumedWhenTrue when raised is null && result != 0 && cell.Owes(s):
                case Role.GivenWhenTrue when raised is null && result != 1 && cell.Owes(s):
                    Violate(Fault.Leak, cell.Variable.Name, c.Pc);
                    break;
                case Role.ConsumedWhenTrue when (mode == PathMode.All || raised is null or { IsExplicit: true }) && result != 1 && s[cell.At] == State.Moved:
                    Violate(Fault.ThroughBorrow, cell.Variable.Name, c.Pc);
                    break;
                case Role.GivenWhenTrue when raised is null && result != 0 && s[cell.At] == State.NotGiven:
                    Violate(Fault.Forged, cell.Variable.Name, c.Pc);
                    break;
                case Role.Borrow or Role.Ref when cell.Type is { Protocol: not null, IsContainer: false } && raised is null && s[cell.At] is State.Owned or State.Borrowed:
                    if (!IsKept(cell, s, result))
                    {
                        Violate(Fault.Unmet, cell.Variable.Name, c.Pc);
                    }

                    break;
                case Role.Ref when raised is null or { IsExplicit: true }:
                    for (var k = cell.At; k < cell.At + cell.Width; k++)
                    {
                        if (s[k] == State.Moved)
                        {
                            Violate(Fault.LeftMoved, cell.Variable.Name, c.Pc);
                            break;
                        }
                    }

                    break;
            }
        }

        c.Pc = -1;
    }

    // The state that a parameter is left in.
    private bool IsKept(Cell cell, byte[] s, byte result)
    {
        var state = s[cell.StateAt] - State.First;
        var contract = cell.Variable!.States;
        if (contract is null && cell.Variable.Role == Role.Ref)
        {
            return true;
        }

        var other = contract is { Ensures: >= 0 } ? contract.Ensures : s[code.Entries[cell]] - State.First;
        return contract is not { EnsuresOnTrue: >= 0 } || result == 0
            ? state == other
            : state == contract.EnsuresOnTrue && (result == 1 || state == other);
    }
}
