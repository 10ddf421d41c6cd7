namespace Strat9.Samples.Tour;

/// <summary>The files embedded in this program, by their paths in the repository.</summary>
internal static class Resources
{
    /// <summary>The paths that begin so, in order.</summary>
    public static IEnumerable<string> Paths(string prefix) =>
        typeof(Resources).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

    /// <summary>The text of a file; <see langword="null"/> where there is none.</summary>
    public static string? Read(string path)
    {
        using Stream? stream = typeof(Resources).Assembly.GetManifestResourceStream(path);
        if (stream is null)
        {
            return null;
        }

        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }
}
