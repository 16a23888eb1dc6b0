using TeeSim.Core.Profiles;

namespace TeeSim.Mmu.MemoryObjects;

/// <summary>
/// What kind of memory a buffer is in (<c>enum buf_is_attr</c>, numbering of 3.10.0;
/// <see cref="BufferAttributeNumbers"/> has that of other releases).
/// </summary>
public enum BufferAttribute
{
    /// <summary>Cached memory; only a question, no kind of memory.</summary>
    Cached = 0,

    /// <summary>Shared memory reserved at boot.</summary>
    NsecShm = 1,

    /// <summary>Any non-secure memory; only a question.</summary>
    NonSec = 2,

    /// <summary>Any secure memory; only a question.</summary>
    Sec = 3,

    /// <summary>The core's own RAM.</summary>
    TeeRam = 4,

    /// <summary>The TAs' RAM.</summary>
    TaRam = 5,

    /// <summary>Secure data path memory, such as video buffers.</summary>
    SdpMem = 6,

    /// <summary>Registered shared memory.</summary>
    RegShm = 7,
}

/// <summary>The numbers that a release gives to the kinds of memory: without TA RAM, those behind it move up.</summary>
public static class BufferAttributeNumbers
{
    /// <summary>The number in memory of a kind.</summary>
    public static uint NumberOf(this MmuOptions options, BufferAttribute kind) =>
        options.HasTaRam || kind < BufferAttribute.TaRam ? (uint)kind : (uint)kind - 1;

    /// <summary>The kind that a number means; a number that the release does not have gives no kind that anything asks for.</summary>
    public static BufferAttribute KindOf(this MmuOptions options, uint number) =>
        (BufferAttribute)(options.HasTaRam || number < (uint)BufferAttribute.TaRam || number == uint.MaxValue ? number : number + 1);
}
