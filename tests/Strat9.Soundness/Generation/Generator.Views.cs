using Strat9.Soundness.Language;

namespace Strat9.Soundness.Generation;

// Spans that borrow from values: the value may not leave while they are used.
internal sealed partial class Generator
{
    private void ViewStatement(List<Stmt> into)
    {
        var views = Visible().Where(v => v.Role == Role.View).ToList();
        if (views.Count == 0 || Percent(15))
        {
            NewView(into, views);
            return;
        }

        var view = Any(views);
        switch (_random.Next(10))
        {
            case < 7:
                into.Add(new Touch(view));
                break;
            case < 8 when Lender(ScopeOf(view)) is { } other:
                into.Add(new Lend(view, other, Declares: false));
                break;
            case < 9 when views.Where(v => ScopeOf(v) <= ScopeOf(view)).ToList() is { Count: > 1 } others:
                into.Add(new LendOn(view, Any(others), Declares: false));
                break;
            default:
                into.Add(new Unlend(view));
                break;
        }
    }

    private void NewView(List<Stmt> into, List<Var> views)
    {
        var view = new Var(Name("v"), null, Role.View);
        if (views.Count > 0 && Percent(30))
        {
            into.Add(new LendOn(view, Any(views), Declares: true));
        }
        else if (Lender(_scopes.Count) is { } source)
        {
            into.Add(new Lend(view, source, Declares: true));
        }
        else
        {
            return;
        }

        Enter(view, Holds.Nothing);
    }

    // What the view borrows from lives at least as long as the view.
    private Place? Lender(int scope) => Holding(
        p => !p.Root.IsNullable && p.Type is { IsTuple: false, Protocol: null } && ScopeOf(p.Root) <= scope, takes: false);

    private int ScopeOf(Var variable) => _scopes.FindIndex(s => s.Contains(variable));
}
