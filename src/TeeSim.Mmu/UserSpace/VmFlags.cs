namespace TeeSim.Mmu.UserSpace;

/// <summary>What a region is for (<c>VM_FLAG_*</c> 3.10.0 to 4.10.0).</summary>
[Flags]
public enum VmFlags : uint
{
    /// <summary>Nothing special: a driver's or TA's own mapping.</summary>
    None = 0,

    /// <summary>A parameter of the call that is running.</summary>
    Ephemeral = 1,

    /// <summary>May not be unmapped by the TA.</summary>
    Permanent = 2,

    /// <summary>May be shared with another TA.</summary>
    Shareable = 4,

    /// <summary>Belongs to the loader.</summary>
    Ldelf = 8,

    /// <summary>May not be made writeable.</summary>
    Readonly = 16,

    /// <summary>The flags that ask for a guard page between a region and one with other such flags.</summary>
    GuardMask = Ephemeral | Permanent | Shareable,

    /// <summary>The flags that make a region no private memory of the TA; in 4.10 <see cref="GuardMask"/> does.</summary>
    NonPrivate = GuardMask | Ldelf,
}
