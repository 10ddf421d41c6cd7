using Strat9.Soundness.Language;

namespace Strat9.Soundness.Oracle;

/// <summary>Translates a method into instructions: the order of evaluation, the scopes and the regions of C#.</summary>
internal sealed partial class Lowering
{
    private readonly Code _code = new();
    private readonly Dictionary<Var, Cell> _cells = [];
    private readonly Dictionary<string, int> _labels = [];
    private readonly List<(Cell Temp, Cell Place, int Part)> _pending = [];
    private readonly Stack<(int Break, int Continue)> _loops = new();
    private readonly List<int> _fixups = []; // label number → pc
    private Scope _scope = new(null);
    private Region? _region;
    private int _exit;
    private int _tries;

    private Lowering()
    {
    }

    public static Code Lower(Method method)
    {
        var lowering = new Lowering();
        lowering.LowerMethod(method);
        return lowering._code;
    }

    private void LowerMethod(Method method)
    {
        foreach (var parameter in method.Parameters)
        {
            _code.Parameters.Add(CellOf(parameter));
        }

        _code.Result = _code.Size++;
        _code.OnlyThrows = method.Body.Statements is [Throw];
        _code.Raised.Add("OtherException");
        FindTypes(method.Body);
        _exit = NewLabel();
        foreach (var parameter in method.Parameters)
        {
            if (parameter.Role == Role.GivenWhenTrue)
            {
                Emit(Op.NotGiven, CellOf(parameter));
            }
        }

        foreach (var parameter in method.Parameters)
        {
            Enter(parameter);
        }

        _returnState = method.ReturnState;
        Inner(() => Statements(method.Body));
        Mark(_exit);
        Emit(Op.Exit);
        for (var label = 0; label < _fixups.Count; label++)
        {
            // A shrunk method may have lost the target of a goto; the compiler refuses it.
            _fixups[label] = _fixups[label] < 0 ? _fixups[_exit] : _fixups[label];
        }

        foreach (var instruction in _code.Instructions)
        {
            if (instruction.Target >= 0)
            {
                instruction.Target = _fixups[instruction.Target];
            }

            for (var i = 0; i < instruction.Targets.Length; i++)
            {
                instruction.Targets[i] = instruction.Op == Op.AnyState ? instruction.Targets[i] : _fixups[instruction.Targets[i]];
            }
        }
    }

    private void FindTypes(Block block)
    {
        foreach (var statement in Walk.Statements(block))
        {
            if (statement is Try { Catches: var catches })
            {
                foreach (var clause in catches)
                {
                    if (clause.Type is { } type && !_code.Raised.Contains(type))
                    {
                        _code.Raised.Add(type);
                    }
                }
            }
        }
    }

    private Cell CellOf(Var variable)
    {
        if (!_cells.TryGetValue(variable, out var cell))
        {
            cell = new Cell(_code.Size, variable.Type, variable);
            _code.Size += cell.Width;
            _cells.Add(variable, cell);
        }

        return cell;
    }

    private Cell Temp(Ty type)
    {
        var cell = new Cell(_code.Size, type, null);
        _code.Temporaries.Add((cell.At, cell.At + cell.Width));
        _code.Size += cell.Width;
        return cell;
    }

    private Instr Emit(
        Op op,
        Cell? cell = null,
        int part = -1,
        Cell? temp = null,
        Cell[]? temps = null,
        string label = "",
        int number = 0,
        int target = -1,
        int[]? targets = null,
        int mask = 0)
    {
        var guarded = false;
        for (var r = _region; r is not null && !guarded; r = r.Parent)
        {
            guarded = r.Kind is RegionKind.Body or RegionKind.Filter;
        }

        var instruction = new Instr
        {
            Op = op,
            Region = _region,
            Scope = _scope,
            Cell = cell,
            Part = part,
            Temp = temp,
            Temps = temps ?? [],
            Label = label,
            Number = number,
            Target = target,
            Targets = targets ?? [],
            Mask = mask,
            Restore = op is Op.MayThrow or Op.NotNull or Op.Throw ? [.. _pending] : [],
            IsGuarded = guarded,
        };
        _code.Instructions.Add(instruction);
        return instruction;
    }

    private int NewLabel()
    {
        _fixups.Add(-1);
        return _fixups.Count - 1;
    }

    private void Mark(int label) => _fixups[label] = _code.Instructions.Count;

    // A label that paths come together at, or come back to.
    private void Head(int label)
    {
        Mark(label);
        Emit(Op.Head);
    }

    private void Inner(Action body)
    {
        var outer = _scope;
        _scope = new Scope(outer);
        body();
        var after = NewLabel();
        Emit(Op.Go, target: after);
        _scope = outer;
        Head(after);
    }

    private void In(Region? region, Action body)
    {
        var outer = _region;
        _region = region;
        body();
        _region = outer;
    }

    private void Statements(Block block)
    {
        foreach (var statement in block.Statements)
        {
            if (statement is Label label)
            {
                LabelOf(label.Name);
            }
        }

        for (var i = 0; i < block.Statements.Length; i++)
        {
            if (block.Statements[i] is Using { Body: null } rest)
            {
                // A using declaration reaches to the end of its block.
                Declared(rest.Variable);
                Value(rest.Variable, rest.Value);
                UsingBody(rest.Variable, block.With(block.Statements[(i + 1)..]));
                return;
            }

            Statement(block.Statements[i]);
        }
    }

    private int LabelOf(string name)
    {
        if (!_labels.TryGetValue(name, out var label))
        {
            label = NewLabel();
            _labels.Add(name, label);
        }

        return label;
    }

    private void Declared(Var variable)
    {
        var cell = CellOf(variable);
        if (!_scope.Cells.Contains(cell))
        {
            _scope.Cells.Add(cell);
        }
    }

    private void Value(Var variable, Expr value)
    {
        if (value is Read { Place: { IsPart: false, Root: { Type.IsClass: true } } source })
        {
            // Another name for a borrow is a borrow.
            var aliased = NewLabel();
            Emit(Op.Alias, CellOf(variable), temp: CellOf(source.Root), target: aliased);
            Emit(Op.Fill, CellOf(variable), temp: Evaluate(value), number: 1);
            Head(aliased);
            return;
        }

        Emit(Op.Fill, CellOf(variable), temp: Evaluate(value), number: 1);
    }

    private void Statement(Stmt statement)
    {
        var depth = _pending.Count;
        Lower(statement);
        if (_pending.Count != depth)
        {
            throw new InvalidOperationException("A statement left arguments pending.");
        }
    }

    private void Lower(Stmt statement)
    {
        switch (statement)
        {
            case Declare declare:
                Declared(declare.Variable);
                Value(declare.Variable, declare.Value);
                break;
            case Assign assign:
                var assigned = Evaluate(assign.Value);
                Emit(Op.Fill, CellOf(assign.Target.Root), assign.Target.Index, assigned);
                break;
            case SetFlag set:
                if (set.Declares)
                {
                    Declared(set.Flag);
                }

                if (set.Value is null)
                {
                    Emit(Op.SetFlag, CellOf(set.Flag), number: set.Known ? 1 : 0);
                }
                else
                {
                    FlagFrom(set.Value, CellOf(set.Flag));
                }

                break;
            case Take take:
                LowerTake(take);
                break;
            case Take2 two:
                Call("Take2", () => { }, two.First, two.Second);
                break;
            case Absorb absorb:
                var taken = _pending.Count;
                Argument(absorb.Value);
                Commit(taken);
                UseReceiver(absorb.Receiver);
                MayThrow("Absorb");
                break;
            case Look look:
                LowerLook(look);
                break;
            case Edit edit:
                Emit(Op.Use, CellOf(edit.Place.Root), edit.Place.Index);
                MayThrow("Edit");
                Emit(Op.Own, CellOf(edit.Place.Root), edit.Place.Index, number: 1);
                if (AnyState(CellOf(edit.Place.Root)))
                {
                    MayThrow("AfterEdit");
                }

                break;
            case FillOut fill:
                Emit(Op.BeforeOut, CellOf(fill.Place.Root), fill.Place.Index);
                MayThrow("Fill");
                Emit(Op.Own, CellOf(fill.Place.Root), fill.Place.Index);
                AnyState(CellOf(fill.Place.Root));
                break;
            case Push push:
                LowerPush(push);
                break;
            case Lend or LendOn or Unlend or Touch:
                LowerView(statement);
                break;
            case Step step:
                LowerStep(step.Place, step.Member);
                break;
            case Prepare:
                MayThrow("Prepare");
                break;
            case Discard discard:
                Emit(Op.Drop, temp: Evaluate(discard.Value));
                break;
            case Ignore ignore:
                var ignored = NewLabel();
                Test(ignore.Test, ignored, ignored);
                Head(ignored);
                break;
            case TakeApart deconstruct:
                LowerDeconstruct(deconstruct);
                break;
            case Swap swap:
                var (b, a) = (Evaluate(new Read(swap.B)), Evaluate(new Read(swap.A)));
                Emit(Op.Fill, CellOf(swap.A.Root), swap.A.Index, b);
                Emit(Op.Fill, CellOf(swap.B.Root), swap.B.Index, a);
                break;
            default:
                LowerControl(statement);
                break;
        }
    }

    private void LowerDeconstruct(TakeApart deconstruct)
    {
        var temps = new List<Cell>();
        if (deconstruct.Value is Read { Place: { IsPart: false } source })
        {
            for (var i = 0; i < deconstruct.Targets.Length; i++)
            {
                temps.Add(Evaluate(new Read(source with { Index = i })));
            }
        }
        else
        {
            // A new tuple: each element is a value of its own.
            var whole = Evaluate(deconstruct.Value);
            for (var i = 0; i < deconstruct.Targets.Length; i++)
            {
                temps.Add(new Cell(whole.At + 1 + i, deconstruct.Targets[i].Type, null));
            }
        }

        for (var i = 0; i < temps.Count; i++)
        {
            var target = deconstruct.Targets[i];
            if (deconstruct.Declares)
            {
                Declared(target.Root);
            }

            Emit(Op.Fill, CellOf(target.Root), target.Index, temps[i], number: deconstruct.Declares ? 1 : 0);
        }
    }

    private void LowerTake(Take take)
    {
        switch (take)
        {
            case { Form: TakeForm.End, Value: Read { Place: { Type.IsContainer: true } container } }:
                Emit(Op.DisposeFull, CellOf(container.Root));
                Emit(Op.Consume, CellOf(container.Root));
                MayThrow("Dispose");
                break;
            case { Form: TakeForm.End, Value: Read { Place: var place } }:
                Emit(Op.NotNull, CellOf(place.Root), place.Index);
                Emit(Op.Consume, CellOf(place.Root), place.Index);
                MayThrow("End");
                break;
            case { Form: TakeForm.Conditional, Value: Read { Place: var maybe } }:
                var skip = NewLabel();
                Emit(Op.TestNull, CellOf(maybe.Root), maybe.Index, label: "null:" + maybe.Text, target: skip);
                Emit(Op.Consume, CellOf(maybe.Root), maybe.Index);
                MayThrow("End");
                Head(skip);
                break;
            case { Form: TakeForm.Lent, Value: Read { Place: var lender } }:
                Emit(Op.Use, CellOf(lender.Root), lender.Index);
                MayThrow("Lent");
                Emit(Op.Lent, CellOf(lender.Root), lender.Index);
                MayThrow("Take");
                break;
            case { Form: TakeForm.Async }:
                Call("TakeAsync", () => MayThrow("await"), take.Value);
                break;
            case { Form: TakeForm.End }:
                // A new value that is consumed at once.
                Evaluate(take.Value);
                MayThrow("End");
                break;
            default:
                Call(take.Form == TakeForm.Call ? "Take" : take.Form.ToString(), () => { }, take.Value);
                break;
        }
    }

    private void LowerLook(Look look)
    {
        var (cell, part) = (CellOf(look.Place.Root), look.Place.Index);
        switch (look.Form)
        {
            case LookForm.Member:
                UseReceiver(look.Place);
                MayThrow("Peek");
                break;
            case LookForm.Async:
                Emit(Op.Use, cell, part);
                MayThrow("LookAsync");
                MayThrow("await");
                break;
            case LookForm.Conditional:
                var skip = NewLabel();
                Emit(Op.TestNull, cell, part, label: "null:" + look.Place.Text, target: skip);
                Emit(Op.Use, cell, part);
                MayThrow("Peek");
                Head(skip);
                break;
            case LookForm.Lent:
                Emit(Op.Use, cell, part);
                MayThrow("Lent");
                MayThrow("Look");
                break;
            case LookForm.Tag:
                Emit(Op.UseTag, cell, part);
                break;
            default:
                Emit(Op.Use, cell, part);
                if (look.Place.Type.IsContainer)
                {
                    // Whoever is lent it may fill it.
                    AnyState(cell);
                }

                MayThrow(look.Form.ToString());
                break;
        }
    }

    private void UseReceiver(Place place)
    {
        Emit(Op.NotNull, CellOf(place.Root), place.Index);
        Emit(Op.Use, CellOf(place.Root), place.Index);
    }

    private void MayThrow(string label) => Emit(Op.MayThrow, label: label);

    // Arguments are taken one by one; from the start of the call they are taken for good.
    private void Call(string name, Action then, params Expr[] arguments)
    {
        var before = _pending.Count;
        foreach (var argument in arguments)
        {
            Argument(argument);
        }

        Commit(before);
        MayThrow(name);
        then();
    }

    private void Argument(Expr value) => Evaluate(value, isArgument: true);

    private void Commit(int before)
    {
        foreach (var (temp, _, _) in _pending.Skip(before))
        {
            Emit(Op.Clear, temp: temp);
        }

        _pending.RemoveRange(before, _pending.Count - before);
    }

    private Cell Evaluate(Expr value, bool isArgument = false)
    {
        switch (value)
        {
            case New made:
                var fresh = Temp(made.Type);
                MayThrow("New");
                if (made.IsAsync)
                {
                    MayThrow("await");
                }

                Emit(Op.Fresh, temp: fresh);
                NewState(fresh, made.State);
                return fresh;
            case Maybe maybe:
                return LowerMaybe(maybe);
            case Read read:
                var moved = Temp(read.Place.Type);
                Emit(Op.Move, CellOf(read.Place.Root), read.Place.Index, moved);
                if (isArgument)
                {
                    _pending.Add((moved, CellOf(read.Place.Root), read.Place.Index));
                }

                return moved;
            case Pass pass:
                var before = _pending.Count;
                var result = Temp(Walk.TypeOf(pass)!);
                Argument(pass.Value);
                Commit(before);
                MayThrow("Pass");
                if (pass.IsAsync)
                {
                    MayThrow("await");
                }

                Emit(Op.Fresh, temp: result);
                AnyState(result);
                return result;
            case Compose compose:
                var start = _pending.Count;
                var whole = Temp(compose.Type);
                var parts = compose.Parts.Select(p => Evaluate(p, isArgument: !compose.Type.IsTuple)).ToArray();
                Emit(Op.Compose, temp: whole, temps: parts);
                Commit(start);
                if (!compose.Type.IsTuple)
                {
                    MayThrow("Compose");
                }

                return whole;
            case Choose choose:
                var (yes, no, end) = (NewLabel(), NewLabel(), NewLabel());
                var chosen = Temp(Walk.TypeOf(choose)!);
                Test(choose.Test, yes, no);
                Head(yes);
                Into(chosen, choose.Then, isArgument);
                Emit(Op.Go, target: end);
                Head(no);
                Into(chosen, choose.Else, isArgument);
                Head(end);
                return chosen;
            case Coalesce coalesce:
                var (empty, done) = (NewLabel(), NewLabel());
                var either = Temp(coalesce.Value.Type);
                var held = Evaluate(new Read(coalesce.Value), isArgument);
                Emit(Op.TestEmpty, held, target: empty, number: State.Null);
                Emit(Op.Copy, held, temp: either);
                Emit(Op.Go, target: done);
                Head(empty);
                Into(either, coalesce.Else, isArgument);
                Head(done);
                return either;
            case Arms arms:
                return LowerArms(arms, isArgument);
            case Null none:
                var nothing = Temp(none.Type);
                Emit(Op.Nothing, temp: nothing);
                return nothing;
            default:
                throw new InvalidOperationException(value.GetType().Name);
        }
    }

    private Cell LowerMaybe(Maybe maybe)
    {
        var temp = Temp(maybe.Type);
        var (some, end) = (NewLabel(), NewLabel());
        MayThrow("Maybe");
        Emit(Op.Branch, label: "some", target: some);
        Emit(Op.Nothing, temp: temp);
        Emit(Op.Go, target: end);
        Head(some);
        Emit(Op.Fresh, temp: temp);
        Head(end);
        return temp;
    }

    private Cell LowerArms(Arms arms, bool isArgument)
    {
        var result = Temp(Walk.TypeOf(arms)!);
        var end = NewLabel();
        var labels = arms.Values.Select(_ => NewLabel()).ToList();
        var none = NewLabel();
        if (arms.Throws)
        {
            labels.Add(none);
        }

        Emit(Op.Pick, label: "n", targets: [.. labels]);
        for (var i = 0; i < arms.Values.Length; i++)
        {
            Head(labels[i]);
            Into(result, arms.Values[i], isArgument);
            Emit(Op.Go, target: end);
        }

        if (arms.Throws)
        {
            Head(none);
            Emit(Op.Throw, label: "UnreachableException");
        }

        Head(end);
        return result;
    }

    private void Into(Cell target, Expr value, bool isArgument)
    {
        Emit(Op.Copy, Evaluate(value, isArgument), temp: target);
    }

    // The value of a condition goes into a flag. Nothing is known of one that ends in an opaque operand.
    private void FlagFrom(Cond value, Cell flag)
    {
        switch (value)
        {
            case Opaque:
                Emit(Op.SetFlag, flag, number: State.Unknown);
                break;
            case Ready:
                MayThrow("Ready");
                Emit(Op.SetFlag, flag, number: State.Unknown);
                break;
            case PeekIs peek:
                UseReceiver(peek.Place);
                MayThrow("Peek");
                Emit(Op.SetFlag, flag, number: State.Unknown);
                break;
            default:
                var (yes, no, end) = (NewLabel(), NewLabel(), NewLabel());
                Test(value, yes, no);
                Head(yes);
                Emit(Op.SetFlag, flag, number: 1);
                Emit(Op.Go, target: end);
                Head(no);
                Emit(Op.SetFlag, flag, number: 0);
                Head(end);
                break;
        }
    }

    private void Test(Cond test, int yes, int no)
    {
        switch (test)
        {
            case Opaque opaque:
                Choice(opaque.Name, yes, no);
                break;
            case Ready:
                MayThrow("Ready");
                Choice("Ready", yes, no);
                break;
            case PeekIs peek:
                UseReceiver(peek.Place);
                MayThrow("Peek");
                Choice("Peek", yes, no);
                break;
            case FlagIs flag:
                Emit(Op.TestFlag, CellOf(flag.Flag), label: flag.Flag.Name, target: yes);
                Emit(Op.Go, target: no);
                break;
            case Not not:
                Test(not.Inner, no, yes);
                break;
            case And and:
                var second = NewLabel();
                Test(and.Left, second, no);
                Head(second);
                Test(and.Right, yes, no);
                break;
            case Or or:
                var other = NewLabel();
                Test(or.Left, yes, other);
                Head(other);
                Test(or.Right, yes, no);
                break;
            case TryTake take:
                TestTake(take, yes, no);
                break;
            case TryMake make:
                TestMake(make, yes, no);
                break;
            case TryOk ok:
                TestOk(ok, yes, no);
                break;
            case TryStep step:
                TestStep(step, yes, no);
                break;
            case TryPop pop:
                TestPop(pop, yes, no);
                break;
            case IsEmpty empty:
                Emit(Op.Use, CellOf(empty.Container.Root));
                MayThrow("IsEmpty");
                Emit(Op.TestState, CellOf(empty.Container.Root), label: "empty", target: yes);
                Emit(Op.Go, target: no);
                break;
            case IsIn state:
                TestState(state, yes, no);
                break;
            case NullTest { Form: NullForm.Equals or NullForm.Is } isNull:
                Emit(Op.TestNull, CellOf(isNull.Variable), label: "null:" + isNull.Variable.Name, target: yes);
                Emit(Op.Go, target: no);
                break;
            case NullTest notNull:
                Emit(Op.TestNull, CellOf(notNull.Variable), label: "null:" + notNull.Variable.Name, target: no);
                Emit(Op.Go, target: yes);
                break;
            case Bind bind:
                Declared(bind.Name);
                Emit(Op.TestNull, CellOf(bind.Variable), label: "null:" + bind.Variable.Name, target: no);
                Emit(Op.Fill, CellOf(bind.Name), temp: Evaluate(new Read(bind.Variable)), number: 1);
                Emit(Op.Go, target: yes);
                break;
            default:
                throw new InvalidOperationException(test.GetType().Name);
        }
    }

    private void Choice(string label, int yes, int no)
    {
        Emit(Op.Branch, label: label, target: yes);
        Emit(Op.Go, target: no);
    }

    private void TestTake(TryTake take, int yes, int no)
    {
        var (cell, part) = (CellOf(take.Place.Root), take.Place.Index);
        if (take.Form is TryForm.End or TryForm.EndIsTrue)
        {
            UseReceiver(take.Place);
        }
        else
        {
            Emit(Op.Use, cell, part);
        }

        var name = take.Form is TryForm.EndIsTrue ? "End" : take.Form is TryForm.Undelivered ? "Deliver" : take.Form.ToString();
        MayThrow("Try" + name);
        var taken = NewLabel();
        var (onTaken, onKept) = take.Form is TryForm.Keep or TryForm.Undelivered ? (no, yes) : (yes, no);
        Emit(Op.Branch, label: "take:" + name, target: taken);
        Emit(Op.Go, target: onKept);
        Head(taken);
        Emit(Op.Consume, cell, part);
        Emit(Op.Go, target: onTaken);
    }

    private void TestMake(TryMake make, int yes, int no)
    {
        var (cell, part) = (CellOf(make.Place.Root), make.Place.Index);
        if (make.Declares)
        {
            Declared(make.Place.Root);
        }

        Emit(Op.BeforeOut, cell, part);
        MayThrow("TryMake");
        var given = NewLabel();
        Emit(Op.Branch, label: "make", target: given);
        Emit(Op.NotGiven, cell, part);
        Emit(Op.Go, target: no);
        Head(given);
        Emit(Op.Own, cell, part);
        AnyState(cell);
        Emit(Op.Go, target: yes);
    }

    private void TestOk(TryOk ok, int yes, int no)
    {
        var (union, content) = (CellOf(ok.Union.Root), CellOf(ok.Content));
        Declared(ok.Content);
        Emit(Op.Use, union, ok.Union.Index);
        Emit(Op.BeforeOut, content);
        MayThrow("TryOk");
        var given = NewLabel();
        Emit(Op.Branch, label: "ok", target: given);
        Emit(Op.NotGiven, content);
        Emit(Op.Go, target: no);
        Head(given);
        Emit(Op.Consume, union, ok.Union.Index);
        Emit(Op.Own, content);
        Emit(Op.Go, target: yes);
    }

    private void LowerControl(Stmt statement)
    {
        switch (statement)
        {
            case If @if:
                var (then, @else, end) = (NewLabel(), NewLabel(), NewLabel());
                Test(@if.Test, then, @else);
                Head(then);
                Inner(() => Statements(@if.Then));
                Emit(Op.Go, target: end);
                Head(@else);
                if (@if.Else is { } other)
                {
                    Inner(() => Statements(other));
                }

                Head(end);
                break;
            case While loop:
                LowerWhile(loop);
                break;
            case DoWhile loop:
                var (top, again, out1) = (NewLabel(), NewLabel(), NewLabel());
                Head(top);
                Inner(() => Loop(out1, again, loop.Body));
                Head(again);
                Test(loop.Test, top, out1);
                Head(out1);
                break;
            case ForEach each:
                LowerForEach(each);
                break;
            case Try @try:
                LowerTry(@try.Body, @try.Catches, @try.Finally);
                break;
            case Switch @switch:
                LowerSwitch(@switch);
                break;
            case Using @using:
                Inner(() =>
                {
                    Declared(@using.Variable);
                    Value(@using.Variable, @using.Value);
                    UsingBody(@using.Variable, @using.Body!);
                });
                break;
            case Return @return:
                LowerReturn(@return);
                break;
            case Break or Continue when _loops.Count == 0:
                // A shrunk method may have lost its loop; the compiler refuses it.
                Emit(Op.Stop);
                break;
            case Break:
                Emit(Op.Go, target: _loops.Peek().Break);
                break;
            case Continue:
                Emit(Op.Go, target: _loops.Peek().Continue);
                break;
            case Throw @throw:
                MayThrow("NewException");
                Emit(Op.Throw, label: @throw.Type);
                break;
            case Rethrow:
                LowerRethrow();
                break;
            case Fail:
                Emit(Op.Fail, label: "Fail");
                break;
            case ExitProcess:
                MayThrow("Exit");
                Emit(Op.Stop);
                break;
            case Label label:
                Head(LabelOf(label.Name));
                break;
            case Goto @goto:
                Emit(Op.Go, target: LabelOf(@goto.Name));
                break;
            default:
                throw new InvalidOperationException(statement.GetType().Name);
        }
    }

    private void LowerWhile(While loop)
    {
        // What the condition declares lives for one pass.
        var (head, after) = (NewLabel(), NewLabel());
        Head(head);
        Inner(() =>
        {
            var (body, leave) = (NewLabel(), NewLabel());
            Test(loop.Test, body, leave);
            Head(leave);
            Emit(Op.Go, target: after);
            Head(body);
            Inner(() => Loop(after, head, loop.Body));
            Emit(Op.Go, target: head);
        });
        Head(after);
    }

    private void Loop(int @break, int @continue, Block body)
    {
        _loops.Push((@break, @continue));
        Statements(body);
        _loops.Pop();
    }

    private void LowerForEach(ForEach each)
    {
        MayThrow("Many");
        MayThrow("GetEnumerator");
        Guarded(
            () =>
            {
                var (head, item, after) = (NewLabel(), NewLabel(), NewLabel());
                Head(head);
                MayThrow("MoveNext");
                Emit(Op.Branch, label: "next", target: item);
                Emit(Op.Go, target: after);
                Head(item);
                Inner(() =>
                {
                    MayThrow("Current");
                    Declared(each.Item);
                    var temp = Temp(each.Item.Type!);
                    Emit(Op.Fresh, temp: temp);
                    Emit(Op.Fill, CellOf(each.Item), temp: temp, number: 1);
                    Inner(() => Loop(after, head, each.Body));
                });
                Emit(Op.Go, target: head);
                Head(after);
            },
            () => MayThrow("DisposeEnumerator"));
    }

    private void UsingBody(Var variable, Block body) =>
        Guarded(
            () => Inner(() => Statements(body)),
            () =>
            {
                var skip = NewLabel();
                Emit(Op.TestEmpty, CellOf(variable), target: skip, number: State.Null);
                Emit(Op.Use, CellOf(variable));
                MayThrow("Dispose");
                Head(skip);
            });

    private TryInfo NewTry() => new() { Id = _tries++, Scope = _scope, Parent = _region, Caught = _code.Size++ };

    private void Guarded(Action body, Action @finally)
    {
        var info = NewTry();
        var (start, end) = (NewLabel(), NewLabel());
        In(new Region(RegionKind.Body, info, _region), () =>
        {
            Inner(body);
            Emit(Op.Go, target: end);
        });
        In(new Region(RegionKind.Finally, info, _region), () =>
        {
            Head(start);
            info.FinallyPc = _fixups[start];
            Inner(@finally);
            Emit(Op.EndFinally);
        });
        Head(end);
    }

    private void LowerTry(Block body, IReadOnlyList<Catch> catches, Block? @finally)
    {
        if (@finally is not null)
        {
            Guarded(
                () =>
                {
                    if (catches.Count == 0)
                    {
                        Statements(body);
                    }
                    else
                    {
                        LowerTry(body, catches, null);
                    }
                },
                () => Statements(@finally));
            return;
        }

        var info = NewTry();
        var end = NewLabel();
        In(new Region(RegionKind.Body, info, _region), () =>
        {
            Inner(() => Statements(body));
            Emit(Op.Go, target: end);
        });
        foreach (var clause in catches)
        {
            var handler = new Handler { Type = clause.Type };
            info.Handlers.Add(handler);
            if (clause.Filter is { } filter)
            {
                In(new Region(RegionKind.Filter, info, _region), () =>
                {
                    var (start, yes, no) = (NewLabel(), NewLabel(), NewLabel());
                    Head(start);
                    handler.FilterPc = _fixups[start];
                    Test(filter, yes, no);
                    Head(yes);
                    Emit(Op.FilterTrue);
                    Head(no);
                    Emit(Op.FilterFalse);
                });
            }

            In(new Region(RegionKind.Catch, info, _region), () =>
            {
                var start = NewLabel();
                Head(start);
                handler.BodyPc = _fixups[start];
                Inner(() => Statements(clause.Body));
                Emit(Op.Go, target: end);
            });
        }

        Head(end);
    }

    private void LowerSwitch(Switch @switch)
    {
        var end = NewLabel();
        var labels = @switch.Cases.Select(_ => NewLabel()).ToArray();
        switch (@switch)
        {
            case { Subject: Subject.Number }:
                Emit(Op.Pick, label: "n", targets: [.. labels]);
                break;
            case { Subject: Subject.State, Place: { } place }:
                SwitchState(place, labels);
                break;
            case { Subject: Subject.Sent, Place: { } place }:
                Test(new TryTake(TryForm.Deliver, place), labels[0], labels[1]);
                break;
            case { Place: { } place }:
                Test(new TryTake(TryForm.Send, place), labels[0], labels[1]);
                break;
        }

        for (var i = 0; i < labels.Length; i++)
        {
            Head(labels[i]);
            var block = @switch.Cases[i];
            Inner(() => Loop(end, _loops.Count == 0 ? end : _loops.Peek().Continue, block));
            Emit(Op.Go, target: end);
        }

        Head(end);
    }

    private void LowerReturn(Return @return)
    {
        if (@return.Value is { } value)
        {
            Promise(Evaluate(value));
        }
        else if (@return.Result is { } result)
        {
            Emit(Op.SetResult, number: result ? 1 : 0);
        }
        else if (@return.Test is Opaque or Ready or PeekIs)
        {
            var unknown = NewLabel();
            Test(@return.Test, unknown, unknown);
            Head(unknown);
            Emit(Op.SetResult, number: State.Unknown);
        }
        else if (@return.Test is { } test)
        {
            var (yes, no, end) = (NewLabel(), NewLabel(), NewLabel());
            Test(test, yes, no);
            Head(yes);
            Emit(Op.SetResult, number: 1);
            Emit(Op.Go, target: end);
            Head(no);
            Emit(Op.SetResult, number: 0);
            Head(end);
        }

        Emit(Op.Go, target: _exit);
    }

    private void LowerRethrow()
    {
        for (var r = _region; r is not null; r = r.Parent)
        {
            if (r.Kind == RegionKind.Catch)
            {
                Emit(Op.Rethrow, number: r.Try.Caught);
                return;
            }
        }

        Emit(Op.Stop);
    }
}
