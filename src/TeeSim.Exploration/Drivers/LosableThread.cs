using System.Runtime.ExceptionServices;

namespace TeeSim.Exploration.Drivers;

/// <summary>
/// Work that enters a driver, in a thread of its own: it can be given up when the driver does not come back, and
/// does not keep the process alive.
/// </summary>
public static class LosableThread
{
    /// <summary>Bytes of stack: scripts need no deep one, but drivers of others may.</summary>
    internal const int StackSize = 16 << 20;

    private const int MillisecondsBetweenLooks = 100;

    /// <summary>Does some work, and waits for it.</summary>
    /// <param name="work">The work. What it throws comes out here.</param>
    /// <param name="look">Is called now and then while it goes on; to give the work up it throws.</param>
    public static T Run<T>(Func<T> work, Action look)
    {
        T? result = default;
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                result = work();
            }
#pragma warning disable CA1031 // Carried over to the thread that waits.
            catch (Exception e)
#pragma warning restore CA1031
            {
                failure = ExceptionDispatchInfo.Capture(e);
            }
        }, StackSize)
        { IsBackground = true };
        thread.Start();
        while (!thread.Join(MillisecondsBetweenLooks)) look();
        failure?.Throw();
        return result!;
    }
}
