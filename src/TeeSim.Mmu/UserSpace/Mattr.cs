namespace TeeSim.Mmu.UserSpace;

/// <summary>The attribute bits of a mapping (<c>TEE_MATTR_*</c> 3.10.0), as a <c>vm_region</c> stores them in 16 bits.</summary>
[Flags]
public enum Mattr : uint
{
    /// <summary>No bit.</summary>
    None = 0,

    /// <summary>The mapping is valid.</summary>
    Valid = 1 << 0,

    /// <summary>The core may read.</summary>
    Pr = 1 << 4,

    /// <summary>The core may write.</summary>
    Pw = 1 << 5,

    /// <summary>The core may execute.</summary>
    Px = 1 << 6,

    /// <summary>The TA may read.</summary>
    Ur = 1 << 7,

    /// <summary>The TA may write.</summary>
    Uw = 1 << 8,

    /// <summary>The TA may execute.</summary>
    Ux = 1 << 9,

    /// <summary>Secure memory.</summary>
    Secure = 1 << 11,

    /// <summary>Guarded memory, in 4.10 only. The lines of <c>user_mode_ctx_print_mappings</c> don't show it.</summary>
    Guarded = 1 << 15,

    /// <summary>The bits that a caller may choose; in 4.10 <see cref="Guarded"/>, too.</summary>
    ProtMask = Pr | Pw | Px | Ur | Uw | Ux,
}
