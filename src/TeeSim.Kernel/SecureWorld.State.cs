using TeeSim.Core;
using TeeSim.Core.Memory;
using TeeSim.Kernel.NormalWorld;
using TeeSim.Kernel.States;
using TeeSim.Kernel.TrustedApplications;

namespace TeeSim.Kernel;

/// <summary>States: snapshots to come back to, and the same as plain data, which outlives the process.</summary>
internal sealed partial class SecureWorld<TWord>
{
    // For what the core, its driver and the scripts that go on from it use for the first time later on.
    private const int RoomForStrings = 2048;

    public override WorldSnapshot Snapshot() => new(Memory.Snapshot(), _microseconds, _calls, _panic) { NormalWorld = _normalWorld };

    public override void Restore(WorldSnapshot snapshot)
    {
        Memory.Restore(snapshot.Memory);
        HostState = new HostState(snapshot.Microseconds, snapshot.Calls, snapshot.Panic, snapshot.NormalWorld);
    }

    internal override HostState HostState
    {
        get => new(_microseconds, _calls, _panic, _normalWorld);
        set
        {
            (_microseconds, _calls, _panic, _normalWorld) = (value.Microseconds, value.Calls, value.Panic, value.NormalWorld);
            _duringNextLoad = _afterLoad = null;
        }
    }

    public override WorldState Save()
    {
        if (_panic is not null) throw new InvalidOperationException("the core has panicked; there is nothing to continue");
        return new WorldState
        {
            Microseconds = _microseconds,
            Calls = _calls,
            NextPage = _normalWorld.NextPage,
            Sessions = [.. _normalWorld.Sessions.Select(s => new ProcessSession(s.Process, s.Id, s.Client.Login, s.Client.Uuid))],
            Buffers = [.. _normalWorld.Buffers.Select(b => new ProcessBuffer(b.Process, b.Cookie, b.Size))],
            Strings = [.. _core.Strings.Strings],
            Sites = [.. _core.Strings.Sites],
            Segments = [.. Memory.Segments.Select(s => new SegmentState(s.Name, s.Start, s.Bytes.ToArray()))],
        };
    }

    public override string? Continue(WorldState state)
    {
        if (state.Segments.Count != Memory.Segments.Count)
            return $"it has {state.Segments.Count} memory segments, and this core has {Memory.Segments.Count}";
        for (int i = 0; i < state.Segments.Count; i++)
        {
            Segment here = Memory.Segments[i];
            SegmentState saved = state.Segments[i];
            if (saved.Name != here.Name || saved.Start != here.Start || saved.Bytes.Length != here.Length)
                return $"its memory segment '{saved.Name}' is not where this core has '{here.Name}'";
        }

        SegmentState strings = state.Segments.Single(s => s.Start == _core.Strings.Segment.Start);
        if (!_core.Strings.AreBytesOf(state.Strings.Concat(state.Sites.Select(s => s.File)), strings.Bytes.Span, RoomForStrings))
            return "its strings are not those of its string segment";
        foreach (string text in state.Strings) _core.Strings.Intern(text);
        foreach (SourceSite site in state.Sites) _core.Strings.Site(site);
        foreach (SegmentState segment in state.Segments)
            segment.Bytes.Span.CopyTo(Memory.WriteBytes(segment.Start, (ulong)segment.Bytes.Length));
        _microseconds = state.Microseconds;
        _calls = state.Calls;
        _normalWorld = new NormalWorldState(
            [.. state.Sessions.Select(s => new ClientSession(s.Process, s.Id, new ClientIdentity(s.Login, s.Client)))],
            [.. state.Buffers.Select(b => new SharedBuffer(b.Process, b.Cookie, b.Size))],
            state.NextPage);
        RecallHeldSites();
        return null;
    }
}
