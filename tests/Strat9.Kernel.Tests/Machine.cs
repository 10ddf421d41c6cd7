using System.Reflection;

namespace Strat9.Kernel.Tests;

/// <summary>
/// Boots the kernel by <c>samples/Kernel/run.sh</c>, from one image for all tests. Where a tool is missing the test is skipped, with the
/// script's own sentence that says what to install; with <see cref="Required"/> set it fails instead.
/// </summary>
internal static class Machine
{
    /// <summary>Set (to anything): a kernel that cannot be built or booted here is a failure.</summary>
    private const string Required = "STRAT9_REQUIRE_KERNEL";

    private const int Missing = 2;
    private const string Patience = "240"; // seconds; a boot takes one where nothing else runs

    private static readonly string Script = Path.Combine(Processes.Root, "samples", "Kernel", "run.sh");

    public static string Configuration { get; } =
        typeof(Machine).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

    private static readonly Lazy<Task<Ended>> Image = new(Build);

    private static readonly Lazy<Task<Ended>> FirstBoot = new(() => Boot());

    /// <summary>Ends when the image has been built, or it is known that it cannot be.</summary>
    public static Task Built() => Image.Value;

    /// <summary>One boot that many tests look at.</summary>
    public static Task<Ended> First() => FirstBoot.Value;

    /// <summary>Boots once.</summary>
    /// <param name="memory">As QEMU's <c>-m</c>.</param>
    /// <param name="type">As QEMU's <c>-machine</c>.</param>
    /// <param name="words">The command line.</param>
    public static async Task<Ended> Boot(string memory = "64M", string type = "q35", string words = "")
    {
        Ended image = await Image.Value;
        SkipIfMissing(image);
        Assert.True(image.ExitCode == 0, image.Output + image.Error);
        Ended boot = await Processes.Run(
            "bash", Script, "--image", image.Output.Trim(), "-m", memory, "--machine", type, "--append", words, "--timeout", Patience);
        SkipIfMissing(boot);
        return boot with { Output = boot.Output.ReplaceLineEndings("\n") };
    }

    private static async Task<Ended> Build()
    {
        if (!OperatingSystem.IsLinux())
        {
            return new(Missing, "", "The kernel needs Linux on x86-64, for the ahead-of-time compiler and the linker.");
        }

        Ended check = await Processes.Run("bash", Script, "--check");
        if (check.ExitCode != 0)
        {
            return check;
        }

        return await Processes.Run("bash", Script, "--build-only", "-c", Configuration);
    }

    private static void SkipIfMissing(Ended ended)
    {
        if (ended.ExitCode != Missing)
        {
            return;
        }

        string sentence = ended.Error.Trim();
        Assert.True(
            Environment.GetEnvironmentVariable(Required) is null,
            $"{Required} is set, and the kernel cannot be booted here: {sentence}");
        Assert.Skip(sentence);
    }
}
