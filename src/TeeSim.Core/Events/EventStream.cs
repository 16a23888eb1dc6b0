using System.Runtime.CompilerServices;

namespace TeeSim.Core.Events;

/// <summary>
/// The one stream of what happens in a modelled core. Logs, findings and reports read it; with no listener it costs one comparison.
/// </summary>
public sealed class EventStream
{
    /// <summary>Who is told; null switches the stream off.</summary>
    public Action<TeeEvent>? Listener { get; set; }

    /// <summary>What the next events are stamped with.</summary>
    public EventStamp Stamp { get; set; } = new(0, "", 0, 0);

    /// <summary>Tells the listener, if there is one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Publish(TeeEventKind kind, ulong address, ulong size = 0, ulong obj = 0, CallSite site = default)
    {
        if (Listener is not null) Tell(kind, address, size, obj, site);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Tell(TeeEventKind kind, ulong address, ulong size, ulong obj, CallSite site) =>
        Listener!(new TeeEvent(kind, Stamp, address, size, obj, site));
}
