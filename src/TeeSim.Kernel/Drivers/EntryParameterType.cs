namespace TeeSim.Kernel.Drivers;

/// <summary>What an argument of an entry point is.</summary>
public enum EntryParameterType
{
    /// <summary>A plain number.</summary>
    Number,

    /// <summary>An address, physical or a TA's own.</summary>
    Address,

    /// <summary>Bytes.</summary>
    Size,

    /// <summary>A physical address and bytes.</summary>
    Range,

    /// <summary>What an earlier call of an entry point gave; <see cref="EntryParameter.Handle"/> says which kind.</summary>
    Handle,

    /// <summary>A TA, by its UUID.</summary>
    Ta,

    /// <summary>
    /// Shared memory that the process has registered, by its cookie. The call passes it, so it stays as long as the call lasts.
    /// </summary>
    SharedBuffer,
}
