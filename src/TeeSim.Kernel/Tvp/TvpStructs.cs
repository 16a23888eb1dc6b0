using System.Runtime.CompilerServices;
using TeeSim.Core.Lists;
using TeeSim.Core.Words;

namespace TeeSim.Kernel.Tvp;

/// <summary>
/// An open channel (<c>struct tvp_channel</c>, reconstructed): 84 bytes on ILP32. Equation: MapCount is the length of Maps.
/// </summary>
internal struct TvpChannel<TWord> where TWord : unmanaged, IWord<TWord>
{
    public TailQueueEntry<TWord> Link;
    public uint Handle;
    public uint Config;
    public TvpBuffer<TWord> Input;
    public TvpOutputs<TWord> Outputs;

    /// <summary>The TA that may map the input.</summary>
    public Guid BoundTa;

    /// <summary>The mapping records, <see cref="TvpMap{TWord}"/>.</summary>
    public TailQueueHead<TWord> Maps;

    public uint MapCount;

    public static int MapsOffset
    {
        get
        {
            TvpChannel<TWord> channel = default;
            return FieldOffset.Of(ref channel, ref channel.Maps);
        }
    }
}

/// <summary>A physical range as the driver stores it.</summary>
internal struct TvpBuffer<TWord> where TWord : unmanaged, IWord<TWord>
{
    public TWord Pa;
    public TWord Size;
}

/// <summary>Room for a channel's output buffers.</summary>
[InlineArray(Most)]
internal struct TvpOutputs<TWord> where TWord : unmanaged, IWord<TWord>
{
    public const int Most = 4;

    private TvpBuffer<TWord> _first;
}

/// <summary>
/// The record of one mapping (<c>struct tvp_map</c>, reconstructed): 28 bytes on ILP32. All that the driver knows
/// about the region and its object.
/// </summary>
internal struct TvpMap<TWord> where TWord : unmanaged, IWord<TWord>
{
    public TailQueueEntry<TWord> Link;
    public TWord Pa;
    public TWord Size;
    public TWord Va;
    public TWord Mobj;

    /// <summary>The <c>user_mode_ctx</c> that it is mapped into.</summary>
    public TWord Context;
}

/// <summary>A channel that can wait for its last unmap: 88 bytes on ILP32.</summary>
internal struct TvpClosableChannel<TWord> where TWord : unmanaged, IWord<TWord>
{
    public TvpChannel<TWord> Channel;

    /// <summary>Not 0 once it has been closed.</summary>
    public uint Closing;
}

/// <summary>A channel that belongs to somebody: 96 bytes on ILP32.</summary>
internal struct TvpOwnedChannel<TWord> where TWord : unmanaged, IWord<TWord>
{
    public TvpClosableChannel<TWord> Closable;

    /// <summary>The <c>tee_ta_session</c> that it was opened through.</summary>
    public TWord Session;

    /// <summary>The <c>user_mode_ctx</c> that it was opened in.</summary>
    public TWord Context;
}

/// <summary>The record of a mapping that belongs to somebody: 32 bytes on ILP32.</summary>
internal struct TvpOwnedMap<TWord> where TWord : unmanaged, IWord<TWord>
{
    public TvpMap<TWord> Map;

    /// <summary>The <c>tee_ta_session</c> that it was made through.</summary>
    public TWord Session;
}
