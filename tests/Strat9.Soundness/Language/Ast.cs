using System.Collections.Immutable;

namespace Strat9.Soundness.Language;

internal enum Role
{
    Local,

    /// <summary>A parameter that takes its argument.</summary>
    Own,

    /// <summary>A parameter that borrows: <c>in</c> for structs, <c>[Borrows]</c> for classes.</summary>
    Borrow,

    Ref,

    /// <summary><c>[Consumes(When = true)]</c>.</summary>
    ConsumedWhenTrue,

    /// <summary><c>[Gives(When = true)] out</c>.</summary>
    GivenWhenTrue,

    /// <summary>The variable of a <c>using</c>.</summary>
    Using,

    /// <summary>The variable of a <c>foreach</c>: it cannot be assigned.</summary>
    Item,

    /// <summary>A local of type <c>bool</c>.</summary>
    Flag,

    /// <summary>A local <c>Span&lt;int&gt;</c>, which borrows from what it is a view of.</summary>
    View,
}

/// <summary>
/// The states of a parameter: a set it comes in (0: any), the one it is left in (-1: the same; of a <c>ref</c> one without a contract: any),
/// and the one it is left in when the method returns <see langword="true"/>.
/// </summary>
internal sealed record StateContract(int Requires, int Ensures = -1, int EnsuresOnTrue = -1);

/// <summary>A variable. Names are unique within a method.</summary>
internal sealed record Var(string Name, Ty? Type, Role Role = Role.Local, bool IsNullable = false, StateContract? States = null)
{
    public string TypeText => Role == Role.View ? "Span<int>" : Type is null ? "bool" : Type.Text + (IsNullable ? "?" : string.Empty);
}

/// <summary>A variable or a part of one.</summary>
internal sealed record Place(Var Root, int Index = -1)
{
    public bool IsPart => Index >= 0;

    public Ty Type => IsPart ? Root.Type!.Parts[Index].Type : Root.Type!;

    public string Text => IsPart ? $"{Root.Name}.{Root.Type!.Parts[Index].Name}" : Root.Name;

    public static implicit operator Place(Var root) => new(root);
}

// Values of a followed type.
internal abstract record Expr;

/// <summary>A new value; of a type with states in <see cref="State"/>, or one that is not known (-1).</summary>
internal sealed record New(Ty Type, bool IsAsync = false, int State = -1) : Expr;

/// <summary>A call that gives a value or null.</summary>
internal sealed record Maybe(Ty Type) : Expr;

internal sealed record Read(Place Place) : Expr;

/// <summary>A call that takes a value and gives one of the same type.</summary>
internal sealed record Pass(Expr Value, bool IsAsync = false) : Expr;

/// <summary>A constructor or tuple that takes its parts.</summary>
internal sealed record Compose(Ty Type, ImmutableArray<Expr> Parts) : Expr;

internal sealed record Choose(Cond Test, Expr Then, Expr Else) : Expr;

internal sealed record Coalesce(Place Value, Expr Else) : Expr;

/// <summary><c>n switch { 0 => …, 1 => …, _ => … }</c>; with <see cref="Throws"/> the last arm throws.</summary>
internal sealed record Arms(ImmutableArray<Expr> Values, bool Throws) : Expr;

internal sealed record Null(Ty Type) : Expr;

// Conditions.
internal abstract record Cond;

/// <summary>A parameter: every evaluation is a choice of its own.</summary>
internal sealed record Opaque(string Name) : Cond;

/// <summary>A call about which nothing is known.</summary>
internal sealed record Ready : Cond;

internal sealed record PeekIs(Place Place) : Cond;

internal sealed record FlagIs(Var Flag) : Cond;

internal sealed record Not(Cond Inner) : Cond;

internal sealed record And(Cond Left, Cond Right) : Cond;

internal sealed record Or(Cond Left, Cond Right) : Cond;

internal enum TryForm
{
    /// <summary><c>TrySend([Consumes(When = true)] x)</c></summary>
    Send,

    /// <summary><c>Keeps([Consumes(When = false)] x)</c></summary>
    Keep,

    /// <summary><c>x.TryEnd()</c>, <c>[Consumes(When = true)]</c> on the receiver</summary>
    End,

    /// <summary><c>Deliver([Consumes(When = Sent.Ok)] x) == Sent.Ok</c></summary>
    Deliver,

    /// <summary><c>Deliver(x) is not Sent.Ok</c></summary>
    Undelivered,

    /// <summary><c>x.TryEnd() is true</c></summary>
    EndIsTrue,
}

internal sealed record TryTake(TryForm Form, Place Place) : Cond;

/// <summary><c>TryMake([Gives(When = true)] out x)</c>; <see cref="Declares"/>: <c>out T x</c>.</summary>
internal sealed record TryMake(Place Place, bool Declares, bool ByEnum = false) : Cond;

/// <summary><c>g.TryOk(out b)</c>: takes the union and gives its content, on true.</summary>
internal sealed record TryOk(Place Union, Var Content) : Cond;

/// <summary><c>x.TryOpen()</c>, which changes the state by its result.</summary>
internal sealed record TryStep(Place Place, Member Member) : Cond;

/// <summary><c>x.IsOpen</c></summary>
internal sealed record IsIn(Place Place, int State) : Cond;

/// <summary><c>s.TryPop(out T x)</c></summary>
internal sealed record TryPop(Place Container, Var Item) : Cond;

/// <summary><c>s.IsEmpty</c>, or <c>s.Count == 0</c></summary>
internal sealed record IsEmpty(Place Container, bool ByCount) : Cond;

internal enum NullForm
{
    Equals,
    Is,
    IsNot,
    NotEquals,
    IsObject,
}

internal sealed record NullTest(NullForm Form, Var Variable) : Cond;

/// <summary><c>x is { } y</c>: on true the new name takes the value.</summary>
internal sealed record Bind(Var Variable, Var Name) : Cond;

// Statements.
internal abstract record Stmt;

internal sealed record Block(ImmutableArray<Stmt> Statements)
{
    public static readonly Block Empty = new([]);

    public static Block Of(params Stmt[] statements) => new([.. statements]);

    public Block With(ImmutableArray<Stmt> statements) => new(statements);

    public bool Equals(Block? other) => other is not null && Statements.SequenceEqual(other.Statements);

    public override int GetHashCode() => Statements.Length;
}

internal sealed record Declare(Var Variable, Expr Value) : Stmt;

internal sealed record Assign(Place Target, Expr Value) : Stmt;

/// <summary><see cref="Known"/>, or the value of a condition.</summary>
internal sealed record SetFlag(Var Flag, bool Known, Cond? Value, bool Declares) : Stmt;

internal enum TakeForm
{
    Call,
    End,
    Extension,
    ExtensionMember,
    Async,

    /// <summary><c>x?.End()</c></summary>
    Conditional,

    /// <summary><c>Ownership.Forget(x, "…")</c></summary>
    Forget,

    /// <summary><c>Take(x.Lent)</c>: consumes what a property lends.</summary>
    Lent,
}

internal sealed record Take(TakeForm Form, Expr Value) : Stmt;

internal sealed record Take2(Expr First, Expr Second) : Stmt;

/// <summary><c>x.Absorb(y)</c>: the receiver is used when the call runs.</summary>
internal sealed record Absorb(Place Receiver, Expr Value) : Stmt;

internal enum LookForm
{
    Call,
    Member,
    Extension,
    ExtensionMember,
    Lambda,
    LocalFunction,
    Async,

    /// <summary><c>x?.Peek()</c></summary>
    Conditional,

    /// <summary><c>Look(x.Lent)</c></summary>
    Lent,

    /// <summary><c>_ = x.Tag</c>: a part that is not followed.</summary>
    Tag,
}

internal sealed record Look(LookForm Form, Place Place) : Stmt;

/// <summary>A call of a member that needs or changes the state, or that consumes in one.</summary>
internal sealed record Step(Place Place, Member Member) : Stmt;

/// <summary><c>s.Push(x)</c></summary>
internal sealed record Push(Place Container, Expr Value) : Stmt;

internal sealed record Edit(Place Place) : Stmt;

/// <summary><c>v = x.View;</c></summary>
internal sealed record Lend(Var View, Place Source, bool Declares) : Stmt;

/// <summary><c>v = w.Slice(1);</c></summary>
internal sealed record LendOn(Var View, Var From, bool Declares) : Stmt;

/// <summary><c>v = default;</c></summary>
internal sealed record Unlend(Var View) : Stmt;

/// <summary><c>v[0] = 1;</c></summary>
internal sealed record Touch(Var View) : Stmt;

/// <summary><c>Fill(out x)</c></summary>
internal sealed record FillOut(Place Place) : Stmt;

/// <summary><c>Prepare();</c>: a call that has nothing to do with any value.</summary>
internal sealed record Prepare : Stmt;

/// <summary>An expression whose value nobody takes; with <see cref="Assigned"/> as <c>_ = …</c>.</summary>
internal sealed record Discard(Expr Value, bool Assigned) : Stmt;

/// <summary>A condition as a statement: its result is ignored.</summary>
internal sealed record Ignore(Cond Test) : Stmt;

internal sealed record TakeApart(ImmutableArray<Place> Targets, bool Declares, Expr Value) : Stmt;

/// <summary><c>(a, b) = (b, a)</c></summary>
internal sealed record Swap(Place A, Place B) : Stmt;

internal sealed record If(Cond Test, Block Then, Block? Else) : Stmt;

internal sealed record While(Cond Test, Block Body) : Stmt;

internal sealed record DoWhile(Block Body, Cond Test) : Stmt;

internal sealed record ForEach(Var Item, Block Body) : Stmt;

internal sealed record Catch(string? Type, Cond? Filter, Block Body);

internal sealed record Try(Block Body, ImmutableArray<Catch> Catches, Block? Finally) : Stmt;

internal enum Subject
{
    /// <summary><c>switch (n)</c></summary>
    Number,

    /// <summary><c>switch (Deliver(x))</c></summary>
    Sent,

    /// <summary><c>switch (TrySend(x))</c></summary>
    Bool,

    /// <summary><c>switch (x.State)</c></summary>
    State,
}

/// <summary>
/// A switch statement. For numbers the cases are 0, 1, … and the last is the default; otherwise the first is Ok or true and the second
/// the default.
/// </summary>
internal sealed record Switch(Subject Subject, Place? Place, ImmutableArray<Block> Cases) : Stmt;

internal sealed record Using(Var Variable, Expr Value, Block? Body) : Stmt;

internal sealed record Return(Expr? Value, bool? Result, Cond? Test) : Stmt;

internal sealed record Break : Stmt;

internal sealed record Continue : Stmt;

internal sealed record Throw(string Type) : Stmt;

internal sealed record Rethrow : Stmt;

/// <summary>A call of a method that does not return.</summary>
internal sealed record Fail : Stmt;

internal sealed record ExitProcess : Stmt;

internal sealed record Label(string Name) : Stmt;

internal sealed record Goto(string Name) : Stmt;

internal enum Returns
{
    Nothing,
    Bool,
    Value,
}

/// <summary>A method; <see cref="ReturnState"/>: <c>[return: Ensures]</c>.</summary>
internal sealed record Method(ImmutableArray<Var> Parameters, Returns Returns, Ty? Type, bool IsAsync, Block Body, int ReturnState = -1);
