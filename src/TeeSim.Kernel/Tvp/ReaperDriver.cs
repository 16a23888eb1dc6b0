using System.Runtime.CompilerServices;
using TeeSim.Core;
using TeeSim.Core.Lists;
using TeeSim.Core.Words;
using TeeSim.Kernel.Drivers;

namespace TeeSim.Kernel.Tvp;

/// <summary>
/// Idea: as <see cref="DeferredCloseDriver{TWord}"/>, and channels and records remember the session that they were made through. The end of
/// a session unmaps what it has mapped, since its TA may go on for other sessions, and closes what it has opened. The end of a context,
/// which drops the regions by itself, drops the records of them, and closes what its sessions have opened. Right in every order of the
/// driver's calls and of deaths; not when a TA unmaps a part of a mapping by itself, which the record does not know of.
/// </summary>
internal sealed class ReaperDriver<TWord>(ITeeCore core, TvpOptions options)
    : DeferredCloseDriver<TWord>(core, options) where TWord : unmanaged, IWord<TWord>
{
    protected override int ChannelSize => Unsafe.SizeOf<TvpOwnedChannel<TWord>>();

    protected override SourceSite ChannelSite { get; } = new(File, 102, "tee_tvp_open_channel");

    protected override int MapSize => Unsafe.SizeOf<TvpOwnedMap<TWord>>();

    protected override SourceSite MapSite { get; } = new(File, 188, "tee_tvp_vdec_input_buf_map");

    public override void SessionEnds(ulong context, ulong session)
    {
        // What the TA has unmapped or moved by itself is not there any more; the record goes all the same.
        Reap(
            channel => Owned(channel).Session.Value == session,
            record => OwnedMap(record).Session.Value == session,
            record => Core.VmUnmap(context, Record(record).Va.Value, Record(record).Size.Value));
    }

    public override void ContextEnds(ulong context) =>
        Reap(channel => Owned(channel).Context.Value == context, record => Record(record).Context.Value == context, _ => TeeResult.SUCCESS);

    protected override void Opened(ulong channel)
    {
        Owned(channel).Session = TWord.From(Core.CurrentSession);
        Owned(channel).Context = TWord.From(Core.CurrentContext);
    }

    protected override void Mapped(ulong record) => OwnedMap(record).Session = TWord.From(Core.CurrentSession);

    // Several sessions may have mapped the same buffer, through a channel that is closing and one that is open: each gives back its own
    // first. Another instance's mapping is nobody else's.
    protected override (ulong Channel, ulong Record) FindRecord(ulong pa, ulong size)
    {
        (ulong context, ulong session) = (Core.CurrentContext, Core.CurrentSession);
        (ulong Channel, ulong Record) own = FindRecord(pa, size, r => OwnedMap(r).Session.Value == session);
        return own.Record != 0 ? own : FindRecord(pa, size, r => Record(r).Context.Value == context);
    }

    private void Reap(Predicate<ulong> isItsChannel, Predicate<ulong> isItsRecord, Func<ulong, TeeResult> unmap)
    {
        TailQueueWalk<TWord> walk = Walk(Channels);
        for (ulong channel = walk.First; channel != 0;)
        {
            ulong next = walk.Next(channel);
            // One that was closed before goes with its last record; one that is open outlives it.
            bool closes = IsOpen(channel) && isItsChannel(channel);
            ReapRecords(channel, isItsRecord, unmap);
            if (closes) Close(channel);
            channel = next;
        }
    }

    private void ReapRecords(ulong channel, Predicate<ulong> isItsRecord, Func<ulong, TeeResult> unmap)
    {
        TailQueueWalk<TWord> walk = Walk(Maps(channel));
        for (ulong record = walk.First; record != 0;)
        {
            ulong next = walk.Next(record);
            if (isItsRecord(record))
            {
                unmap(record);
                Release(channel, record);
            }

            record = next;
        }
    }

    private ref TvpOwnedChannel<TWord> Owned(ulong channel) => ref Core.Memory.Write<TvpOwnedChannel<TWord>>(channel);

    private ref TvpOwnedMap<TWord> OwnedMap(ulong record) => ref Core.Memory.Write<TvpOwnedMap<TWord>>(record);
}
