using System.Runtime.ExceptionServices;

namespace Strat9.Runtime.Tests.Ownership;

/// <summary>Runs a body on several threads of its own at once.</summary>
internal static class Threads
{
    /// <summary>Runs and waits; rethrows what the first body that failed threw.</summary>
    public static void Run(int count, Action<int> body)
    {
        Exception? failure = null;
        Thread[] threads =
        [
            .. Enumerable.Range(0, count).Select(i => new Thread(() =>
            {
                try
                {
                    body(i);
                }
                catch (Exception e)
                {
                    Interlocked.CompareExchange(ref failure, e, null);
                }
            }) { IsBackground = true }),
        ];
        foreach (Thread thread in threads)
        {
            thread.Start();
        }

        foreach (Thread thread in threads)
        {
            if (!thread.Join(TimeSpan.FromMinutes(5)))
            {
                throw failure ?? new TimeoutException("A thread does not end.");
            }
        }

        if (failure is not null)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }
}
