using TeeSim.Core;
using TeeSim.Kernel.Tvp;

namespace TeeSim.Kernel.Drivers.Guard;

/// <summary>Calls a driver with the guard on.</summary>
internal sealed class GuardedDriver : ITvpDriver
{
    private readonly ITvpDriver _driver;
    private readonly DriverGuard _guard;

    private GuardedDriver(ITvpDriver driver, DriverGuard guard)
    {
        _driver = driver;
        _guard = guard;
    }

    public int ChannelCount => _guard.Run("channel_count", () => _driver.ChannelCount);

    /// <summary>Creates the driver that the options name, guarded from its first line on.</summary>
    public static GuardedDriver Create(SecureWorldOptions options, ITeeCore core, DriverGuard guard)
    {
        var guarded = new GuardedCore(core, guard);
        return new GuardedDriver(guard.Run("create", () => options.Driver.Create(guarded, options.Tvp)), guard);
    }

    public TeeResult OpenChannel(OpenChannelRequest request, out uint handle)
    {
        (TeeResult result, handle) = _guard.Run("open_channel", () => (_driver.OpenChannel(request, out uint given), given));
        return result;
    }

    public TeeResult BindChannel(uint handle, Guid ta) => _guard.Run("bind_channel", () => _driver.BindChannel(handle, ta));

    public TeeResult CloseChannel(uint handle) => _guard.Run("close_channel", () => _driver.CloseChannel(handle));

    public TeeResult InputBufMap(ulong pa, ulong size, out ulong va)
    {
        (TeeResult result, va) = _guard.Run("tee_tvp_vdec_input_buf_map", () => (_driver.InputBufMap(pa, size, out ulong given), given));
        return result;
    }

    public TeeResult InputBufUnmap(ulong pa, ulong size) => _guard.Run("tee_tvp_vdec_input_buf_unmap", () => _driver.InputBufUnmap(pa, size));

    public void SessionEnds(ulong context, ulong session) => _guard.Run("session_ends", () =>
    {
        _driver.SessionEnds(context, session);
        return true;
    });

    public void ContextEnds(ulong context)
    {
        _guard.Ends(context);
        _guard.Run("context_ends", () =>
        {
            _driver.ContextEnds(context);
            return true;
        });
        _guard.Ends(0);
        _guard.Shadow.Mark(context, Granule.EndedContext);
    }
}
