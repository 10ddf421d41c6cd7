namespace Strat9.Analyzers.Contracts;

/// <summary>Full metadata names of the attributes: they are recognised by name, wherever they are declared.</summary>
internal static class KnownNames
{
    public const string Namespace = "Strat9";

    public const string MoveOnly = "Strat9.MoveOnlyAttribute";
    public const string Linear = "Strat9.LinearAttribute";
    public const string Consumes = "Strat9.ConsumesAttribute";
    public const string Borrows = "Strat9.BorrowsAttribute";
    public const string Gives = "Strat9.GivesAttribute";
    public const string AllowsMoveOnly = "Strat9.AllowsMoveOnlyAttribute";
    public const string MustUse = "Strat9.MustUseAttribute";
    public const string Trusted = "Strat9.TrustedAttribute";

    public const string Typestate = "Strat9.TypestateAttribute";
    public const string State = "Strat9.StateAttribute";
    public const string Transition = "Strat9.TransitionAttribute";
    public const string Requires = "Strat9.RequiresAttribute";
    public const string Ensures = "Strat9.EnsuresAttribute";
    public const string Tests = "Strat9.TestsAttribute";
    public const string TaggedUnion = "Strat9.TaggedUnionAttribute";

    public const string WhenProperty = "When";
    public const string InProperty = "In";
    public const string InitialProperty = "Initial";
    public const string FinalProperty = "Final";
    public const string AnyProperty = "Any";
}
