using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Strat9;

/// <summary>
/// Dies with a holder of linear values, and tells when values died with it.
/// </summary>
/// <remarks>
/// A watch hangs on its holder by a weak table, so a holder that is not watched has neither a field nor a finalizer for it. That the watch
/// refers to its holder keeps neither alive: the table's entry is reachable only through the holder.
/// </remarks>
internal sealed class HolderWatch
{
    private const int OwnFrames = 1;

    private static readonly ConditionalWeakTable<IHolder, HolderWatch> Watches = [];

    private readonly IHolder _holder;
    private readonly Type _value;
    private readonly StackTrace _creation;

    private HolderWatch(IHolder holder, Type value, StackTrace creation)
    {
        _holder = holder;
        _value = value;
        _creation = creation;
    }

    /// <summary>Tells of what is lost. By now nobody else can reach the holder.</summary>
    ~HolderWatch()
    {
        if (_holder.Held is > 0 and int count)
        {
            OwnershipDiagnostics.Tell(new LostValues(_holder.GetType(), _value, count, _creation.ToString()));
        }
    }

    /// <summary>Watches a new holder of <typeparamref name="T"/>, if anybody wants to know.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Start<[AllowsMoveOnly] T>([Borrows] IHolder holder)
    {
        if (Linearity<T>.IsLinear)
        {
            Watches.Add(holder, new HolderWatch(holder, typeof(T), new StackTrace(OwnFrames, fNeedFileInfo: true)));
        }
    }

    /// <summary>Throws when a holder that is to be disposed still holds linear values.</summary>
    /// <exception cref="InvalidOperationException">It does.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Check<[AllowsMoveOnly] T>([Borrows] IHolder holder)
    {
        if (Linearity<T>.IsLinear && holder.Held is > 0 and int count)
        {
            string creation = Watches.TryGetValue(holder, out HolderWatch? watch) ? watch._creation.ToString() : "";
            throw new InvalidOperationException(
                $"'{holder.GetType()}' is disposed while it holds {count} linear value(s): take them out first. It was made"
                + $"{Environment.NewLine}{creation}");
        }
    }
}
