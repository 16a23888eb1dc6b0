using TeeSim.Core;
using TeeSim.Kernel.Drivers;

namespace TeeSim.Kernel.Tvp;

/// <summary>A TVP driver behind its entry points. Parameters are taken by their positions in <see cref="TvpEntryPoints"/>.</summary>
/// <param name="driver">The driver.</param>
internal sealed class TvpEntries(ITvpDriver driver) : IDriver, IWrappedDriver
{
    public object Inner => driver;

    public EntryOutcome Enter(EntryPoint entry, EntryArguments arguments)
    {
        switch (entry.Name)
        {
            case "open_channel":
                return new EntryOutcome(driver.OpenChannel(Request(arguments), out uint handle), handle);
            case "bind_channel":
                return new EntryOutcome(driver.BindChannel((uint)arguments.Number(0), arguments.Ta("ta") ?? default));
            case "map":
                return new EntryOutcome(driver.InputBufMap(arguments.Number(0), arguments.Number(1), out ulong va), va);
            case "unmap":
                return new EntryOutcome(driver.InputBufUnmap(arguments.Number(0), arguments.Number(1)));
            case "close_channel":
                return new EntryOutcome(driver.CloseChannel((uint)arguments.Number(0)));
            default:
                return new EntryOutcome(TeeResult.NOT_SUPPORTED);
        }
    }

    public int Count(string kind) => kind == TvpEntryPoints.ChannelKind ? driver.ChannelCount : 0;

    public void SessionEnds(ulong context, ulong session) => driver.SessionEnds(context, session);

    public void ContextEnds(ulong context) => driver.ContextEnds(context);

    private static OpenChannelRequest Request(EntryArguments arguments) =>
        new((uint)(arguments.Number("cfg") ?? 0), arguments.Range("input") ?? default, arguments.Ranges("output"), arguments.Ta("bind"));
}
