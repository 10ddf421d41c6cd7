using Strat9.Soundness.Language;

namespace Strat9.Soundness.Oracle;

// In-place protocols: what a call needs of the state, and what it leaves.
internal sealed partial class Lowering
{
    private int _returnState;

    private void Enter(Var parameter)
    {
        if (parameter.Type?.Protocol is not { } protocol)
        {
            return;
        }

        var cell = CellOf(parameter);
        AnyState(cell, parameter.States is { Requires: > 0 and var set } ? set : protocol.All);
        if (parameter.Role is Role.Borrow or Role.Ref)
        {
            _code.Entries[cell] = _code.Size++;
            Emit(Op.Entry, cell, number: _code.Entries[cell]);
        }
    }

    private void LowerPush(Push push)
    {
        var (before, container) = (_pending.Count, CellOf(push.Container.Root));
        Argument(push.Value);
        Commit(before);
        Emit(Op.Use, container);
        MayThrow("Push");
        Emit(Op.Push, container);
        MayThrow("AfterPush");
    }

    private void TestPop(TryPop pop, int yes, int no)
    {
        var (container, item) = (CellOf(pop.Container.Root), CellOf(pop.Item));
        Declared(pop.Item);
        Emit(Op.Use, container);
        Emit(Op.BeforeOut, item);
        MayThrow("TryPop");
        var none = NewLabel();
        Emit(Op.TestState, container, label: "empty", target: none);
        Emit(Op.Pop, container);
        Emit(Op.Own, item);
        Emit(Op.Go, target: yes);
        Head(none);
        Emit(Op.NotGiven, item);
        Emit(Op.Go, target: no);
    }

    private bool AnyState(Cell cell) => cell.Type?.Protocol is { } protocol && AnyState(cell, protocol.All);

    private bool AnyState(Cell cell, int set)
    {
        int[] states = [.. Enumerable.Range(0, cell.Type!.Protocol!.Count).Where(s => (set & (1 << s)) != 0)];
        Emit(Op.AnyState, cell, label: cell.Type.Name, targets: states);
        return true;
    }

    private void NewState(Cell cell, int state)
    {
        if (state < 0)
        {
            AnyState(cell);
        }
        else if (cell.Type!.Protocol is not null)
        {
            Emit(Op.SetState, cell, number: state);
        }
    }

    private void Promise(Cell result)
    {
        if (_returnState >= 0)
        {
            Emit(Op.Require, result, number: (int)Fault.Unmet, mask: 1 << _returnState);
        }
    }

    private void Require(Cell cell, Member member)
    {
        if (member.Requires != 0)
        {
            Emit(Op.Require, cell, number: (int)(member.IsReceiver ? Fault.WrongState : Fault.WrongArgument), mask: member.Requires);
        }
    }

    private void BeginStep(Place place, Member member)
    {
        Emit(Op.Use, CellOf(place.Root));
        Require(CellOf(place.Root), member);
    }

    private void LowerStep(Place place, Member member)
    {
        var cell = CellOf(place.Root);
        if (member.Consumes)
        {
            Require(cell, member);
            Emit(Op.Consume, cell);
            MayThrow(member.Name);
            return;
        }

        BeginStep(place, member);
        MayThrow(member.Name);
        Go(cell, member.Ensures, member);
    }

    // The call may also throw when the transition has happened.
    private void Go(Cell cell, int state, Member member)
    {
        if (state >= 0)
        {
            Emit(Op.SetState, cell, number: state);
            MayThrow("After" + member.Name);
        }
    }

    private void TestStep(TryStep step, int yes, int no)
    {
        var (cell, member) = (CellOf(step.Place.Root), step.Member);
        BeginStep(step.Place, member);
        MayThrow(member.Name);
        var success = NewLabel();
        Emit(Op.Branch, label: "try:" + member.Name, target: success);
        Go(cell, member.OnFalse, member);
        Emit(Op.Go, target: no);
        Head(success);
        Go(cell, member.OnTrue, member);
        Emit(Op.Go, target: yes);
    }

    private void TestState(IsIn test, int yes, int no)
    {
        var cell = CellOf(test.Place.Root);
        Emit(Op.Use, cell);
        MayThrow("Is");
        Emit(Op.TestState, cell, label: "is:" + test.Place.Text, number: test.State, target: yes);
        Emit(Op.Go, target: no);
    }

    private void SwitchState(Place place, int[] labels)
    {
        var cell = CellOf(place.Root);
        Emit(Op.Use, cell);
        MayThrow("State");
        for (var i = 0; i < labels.Length - 1; i++)
        {
            Emit(Op.TestState, cell, label: "is:" + place.Text, number: i, target: labels[i]);
        }

        Emit(Op.Go, target: labels[^1]);
    }
}
