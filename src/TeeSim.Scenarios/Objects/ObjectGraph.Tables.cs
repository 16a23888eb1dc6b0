using System.Runtime.InteropServices;
using TeeSim.Bget;
using TeeSim.Kernel;
using TeeSim.Mmu.UserSpace;

namespace TeeSim.Scenarios.Objects;

/// <summary>
/// The region tables of all contexts. They are read again only when something has changed that stands in them, or that they hang on.
/// </summary>
internal sealed partial class ObjectGraph<TWord>
{
    private readonly List<TableRegion> _regions = [];
    private readonly List<ulong> _vas = [];
    private readonly List<TableContext> _contexts = [];
    private readonly List<MdbgEntry> _dangling = [];
    private long _tablesReadIn = Nothing;

    // Whether all that was walked lies in buffers, so that tables are what they were as long as those are.
    private bool _tablesAreSound;

    private void ReadTables()
    {
        if (TablesAreTheSame()) return;
        _tablesReadIn = Nothing;
        ForgetTables();
        _tablesAreSound = true;
        foreach (TaContext context in _world.Contexts)
        {
            HeapObject? buffer = Holding(context.Address);
            if (buffer is not null) buffer.Context = _contexts.Count;
            else _tablesAreSound = false;
            _contexts.Add(new TableContext(buffer, (int)(context.UserModeCtx - context.Address)));
            foreach (RegionInfo info in _world.Mmu.Regions(context.UserModeCtx)) AddRegion(info, _contexts.Count - 1);
        }

        _tablesReadIn = _read;
    }

    private void ForgetTables()
    {
        foreach (TableRegion region in CollectionsMarshal.AsSpan(_regions))
        {
            region.Buffer.Region = Nothing;
            if (region.Mobj is { } mobj) mobj.MappedBy = Nothing;
        }

        foreach (TableContext context in CollectionsMarshal.AsSpan(_contexts))
        {
            if (context.Buffer is { } buffer) buffer.Context = Nothing;
        }

        _regions.Clear();
        _vas.Clear();
        _contexts.Clear();
        _dangling.Clear();
    }

    // A region or a context comes or goes by links in others, or in the statics.
    private bool TablesAreTheSame()
    {
        if (_tablesReadIn < _staticsChangedIn || !_tablesAreSound || _dangling.Count > 0) return false;
        foreach (TableRegion region in CollectionsMarshal.AsSpan(_regions))
        {
            if (HasChanged(region.Buffer) || (region.Mobj is { } mobj && HasChanged(mobj))) return false;
        }

        foreach (TableContext context in CollectionsMarshal.AsSpan(_contexts))
        {
            if (HasChanged(context.Buffer!)) return false;
        }

        return true;
    }

    private bool HasChanged(HeapObject o) => !o.IsPresent || o.ChangedIn > _tablesReadIn;

    private void AddRegion(RegionInfo info, int context)
    {
        if (Holding(info.Address) is not { } buffer)
        {
            _tablesAreSound = false;
            return;
        }

        HeapObject? mobj = Holding(info.Mobj);
        if (mobj is null) _dangling.Add(buffer.Entry);
        buffer.Region = _regions.Count;
        // The regions of one object form a chain.
        _regions.Add(new TableRegion(info.Mobj, buffer, mobj, context, mobj?.MappedBy ?? Nothing));
        _vas.Add(info.Va);
        if (mobj is not null) mobj.MappedBy = _regions.Count - 1;
    }

    /// <summary>A region that stands in a table.</summary>
    /// <param name="MobjAddress">Address of its object.</param>
    /// <param name="Buffer">Its own buffer.</param>
    /// <param name="Mobj">The buffer of its object; null when that is none.</param>
    /// <param name="Context">Whose table it is.</param>
    /// <param name="NextOfMobj">Another region of the same object.</param>
    private readonly record struct TableRegion(ulong MobjAddress, HeapObject Buffer, HeapObject? Mobj, int Context, int NextOfMobj);

    /// <summary>A context.</summary>
    /// <param name="Buffer">Its buffer; null when that is none.</param>
    /// <param name="TableHead">Where in it the head of the region table lies, in bytes.</param>
    private readonly record struct TableContext(HeapObject? Buffer, int TableHead);
}
