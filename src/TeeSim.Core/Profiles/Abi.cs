namespace TeeSim.Core.Profiles;

/// <summary>The sizes of C's basic types on the target.</summary>
public enum Abi
{
    /// <summary>int, long and pointers have 32 bits: 32-bit cores.</summary>
    Ilp32,

    /// <summary>long and pointers have 64 bits: 64-bit cores.</summary>
    Lp64,
}
