namespace TeeSim.Mmu.MemoryObjects;

/// <summary>What kind of memory a buffer is in (<c>enum buf_is_attr</c>, numbering of 3.10.0).</summary>
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
