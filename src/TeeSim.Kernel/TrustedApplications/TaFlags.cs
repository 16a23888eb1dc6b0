namespace TeeSim.Kernel.TrustedApplications;

/// <summary>The properties of a TA (<c>TA_FLAG_*</c> 3.10.0).</summary>
[Flags]
public enum TaFlags : uint
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>All sessions share one instance.</summary>
    SingleInstance = 1 << 2,

    /// <summary>The instance may have several sessions.</summary>
    MultiSession = 1 << 3,

    /// <summary>A single instance stays when its last session closes.</summary>
    InstanceKeepAlive = 1 << 4,

    /// <summary>May be given secure data path memory.</summary>
    SecureDataPath = 1 << 5,

    /// <summary>May call the cache maintenance functions.</summary>
    CacheMaintenance = 1 << 7,

    /// <summary>Several calls may be in it at once; pseudo TAs only.</summary>
    Concurrent = 1 << 8,
}
