namespace TeeSim.Core.Profiles;

/// <summary>How lines look in the log of a device (<c>trace.c</c>, and what a vendor changed).</summary>
public sealed record LogFormat
{
    /// <summary>What the kernel that carries the lines puts in front of them.</summary>
    public LogCarrier Carrier { get; init; } = LogCarrier.SecureUart;

    /// <summary>
    /// Bit <c>n</c> set: lines of level <c>n</c> have core, thread, function and line (<c>CFG_MSG_LONG_PREFIX_MASK</c>; 0x1a: E, D and F).
    /// </summary>
    public int LongPrefixMask { get; init; } = 0x1a;

    /// <summary>Digits of the thread's number: 1, or 2 with more than 9 threads.</summary>
    public int ThreadDigits { get; init; } = 1;

    /// <summary>The vendor's mdbg listing (running count and address in front) instead of upstream's.</summary>
    public bool VendorMdbgLines { get; init; }

    /// <summary>The vendor's core prints the status of a TA itself; upstream, the TA's loader does.</summary>
    public bool VendorTaStatus { get; init; }

    /// <summary>
    /// Upstream starts region lines with a blank and pads the index to two digits, and starts call stack lines with a
    /// blank; the vendor's form does not.
    /// </summary>
    public bool PaddedRegionLines { get; init; } = true;
}

/// <summary>How a device's log is carried to the reader.</summary>
public enum LogCarrier
{
    /// <summary>Nothing in front: the core's own UART.</summary>
    SecureUart,

    /// <summary><c>[57288.043962@2] [TEE] </c>: seconds since boot, Linux CPU, tag.</summary>
    AmlogicPrintk,
}
