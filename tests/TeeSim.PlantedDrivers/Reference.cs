using TeeSim.Core;
using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.Tvp;

namespace TeeSim.PlantedDrivers;

/// <summary>The driver without a bug.</summary>
public sealed class ReferenceFactory() : PlantedFactory("reference", (core, options) => new Reference(core, options));

/// <summary>
/// Right in every order of calls, at every death and with every failing allocation: the records of what is mapped belong to the driver and
/// not to a channel, and a session that ends gives back what it has left. It is cut into steps; each driver beside it
/// overrides the one that its bug lies in.
/// </summary>
public partial class Reference : ITvpDriver
{
    protected const int MostChannels = 3;

    // struct channel { TAILQ_ENTRY link; handle; pa; size; session; ctx; priv; uuid; }: positions of words.
    protected const int Handle = 2, ChannelPa = 3, ChannelSize = 4, ChannelSession = 5, ChannelContext = 6, ChannelPrivate = 7, Uuid = 8;

    // struct map { TAILQ_ENTRY link; pa; size; va; session; ctx; handle; priv; }
    protected const int Pa = 2, Size = 3, Va = 4, Session = 5, Context = 6, MapHandle = 7, MapPrivate = 8, MapWords = 9;

    private readonly ulong _nextHandle;

    public Reference(ITeeCore core, TvpOptions options)
    {
        (Core, Options) = (core, options);
        Channels = new DriverList(core, Statics(DriverList.Words));
        Maps = new DriverList(core, Statics(DriverList.Words));
        _nextHandle = Statics(1);
        Mutex = Statics(1);
        Channels.Init();
        Maps.Init();
        core.WriteWord(_nextHandle, 0, 1);
        core.MutexInit(Mutex);
    }

    /// <summary>The channels; handles are numbers that go up.</summary>
    protected DriverList Channels { get; }

    /// <summary>One record for each mapping, whatever became of its channel.</summary>
    protected DriverList Maps { get; }

    /// <summary>Protects the list of channels.</summary>
    protected ulong Mutex { get; }

    protected ITeeCore Core { get; }

    protected TvpOptions Options { get; }

    public virtual int ChannelCount => Channels.Elements.Count();

    /// <summary>Static variables, for the constructor.</summary>
    protected ulong Statics(int words) => Core.StaticData(words * Core.WordSize);

    protected ulong Word(ulong element, int index) => Core.ReadWord(element, index);

    protected void SetWord(ulong element, int index, ulong value) => Core.WriteWord(element, index, value);

    protected ulong Find(uint handle) => Channels.Elements.FirstOrDefault(c => Word(c, Handle) == handle);

    protected AddressRange InputOf(ulong channel) => new(Word(channel, ChannelPa), Word(channel, ChannelSize));

    protected IEnumerable<ulong> MapsOf(ulong channel) => Maps.Elements.Where(m => Word(m, MapHandle) == Word(channel, Handle));

    protected ref readonly Guid UuidOf(ulong channel) => ref Core.Memory.Read<Guid>(UuidAt(channel));

    protected void SetUuid(ulong channel, Guid ta) => Core.Memory.Write<Guid>(UuidAt(channel)) = ta;

    protected bool IsUsable(AddressRange buffer) => IsPages(buffer.Start, buffer.Size) && Core.VdecPool.Contains(buffer.Start, buffer.Size);

    protected static bool IsPages(ulong start, ulong size) => size != 0 && (start | size) % 0x1000 == 0;

    private ulong UuidAt(ulong channel) => channel + (ulong)(Uuid * Core.WordSize);
}
