using Microsoft.CodeAnalysis;

namespace Strat9.CodeFixes.Leaks;

/// <summary>A way to consume a value: an expression around it.</summary>
/// <param name="Title">What the editor shows.</param>
/// <param name="Key">The same for the same way elsewhere.</param>
/// <param name="Before">The expression up to the value.</param>
/// <param name="After">The expression behind it.</param>
internal sealed record Consumer(string Title, string Key, string Before, string After)
{
    private const string Reason = "\"say why it may be lost\"";

    /// <summary>Drops the value on purpose; <see langword="null"/> where the library is not there.</summary>
    public static Consumer? Forget(SemanticModel model, int position) =>
        model.Compilation.GetTypeByMetadataName("Strat9.Ownership") is { } type
        && type.GetMembers("Forget").OfType<IMethodSymbol>().Any(m => m is { IsStatic: true, Parameters.Length: 2 })
            ? new Consumer(
                "Forget with a reason", "Forget", $"{type.ToMinimalDisplayString(model, position)}.Forget(", $", {Reason})")
            : null;

    public string Around(string value) => Before + value + After;
}
