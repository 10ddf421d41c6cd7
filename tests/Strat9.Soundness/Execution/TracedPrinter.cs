using Strat9.Soundness.Language;

namespace Strat9.Soundness.Execution;

/// <summary>Writes a method so that it can be run: each operation on a value is a call of <see cref="Run"/> or <see cref="Slot"/>.</summary>
internal sealed class TracedPrinter : Printer
{
    public static string Trace(Method method, string name) => new TracedPrinter().Write(method, name);

    protected override string Signature(Method method, string name)
    {
        var type = method.Returns switch
        {
            Returns.Bool => "bool",
            Returns.Value => "Val?",
            _ => method.IsAsync ? "async Task" : "void",
        };
        return $"public static {type} {name}({string.Join(", ", method.Parameters.Select(p => "Slot " + p.Name))})";
    }

    private static string At(Place place) => place.IsPart ? $"{place.Root.Name}.Part({place.Index})" : place.Root.Name;

    private static string Quote(object text) => $"\"{text}\"";

    protected override string LeaveDefault(Var parameter) => $"{parameter.Name}.LeaveDefault();";

    protected override string Declaration(Var variable, Expr value)
    {
        var (name, type) = (Quote(variable.Name), Quote(variable.Type!));
        if (variable.Role == Role.Using)
        {
            return $"var {variable.Name} = Run.Using({name}, {type}, {Text(value)})";
        }

        return value is Read { Place: { IsPart: false, Root: { Type.IsClass: true } source } }
            ? $"var {variable.Name} = Run.Alias({name}, {type}, {source.Name})"
            : $"var {variable.Name} = Run.Declare({name}, {type}, {Text(value)})";
    }

    protected override string Store(Place target, string value) => $"{At(target)}.Fill({value})";

    protected override string Store(SetFlag set)
    {
        var name = Quote(set.Flag.Name);
        if (!set.Declares)
        {
            return $"{set.Flag.Name}.Set({(set.Value is null ? set.Known ? "true" : "false" : Text(set.Value))})";
        }

        var value = set.Value switch
        {
            null => $"Flag.Of({name}, {(set.Known ? "true" : "false")})",
            Opaque => $"Flag.Unknown({name})",
            Ready => $"Flag.Unknown({name}); Run.MayThrow(\"Ready\")",
            PeekIs peek => $"{At(peek.Place)}.PeekFlag({name})",
            _ => $"Flag.Of({name}, {Text(set.Value)})",
        };
        return $"var {set.Flag.Name} = {value}";
    }

    protected override string Move(Place place) => $"{At(place)}.Move({Call})";

    protected override string NewText(New made) => made.IsAsync ? $"await Run.NewAsync({Quote(made.Type)})" : $"Run.New({Quote(made.Type)})";

    protected override string MaybeText(Ty type) => $"Run.Maybe({Quote(type)})";

    protected override string Many(Var item) => $"Run.Many({Quote(item.Name)}, {Quote(item.Type!)})";

    protected override string PassText(Pass pass)
    {
        var type = Quote(Walk.TypeOf(pass)!);
        return InCall(id => pass.IsAsync ? $"await Run.PassAsync({id}, {type}, {Text(pass.Value)})" : $"Run.Pass({id}, {type}, {Text(pass.Value)})");
    }

    protected override string ComposeText(Compose compose) => compose.Type.IsTuple
        ? OutsideCall(() => $"Run.Together({Quote(compose.Type)}, {Parts(compose)})")
        : InCall(id => $"Run.Compose({id}, {Quote(compose.Type)}, {Parts(compose)})");

    private string Parts(Compose compose) => string.Join(", ", compose.Parts.Select(p => Text(p) + "!"));

    protected override IEnumerable<string> NoArm(Arms arms) => arms.Throws ? ["_ => throw Run.NoArm()"] : [];

    protected override string Text(Take take) => take switch
    {
        { Form: TakeForm.End, Value: Read { Place: var place } } => $"{At(place)}.End()",
        { Form: TakeForm.Conditional, Value: Read { Place: var place } } => $"{At(place)}.EndIfAny()",
        { Form: TakeForm.Lent, Value: Read { Place: var place } } => $"{At(place)}.TakeLent()",
        { Form: TakeForm.Async } => InCall(id => $"await Run.TakeAsync({id}, {Text(take.Value)})"),
        _ => InCall(id => $"Run.Take({id}, {Quote(take.Form == TakeForm.Call ? "Take" : take.Form)}, {Text(take.Value)})"),
    };

    protected override string Text(Take2 two) => InCall(id => $"Run.Take({id}, \"Take2\", {Text(two.First)}, {Text(two.Second)})");

    protected override string Text(Absorb absorb) => InCall(id => $"Run.Absorb({id}, {At(absorb.Receiver)}, {Text(absorb.Value)})");

    protected override string LookAt(LookForm form, Place place) => form switch
    {
        LookForm.Member => $"{At(place)}.Peek()",
        LookForm.Lambda => $"Run.Lambda(() => {At(place)}.Use())",
        LookForm.LocalFunction => $"Peep_{place.Root.Name}()",
        LookForm.Async => $"await {At(place)}.LookAsync()",
        LookForm.Conditional => $"{At(place)}.PeekIfAny()",
        LookForm.Lent => $"{At(place)}.LookLent()",
        LookForm.Tag => $"{At(place)}.Tag()",
        _ => $"{At(place)}.Look({Quote(form)})",
    };

    protected override string Peep(Var variable) => $"{variable.Name}.Look(\"LocalFunction\")";

    protected override string EditText(Place place) => $"{At(place)}.Edit()";

    protected override string FillText(Place place) => $"{At(place)}.FillOut()";

    protected override string PrepareText() => "Run.MayThrow(\"Prepare\")";

    protected override string DiscardText(Discard discard) => $"Run.Drop({Text(discard.Value)})";

    protected override string Text(TakeApart deconstruct)
    {
        var fresh = deconstruct.Value is not Read;
        var whole = fresh ? $"whole_{deconstruct.Targets[0].Root.Name}" : string.Empty;
        var targets = deconstruct.Targets.Select((t, i) =>
        {
            var value = fresh ? $"{whole}.Element({i})" : Text(new Read(((Read)deconstruct.Value).Place with { Index = i }));
            return deconstruct.Declares
                ? $"var {t.Root.Name} = Run.Declare({Quote(t.Root.Name)}, {Quote(t.Type)}, {value});"
                : $"{At(t)}.Fill({value});";
        });
        return (fresh ? $"var {whole} = {Text(deconstruct.Value)}; " : string.Empty) + string.Join(" ", targets);
    }

    protected override string Text(Swap swap) => $"Run.Swap({At(swap.A)}, {At(swap.B)});";

    protected override string ResultText(Cond test) => test is Opaque or Ready or PeekIs ? $"Run.UnknownResult({Text(test)})" : Text(test);

    protected override string ThrowText(string type) => $"throw Run.Raise<{type}>();";

    protected override string RethrowText(int number) => $"throw Run.Again({CatchName(number)});";

    protected override string FailText() => "Run.Fail()";

    protected override string ExitText() => "Run.ExitProcess()";

    protected override string CatchName(int number) => $"e{number}";

    protected override string Number(int count) => $"Run.Choose(\"n\", {count})";

    protected override string OpaqueText(string name) => $"Run.Bool({Quote(name)})";

    protected override string ReadyText() => "Run.Ready()";

    protected override string PeekText(Place place) => $"{At(place)}.PeekIs()";

    protected override string FlagText(Var flag) => $"{flag.Name}.Test()";

    protected override string Text(TryForm form, Place place, bool bare) => form switch
    {
        TryForm.Keep => $"!{At(place)}.Try(\"Keep\")",
        TryForm.EndIsTrue => $"{At(place)}.Try(\"End\")",
        TryForm.Undelivered => bare ? $"{At(place)}.Deliver()" : $"!{At(place)}.Try(\"Deliver\")",
        TryForm.Deliver when bare => $"{At(place)}.Deliver()",
        _ => $"{At(place)}.Try({Quote(form)})",
    };

    protected override string TryMakeText(TryMake make, bool bare) => make.Declares
        ? $"Run.TryMake({Quote(make.Place.Root.Name)}, {Quote(make.Place.Type)}, out var {make.Place.Root.Name})"
        : $"{At(make.Place)}.TryMake()";

    protected override string TryOkText(TryOk ok) => $"{At(ok.Union)}.TryOk({Quote(ok.Content.Name)}, out var {ok.Content.Name})";

    protected override string NullText(NullTest test) =>
        $"{(test.Form is NullForm.Equals or NullForm.Is ? string.Empty : "!")}{test.Variable.Name}.IsNull()";

    protected override string BindText(Bind bind) => $"{bind.Variable.Name}.Bind({Quote(bind.Name.Name)}, out var {bind.Name.Name})";
}
