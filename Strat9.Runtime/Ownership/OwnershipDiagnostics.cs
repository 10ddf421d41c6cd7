using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Strat9;

/// <summary>
/// Watches at run time what the analysis cannot follow: linear values in containers that sit in fields and statics.
/// </summary>
/// <remarks>
/// <para>While enabled, <see cref="ValuesLost"/> tells of linear values whose holder (a <see cref="Slot{T}"/> or an owning container)
/// became unreachable with them inside, and disposing a holder that still holds linear values throws. While not enabled, neither costs
/// anything.</para>
/// <para>Enabled is what the runtime configuration says of the switch <see cref="SwitchName"/>; when it says nothing, whether the
/// program's entry assembly was built for debugging (with the JIT optimizer disabled). Decided once a process.</para>
/// <para>Thread-safe.</para>
/// </remarks>
public static class OwnershipDiagnostics
{
    /// <summary>
    /// The switch of the runtime configuration, <c>Strat9.OwnershipDiagnostics</c>: an item <c>RuntimeHostConfigurationOption</c> of the
    /// program's project, or <see cref="AppContext.SetSwitch"/> before anything of this library runs.
    /// </summary>
    public const string SwitchName = "Strat9.OwnershipDiagnostics";

    /// <summary>Whether holders of linear values are watched.</summary>
#if NET9_0_OR_GREATER
    [FeatureSwitchDefinition(SwitchName)]
#endif
    public static bool IsEnabled { get; } =
        AppContext.TryGetSwitch(SwitchName, out bool isOn) ? isOn : IsDebugBuild(Assembly.GetEntryAssembly());

    /// <summary>
    /// Linear values were lost with their holder. Raised on the finalizer thread after a garbage collection found the holder unreachable;
    /// without a handler the loss is written to the standard error stream. A handler that throws ends the process.
    /// </summary>
    public static event Action<LostValues>? ValuesLost;

    internal static bool IsDebugBuild(Assembly? assembly) =>
        assembly?.GetCustomAttribute<DebuggableAttribute>() is { IsJITOptimizerDisabled: true };

    internal static void Tell(LostValues lost)
    {
        if (ValuesLost is { } handlers)
        {
            handlers(lost);
        }
        else
        {
            Console.Error.WriteLine(lost);
        }
    }
}
