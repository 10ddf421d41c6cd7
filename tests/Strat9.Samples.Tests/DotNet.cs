namespace Strat9.Samples.Tests;

/// <summary>Runs the <c>dotnet</c> command in the root of the repository.</summary>
public static class DotNet
{
    /// <summary>The root of the repository.</summary>
    public static string Root => Processes.Root;

    public static Task<Ended> Run(params string[] arguments) => Processes.Run("dotnet", arguments);
}
