namespace Strat9.Soundness.Oracle;

// Views. A view that is used after its place gave its value away, or got another, is the fault of that move.
internal sealed partial class Machine
{
    private void RunView(Config c, Instr i)
    {
        ref var view = ref c.State[i.Cell!.At];
        switch (i.Op)
        {
            case Op.Lend:
                view = (byte)(State.FirstLoan + (2 * i.Number));
                break;
            case Op.LendOn:
                view = c.State[i.Temp!.At];
                break;
            case Op.Unlend:
                view = State.Dead;
                break;
            case Op.Touch when IsEnded(view):
                var (source, part) = code.Lenders[(view - State.FirstLoan) / 2];
                Violate(Fault.MovedWhileBorrowed, new Language.Place(source.Variable!, part).Text, c.Pc);
                view = State.Dead;
                break;
        }
    }

    private static bool IsEnded(byte view) => view >= State.FirstLoan && (view - State.FirstLoan) % 2 == 1;

    private void EndLoans(byte[] s, Instr i)
    {
        if (i.Cell is { } place)
        {
            Mark(s, place, i.Part, ended: true);
        }
    }

    // The argument was not taken after all.
    private void ResumeLoans(byte[] s, Cell place, int part) => Mark(s, place, part, ended: false);

    private void Mark(byte[] s, Cell place, int part, bool ended)
    {
        foreach (var view in code.Views)
        {
            ref var loan = ref s[view.At];
            if (loan >= State.FirstLoan && code.Lenders[(loan - State.FirstLoan) / 2] is var (cell, lent)
                && cell == place && (lent < 0 || part < 0 || lent == part))
            {
                loan = (byte)((loan & ~1) | (ended ? 1 : 0));
            }
        }
    }
}
