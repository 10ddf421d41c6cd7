using Strat9.Soundness.Language;

namespace Strat9.Soundness.Oracle;

// Views: what they borrow from is known on each path.
internal sealed partial class Lowering
{
    private void LowerView(Stmt statement)
    {
        switch (statement)
        {
            case Lend lend:
                Declared(lend.View, lend.Declares);
                UseReceiver(lend.Source);
                MayThrow("View");
                Emit(Op.Lend, CellOf(lend.View), number: Lender(CellOf(lend.Source.Root), lend.Source.Index));
                break;
            case LendOn lend:
                Declared(lend.View, lend.Declares);
                Emit(Op.Touch, CellOf(lend.From));
                MayThrow("Slice");
                Emit(Op.LendOn, CellOf(lend.View), temp: CellOf(lend.From));
                break;
            case Unlend none:
                Emit(Op.Unlend, CellOf(none.View));
                break;
            case Touch touch:
                Emit(Op.Touch, CellOf(touch.View));
                MayThrow("Item");
                break;
        }
    }

    private void Declared(Var view, bool declares)
    {
        if (declares)
        {
            Declared(view);
        }

        if (!_code.Views.Contains(CellOf(view)))
        {
            _code.Views.Add(CellOf(view));
        }
    }

    private int Lender(Cell cell, int part)
    {
        var at = _code.Lenders.IndexOf((cell, part));
        if (at < 0)
        {
            at = _code.Lenders.Count;
            _code.Lenders.Add((cell, part));
        }

        return at;
    }
}
