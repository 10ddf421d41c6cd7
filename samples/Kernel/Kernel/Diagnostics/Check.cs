namespace Strat9.Samples.Kernel;

/// <summary>What the kernel asserts of itself while it runs: counted, and each failure told.</summary>
internal static class Check
{
    private static int s_passed;
    private static int s_failed;

    public static int Passed => s_passed;

    public static int Failed => s_failed;

    /// <summary>Counts one.</summary>
    public static void That(bool holds, string what)
    {
        if (holds)
        {
            s_passed++;
            return;
        }

        s_failed++;
        Log.Line("FAILED").Text(what).End();
    }
}
