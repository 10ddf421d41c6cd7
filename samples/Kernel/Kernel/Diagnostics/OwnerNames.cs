namespace Strat9.Samples.Kernel;

/// <summary>The table's answers, in words.</summary>
internal static class OwnerNames
{
    public static string Of(OwnerError error) => error switch
    {
        OwnerError.InvalidHandle => "InvalidHandle",
        OwnerError.Stale => "Stale",
        OwnerError.NotFound => "NotFound",
        OwnerError.DoubleClaim => "DoubleClaim",
        OwnerError.Overlaps => "Overlaps",
        OwnerError.CapAlreadyPresent => "CapAlreadyPresent",
        OwnerError.CapNotFound => "CapNotFound",
        OwnerError.TokenOutstanding => "TokenOutstanding",
        OwnerError.StillReferenced => "StillReferenced",
        OwnerError.CountOverflow => "CountOverflow",
        _ => "none",
    };
}
