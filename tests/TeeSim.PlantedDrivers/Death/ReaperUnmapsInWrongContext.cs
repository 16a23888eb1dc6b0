using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.Tvp;

namespace TeeSim.PlantedDrivers.Death;

/// <summary>Creates <see cref="ReaperUnmapsInWrongContext"/>.</summary>
public sealed class ReaperUnmapsInWrongContextFactory()
    : PlantedFactory("reaper-unmaps-in-wrong-context", (core, options) => new ReaperUnmapsInWrongContext(core, options));

/// <summary>The end of a context unmaps what it has mapped, though it is not the current one: vm_unmap asserts that.</summary>
public sealed class ReaperUnmapsInWrongContext(ITeeCore core, TvpOptions options) : Reference(core, options)
{
    public override void SessionEnds(ulong context, ulong session) => DropChannels(c => Word(c, ChannelSession) == session);

    public override void ContextEnds(ulong context)
    {
        foreach (ulong map in Maps.Elements)
        {
            if (Word(map, Context) == context) Core.VmUnmap(context, VaOf(map), Word(map, Size));
        }

        base.ContextEnds(context);
    }
}
