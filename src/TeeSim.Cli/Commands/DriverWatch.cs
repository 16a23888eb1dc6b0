using TeeSim.Core.Diagnostics;
using TeeSim.Exploration;
using TeeSim.Exploration.Drivers;
using TeeSim.Kernel.Drivers;
using TeeSim.Scenarios.Reports;

namespace TeeSim.Cli.Commands;

/// <summary>
/// Notices when a driver from an assembly does not come back: its code can't be stopped from outside, so the
/// thread that it has is given up.
/// </summary>
internal static class DriverWatch
{
    private const int MillisecondsBetweenLooks = 100;

    // Runs and searches notice by themselves, and say in which call of the script it is.
    private static readonly TimeSpan LookingAgain = TimeSpan.FromSeconds(3);

    /// <summary>The driver, watched from now on: when nobody else notices, the command ends.</summary>
    public static IDriverFactory Over(IDriverFactory driver)
    {
        var watched = new WatchedDriverFactory(driver);
        new Thread(() => Watch(watched)) { IsBackground = true, Name = "driver watch" }.Start();
        return watched;
    }

    /// <summary>Works in a thread that can be given up.</summary>
    /// <param name="driver">The driver; a driver that is not watched comes back.</param>
    /// <param name="call">The call of the script that is made at this moment; null between calls.</param>
    /// <param name="work">What to do.</param>
    /// <exception cref="DriverHangsException">The driver has not come back.</exception>
    public static T Run<T>(IDriverFactory? driver, Func<CallReference?> call, Func<T> work)
    {
        if (driver is not WatchedDriverFactory watched) return work();
        return LosableThread.Run(work, () =>
        {
            if (watched.Lost(DriverHangsException.LongestCall) is { } entry)
            {
                throw call() is { } made
                    ? new DriverHangsException(made, DriverHangsException.LongestCall)
                    : new DriverHangsException(entry, DriverHangsException.LongestCall);
            }
        });
    }

    private static void Watch(WatchedDriverFactory driver)
    {
        while (true)
        {
            Thread.Sleep(MillisecondsBetweenLooks);
            if (driver.Lost(DriverHangsException.LongestCall + LookingAgain) is not { } entry) continue;
            UnexpectedExit.End(Printable.Escape(new DriverHangsException(entry, DriverHangsException.LongestCall).Message));
        }
    }
}
