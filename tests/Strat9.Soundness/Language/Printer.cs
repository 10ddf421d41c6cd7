using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Strat9.Soundness.Language;

/// <summary>Writes a method as C#. A dialect may write the operations on values differently; the control flow is the same.</summary>
internal class Printer
{
    private readonly StringBuilder _text = new();
    private int _indent;
    private int _calls;
    private int _catches;

    /// <summary>The call whose arguments are being written; 0: none.</summary>
    protected int Call { get; private set; }

    public static string Print(Method method, string name) => new Printer().Write(method, name);

    protected string Write(Method method, string name)
    {
        _indent = 1;
        Line(Signature(method, name));
        Line("{");
        _indent++;
        foreach (var parameter in method.Parameters)
        {
            if (parameter.Role == Role.GivenWhenTrue)
            {
                Line(LeaveDefault(parameter));
            }
        }

        Statements(method.Body, FindPeeped(method.Body));
        _indent--;
        Line("}");
        return _text.ToString();
    }

    protected virtual string Signature(Method method, string name)
    {
        var type = method.Returns switch
        {
            Returns.Bool => "bool",
            Returns.Value => method.Type!.Text,
            _ => method.IsAsync ? "async Task" : "void",
        };
        var parameters = method.Parameters.Select(p => p.Role switch
        {
            Role.Own when p.States is { } states => $"[Consumes] {p.Type!.Protocol!.Attributes(states)}{p.TypeText} {p.Name}",
            Role.Own => $"{p.TypeText} {p.Name}",
            Role.Borrow when p.States is { } states => $"{p.Type!.Protocol!.Attributes(states)}{(p.Type.IsClass || method.IsAsync ? string.Empty : "in ")}{p.TypeText} {p.Name}",
            Role.Ref when p.States is { } states => $"{p.Type!.Protocol!.Attributes(states)}ref {p.TypeText} {p.Name}",
            Role.Borrow => p.Type!.IsClass || method.IsAsync ? $"[Borrows] {p.TypeText} {p.Name}" : $"in {p.TypeText} {p.Name}",
            Role.Ref => $"ref {p.TypeText} {p.Name}",
            Role.ConsumedWhenTrue => $"[Consumes(When = true)] {p.TypeText} {p.Name}",
            _ => $"[Gives(When = true)] out {p.TypeText} {p.Name}",
        });
        var ensures = method.ReturnState < 0 ? string.Empty : $"[return: Ensures({method.Type!.Protocol!.One(method.ReturnState)})] ";
        return $"{ensures}static {type} {name}({string.Join(", ", [.. parameters, "bool c", "bool d", "int n"])})";
    }

    protected virtual string LeaveDefault(Var parameter) => $"{parameter.Name} = default;";

    protected void Line(string text) => _text.Append(' ', _indent * 4).Append(text).Append('\n');

    // Variables that a local function reads.
    private static HashSet<Var> FindPeeped(Block body) =>
    [
        .. Walk.Statements(body).OfType<Look>().Where(l => l.Form == LookForm.LocalFunction).Select(l => l.Place.Root),
    ];

    private void Statements(Block block, HashSet<Var> peeped)
    {
        foreach (var statement in block.Statements)
        {
            Statement(statement, peeped);
            if (statement is Declare { Variable: var declared } && peeped.Contains(declared))
            {
                Line($"void Peep_{declared.Name}() => {Peep(declared)};");
            }
        }
    }

    private void Inner(Block block, HashSet<Var> peeped)
    {
        Line("{");
        _indent++;
        Statements(block, peeped);
        _indent--;
        Line("}");
    }

    private void Statement(Stmt statement, HashSet<Var> peeped)
    {
        switch (statement)
        {
            case If branch:
                Line($"if ({Text(branch.Test)})");
                Inner(branch.Then, peeped);
                if (branch.Else is { } other)
                {
                    Line("else");
                    Inner(other, peeped);
                }

                break;
            case While loop:
                Line($"while ({Text(loop.Test)})");
                Inner(loop.Body, peeped);
                break;
            case DoWhile loop:
                Line("do");
                Inner(loop.Body, peeped);
                Line($"while ({Text(loop.Test)});");
                break;
            case ForEach each:
                Line($"foreach (var {each.Item.Name} in {Many(each.Item)})");
                Inner(each.Body, peeped);
                break;
            case Try guarded:
                Guarded(guarded, peeped);
                break;
            case Switch choice:
                Choice(choice, peeped);
                break;
            case Using { Body: null } declaration:
                Line($"using {Declaration(declaration.Variable, declaration.Value)};");
                break;
            case Using scope:
                Line($"using ({Declaration(scope.Variable, scope.Value)})");
                Inner(scope.Body!, peeped);
                break;
            default:
                Line(Simple(statement));
                break;
        }
    }

    private void Guarded(Try guarded, HashSet<Var> peeped)
    {
        Line("try");
        Inner(guarded.Body, peeped);
        foreach (var clause in guarded.Catches)
        {
            var outer = _catches;
            var name = CatchName(++_catches);
            var filter = clause.Filter is { } f ? $" when ({Text(f)})" : string.Empty;
            Line(clause.Type is null && name is null
                ? $"catch{filter}"
                : $"catch ({clause.Type ?? "Exception"}{(name is null ? string.Empty : " " + name)}){filter}");
            Inner(clause.Body, peeped);
            _catches = outer;
        }

        if (guarded.Finally is { } last)
        {
            Line("finally");
            Inner(last, peeped);
        }
    }

    private void Choice(Switch choice, HashSet<Var> peeped)
    {
        var (subject, first) = choice.Subject switch
        {
            Subject.Number => (Number(choice.Cases.Length), null),
            Subject.State => (StateText(choice.Place!), string.Empty),
            Subject.Sent => (Text(TryForm.Deliver, choice.Place!, bare: true), "Sent.Ok"),
            _ => (Text(TryForm.Send, choice.Place!, bare: true), "true"),
        };
        Line($"switch ({subject})");
        Line("{");
        _indent++;
        for (var i = 0; i < choice.Cases.Length; i++)
        {
            var label = choice.Subject == Subject.State ? CaseText(choice.Place!, i) : first ?? i.ToString(CultureInfo.InvariantCulture);
            Line(i == choice.Cases.Length - 1 ? "default:" : $"case {label}:");
            Inner(choice.Cases[i], peeped);
            _indent++;
            Line("break;");
            _indent--;
        }

        _indent--;
        Line("}");
    }

    private string Simple(Stmt statement) => statement switch
    {
        Declare declare => Declaration(declare.Variable, declare.Value) + ";",
        Assign assign => Store(assign.Target, Text(assign.Value)) + ";",
        SetFlag set => Store(set) + ";",
        Take take => Text(take) + ";",
        Take2 two => Text(two) + ";",
        Absorb absorb => Text(absorb) + ";",
        Look look => LookAt(look.Form, look.Place) + ";",
        Push push => $"{push.Container.Text}.{push.Container.Type.Add}({Text(push.Value)});",
        Step step => StepText(step.Place, step.Member) + ";",
        Edit edit => EditText(edit.Place) + ";",
        Lend lend => $"{(lend.Declares ? "Span<int> " : string.Empty)}{lend.View.Name} = {lend.Source.Text}.View;",
        LendOn lend => $"{(lend.Declares ? "Span<int> " : string.Empty)}{lend.View.Name} = {lend.From.Name}.Slice(1);",
        Unlend none => $"{none.View.Name} = default;",
        Touch touch => $"{touch.View.Name}[0] = 1;",
        FillOut fill => FillText(fill.Place) + ";",
        Prepare => PrepareText() + ";",
        Discard discard => DiscardText(discard) + ";",
        Ignore ignore => ignore.Test is TryTake or TryMake or TryOk or TryStep or TryPop ? Text(ignore.Test, bare: true) + ";" : $"_ = {Text(ignore.Test)};",
        TakeApart deconstruct => Text(deconstruct),
        Swap swap => Text(swap),
        Return { Value: { } value } => $"return {Text(value)};",
        Return { Result: { } result } => $"return {(result ? "true" : "false")};",
        Return { Test: { } test } => $"return {ResultText(test)};",
        Return => "return;",
        Break => "break;",
        Continue => "continue;",
        Throw @throw => ThrowText(@throw.Type),
        Rethrow => RethrowText(_catches),
        Fail => FailText() + ";",
        ExitProcess => ExitText() + ";",
        Label label => label.Name + ": ;",
        Goto jump => $"goto {jump.Name};",
        _ => throw new InvalidOperationException(statement.GetType().Name),
    };

    /// <summary>Writes what is inside a call, whose number is given to <paramref name="text"/>.</summary>
    protected string InCall(Func<int, string> text)
    {
        var outer = Call;
        Call = ++_calls;
        var result = text(Call);
        Call = outer;
        return result;
    }

    protected string OutsideCall(Func<string> text)
    {
        var outer = Call;
        Call = 0;
        var result = text();
        Call = outer;
        return result;
    }

    public string Text(Expr value) => value switch
    {
        New made => NewText(made),
        Maybe maybe => MaybeText(maybe.Type),
        Read read => Move(read.Place),
        Pass pass => PassText(pass),
        Compose compose => ComposeText(compose),
        Choose choose => $"({Text(choose.Test)} ? {Text(choose.Then)} : {Text(choose.Else)})",
        Coalesce coalesce => $"({Move(coalesce.Value)} ?? {Text(coalesce.Else)})",
        Arms arms => ArmsText(arms),
        Null => "null",
        _ => throw new InvalidOperationException(value.GetType().Name),
    };

    private string ArmsText(Arms arms)
    {
        var last = arms.Values.Length - 1;
        var texts = arms.Values.Select((v, i) => $"{(i == last && !arms.Throws ? "_" : i.ToString(CultureInfo.InvariantCulture))} => {Text(v)}");
        return $"({Number(arms.Values.Length + (arms.Throws ? 1 : 0))} switch {{ {string.Join(", ", [.. texts, .. NoArm(arms)])} }})";
    }

    protected virtual IEnumerable<string> NoArm(Arms arms) => [];

    public string Text(Cond test, bool bare = false) => test switch
    {
        Opaque opaque => OpaqueText(opaque.Name),
        Ready => ReadyText(),
        PeekIs peek => PeekText(peek.Place),
        FlagIs flag => FlagText(flag.Flag),
        Not not => $"!{Atom(not.Inner)}",
        And and => $"{Operand(and.Left, isAnd: true)} && {Operand(and.Right, isAnd: true)}",
        Or or => $"{Operand(or.Left, isAnd: false)} || {Operand(or.Right, isAnd: false)}",
        TryTake take => Text(take.Form, take.Place, bare),
        TryMake make => TryMakeText(make, bare),
        TryOk ok => TryOkText(ok),
        TryStep step => StepText(step.Place, step.Member),
        TryPop pop => $"{pop.Container.Text}.{pop.Container.Type.TryTake}(out {pop.Item.TypeText} {pop.Item.Name})",
        IsEmpty empty => empty.Container.Text + (empty.ByCount ? ".Count == 0" : ".IsEmpty"),
        IsIn state => IsInText(state.Place, state.State),
        NullTest isNull => NullText(isNull),
        Bind bind => BindText(bind),
        _ => throw new InvalidOperationException(test.GetType().Name),
    };

    private string Atom(Cond test) => test is Opaque or Ready or FlagIs or TryTake { Form: TryForm.Send or TryForm.Keep or TryForm.End } or TryOk or TryStep or IsIn or TryPop or IsEmpty { ByCount: false }
        ? Text(test)
        : $"({Text(test)})";

    private string Operand(Cond test, bool isAnd) => test is Or || (test is And && !isAnd) ? $"({Text(test)})" : Text(test);

    // The dialect: C# as users write it.
    protected virtual string Declaration(Var variable, Expr value) =>
        value is Null || variable.IsNullable ? $"{variable.TypeText} {variable.Name} = {Text(value)}" : $"var {variable.Name} = {Text(value)}";

    protected virtual string Store(Place target, string value) => $"{target.Text} = {value}";

    protected virtual string Store(SetFlag set) =>
        $"{(set.Declares ? "bool " : string.Empty)}{set.Flag.Name} = {(set.Value is null ? set.Known ? "true" : "false" : Text(set.Value))}";

    protected virtual string Move(Place place) => place.Text;

    protected virtual string NewText(New made) => made.Type.IsContainer ? made.State == 0 ? $"new {made.Type.Text}()" : $"{(made.IsAsync ? "await " : string.Empty)}Make.{made.Type}{(made.IsAsync ? "Async" : string.Empty)}()"
        : made.Type.Protocol is { } protocol && !made.IsAsync
        ? made.State < 0 ? $"MakeState.{made.Type}()"
            : made.State == protocol.Initial ? $"new {made.Type}()"
            : made.State == protocol.Made ? $"new {made.Type}(1)"
            : $"MakeState.{made.Type}_{Protocol.StateName(made.State)}()"
        : made.Type.Protocol is not null ? $"await MakeState.{made.Type}Async()"
        : made.IsAsync ? $"await Make.{made.Type}Async()" : $"Make.{made.Type}()";

    protected virtual string MaybeText(Ty type) => $"Make.Maybe{type}()";

    protected virtual string Many(Var item) => $"Make.Many{item.Type}()";

    protected virtual string PassText(Pass pass) =>
        pass.IsAsync ? $"await PassAsync({Text(pass.Value)})" : $"Pass({Text(pass.Value)})";

    protected virtual string ComposeText(Compose compose)
    {
        var parts = string.Join(", ", compose.Parts.Select(Text));
        return compose.Type.IsTuple ? $"({parts})" : $"new {compose.Type}({parts})";
    }

    protected virtual string Text(Take take) => take switch
    {
        { Form: TakeForm.Call } => $"Take({Text(take.Value)})",
        { Form: TakeForm.End, Value: Read { Place: var place } } => $"{place.Text}.{place.Type.End}()",
        { Form: TakeForm.End, Value: New made } => $"{Text(made)}.{made.Type.End}()",
        { Form: TakeForm.Extension } => $"{Text(take.Value)}.Eat()",
        { Form: TakeForm.ExtensionMember } => $"{Text(take.Value)}.Swallow()",
        { Form: TakeForm.Async } => $"await TakeAsync({Text(take.Value)})",
        { Form: TakeForm.Conditional, Value: Read { Place: var place } } => $"{place.Text}?.{place.Type.End}()",
        { Form: TakeForm.Forget } => $"Ownership.Forget({Text(take.Value)}, \"told so\")",
        { Form: TakeForm.Lent, Value: Read { Place: var place } } => $"Take({place.Text}.Lent)",
        _ => throw new InvalidOperationException(take.ToString()),
    };

    protected virtual string Text(Take2 two) => $"Take2({Text(two.First)}, {Text(two.Second)})";

    protected virtual string Text(Absorb absorb) => $"{absorb.Receiver.Text}.Absorb({Text(absorb.Value)})";

    protected virtual string LookAt(LookForm form, Place place) => form switch
    {
        LookForm.Call => $"Look({place.Text})",
        LookForm.Member => $"{place.Text}.Peek()",
        LookForm.Extension => $"{place.Text}.See()",
        LookForm.ExtensionMember => $"{place.Text}.Glance()",
        LookForm.Lambda => $"Run(() => Look({place.Text}))",
        LookForm.LocalFunction => $"Peep_{place.Root.Name}()",
        LookForm.Async => $"await LookAsync({place.Text})",
        LookForm.Conditional => $"{place.Text}?.Peek()",
        LookForm.Lent => $"Look({place.Text}.Lent)",
        _ => $"_ = {place.Text}.Tag",
    };

    protected virtual string Peep(Var variable) => LookAt(LookForm.Call, variable);

    protected virtual string StepText(Place place, Member member) => member.Form switch
    {
        MemberForm.Argument => $"{place.Type}_{member.Name}({place.Text})",
        MemberForm.ByRef => $"{place.Type}_{member.Name}(ref {place.Text})",
        _ => $"{place.Text}.{member.Name}()",
    };

    protected virtual string IsInText(Place place, int state) => $"{place.Text}.Is{Protocol.StateName(state)}";

    protected virtual string StateText(Place place) => $"{place.Text}.State";

    protected virtual string CaseText(Place place, int state) => place.Type.Protocol!.One(state);

    protected virtual string EditText(Place place) => $"Edit(ref {place.Text})";

    protected virtual string FillText(Place place) => $"Fill(out {place.Text})";

    protected virtual string PrepareText() => "Prepare()";

    protected virtual string Text(TakeApart deconstruct)
    {
        var targets = string.Join(", ", deconstruct.Targets.Select(t => t.Text));
        return $"{(deconstruct.Declares ? "var " : string.Empty)}({targets}) = {Text(deconstruct.Value)};";
    }

    protected virtual string Text(Swap swap) => $"({swap.A.Text}, {swap.B.Text}) = ({swap.B.Text}, {swap.A.Text});";

    protected virtual string DiscardText(Discard discard) => discard.Assigned ? $"_ = {Text(discard.Value)}" : Text(discard.Value);

    protected virtual string ResultText(Cond test) => Text(test);

    protected virtual string ThrowText(string type) => $"throw new {type}();";

    protected virtual string RethrowText(int number) => "throw;";

    protected virtual string FailText() => "Fail()";

    protected virtual string ExitText() => "Environment.Exit(1)";

    protected virtual string? CatchName(int number) => null;

    protected virtual string Number(int count) => "n";

    protected virtual string OpaqueText(string name) => name;

    protected virtual string ReadyText() => "Ready()";

    protected virtual string PeekText(Place place) => $"{place.Text}.Peek() > 0";

    protected virtual string FlagText(Var flag) => flag.Name;

    protected virtual string Text(TryForm form, Place place, bool bare) => form switch
    {
        TryForm.Send => $"TrySend({place.Text})",
        TryForm.Keep => $"Keeps({place.Text})",
        TryForm.End => $"{place.Text}.TryEnd()",
        TryForm.EndIsTrue => bare ? $"{place.Text}.TryEnd()" : $"{place.Text}.TryEnd() is true",
        TryForm.Undelivered => bare ? $"Deliver({place.Text})" : $"Deliver({place.Text}) is not Sent.Ok",
        _ => bare ? $"Deliver({place.Text})" : $"Deliver({place.Text}) == Sent.Ok",
    };

    protected virtual string TryMakeText(TryMake make, bool bare)
    {
        var target = make.Declares ? $"{make.Place.Root.TypeText} {make.Place.Text}" : make.Place.Text;
        return make.ByEnum ? $"Receive(out {target}){(bare ? string.Empty : " == Sent.Ok")}" : $"TryMake(out {target})";
    }

    protected virtual string TryOkText(TryOk ok) => $"{ok.Union.Text}.TryOk(out Buf {ok.Content.Name})";

    protected virtual string NullText(NullTest test) => test.Form switch
    {
        NullForm.Equals => $"{test.Variable.Name} == null",
        NullForm.Is => $"{test.Variable.Name} is null",
        NullForm.IsNot => $"{test.Variable.Name} is not null",
        NullForm.IsObject => $"{test.Variable.Name} is {{ }}",
        _ => $"{test.Variable.Name} != null",
    };

    protected virtual string BindText(Bind bind) => $"{bind.Variable.Name} is {{ }} {bind.Name.Name}";
}
