using TeeSim.Core;
using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.Tvp;
using TeeSim.Mmu.MemoryObjects;
using TeeSim.Mmu.UserSpace;

namespace TeeSim.Scenarios.Tests.Blame;

/// <summary>What a driver does wrong.</summary>
public enum Mistake
{
    None,

    /// <summary>close_channel clears the records without unmapping.</summary>
    CloseForgetsMappings,

    /// <summary>unmap clears its record and never calls vm_unmap.</summary>
    UnmapForgetsVmUnmap,

    /// <summary>map keeps the reference of its own and gives it to nobody.</summary>
    MapKeepsReference,

    /// <summary>close_channel clears the pointer to the channel and never frees it.</summary>
    CloseLosesChannel,

    /// <summary>The channel is neither freed nor forgotten: a table that only fills up.</summary>
    CloseKeepsChannel,
}

/// <summary>
/// A driver as different from the shipped one as the interface allows: no lists, no contexts, no objects; only tables in
/// static memory with pa, size and va.
/// </summary>
public sealed class UnseenDriver(Mistake mistake) : ITvpDriverFactory
{
    public string Name => $"unseen, {mistake}";

    public ITvpDriver Create(ITeeCore core, TvpOptions options) => new Driver(core, mistake);

    private sealed class Driver : ITvpDriver
    {
        private const int Slots = 32;
        private const uint RecordSize = 12;
        private static readonly SourceSite ChannelSite = new("drivers/unseen.c", 10, "unseen_open");

        private readonly ITeeCore _core;
        private readonly Mistake _mistake;
        private readonly ulong _channels;
        private readonly ulong _records;

        public Driver(ITeeCore core, Mistake mistake)
        {
            _core = core;
            _mistake = mistake;
            _channels = core.StaticData(Slots * sizeof(uint));
            _records = core.StaticData(Slots * (int)RecordSize);
        }

        public int ChannelCount => Enumerable.Range(0, Slots).Count(i => Channel(i) != 0);

        public TeeResult OpenChannel(OpenChannelRequest request, out uint handle)
        {
            int slot = Enumerable.Range(0, Slots).FirstOrDefault(i => Channel(i) == 0, -1);
            handle = (uint)slot + 1;
            if (slot < 0) return TeeResult.OUT_OF_MEMORY;
            ulong channel = _core.Calloc(40, ChannelSite);
            if (channel == 0) return TeeResult.OUT_OF_MEMORY;
            Channel(slot) = (uint)channel;
            return TeeResult.SUCCESS;
        }

        public TeeResult BindChannel(uint handle, Guid ta) => TeeResult.SUCCESS;

        public TeeResult CloseChannel(uint handle)
        {
            ref uint channel = ref Channel((int)handle - 1);
            if (_mistake == Mistake.CloseKeepsChannel) return TeeResult.SUCCESS;
            if (_mistake != Mistake.CloseLosesChannel) _core.Free(channel);
            channel = 0;
            if (_mistake == Mistake.CloseForgetsMappings) _core.Memory.WriteBytes(_records, Slots * RecordSize).Clear();
            return TeeResult.SUCCESS;
        }

        public TeeResult InputBufMap(ulong pa, ulong size, out ulong va)
        {
            va = 0;
            ulong mobj = _core.MobjPhysAlloc(pa, size, 0, BufferAttribute.SdpMem);
            TeeResult result = _core.VmMap(_core.CurrentContext, ref va, size, Mattr.Ur | Mattr.Uw, VmFlags.None, mobj, 0);
            if (_mistake != Mistake.MapKeepsReference || result != TeeResult.SUCCESS) _core.MobjPut(mobj);
            if (result != TeeResult.SUCCESS) return result;
            int slot = Enumerable.Range(0, Slots).First(i => Word(i, 1) == 0);
            (Word(slot, 0), Word(slot, 1), Word(slot, 2)) = ((uint)pa, (uint)size, (uint)va);
            return TeeResult.SUCCESS;
        }

        public TeeResult InputBufUnmap(ulong pa, ulong size)
        {
            int slot = Enumerable.Range(0, Slots).FirstOrDefault(i => Word(i, 0) == pa && Word(i, 1) == size, -1);
            if (slot < 0) return TeeResult.ITEM_NOT_FOUND;
            ulong va = Word(slot, 2);
            (Word(slot, 0), Word(slot, 1), Word(slot, 2)) = (0, 0, 0);
            return _mistake == Mistake.UnmapForgetsVmUnmap ? TeeResult.SUCCESS : _core.VmUnmap(_core.CurrentContext, va, size);
        }

        private ref uint Channel(int slot) => ref _core.Memory.Write<uint>(_channels + (ulong)slot * sizeof(uint));

        private ref uint Word(int slot, uint word) =>
            ref _core.Memory.Write<uint>(_records + (ulong)slot * RecordSize + word * sizeof(uint));
    }
}
