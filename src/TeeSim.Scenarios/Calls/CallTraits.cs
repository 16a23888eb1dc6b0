namespace TeeSim.Scenarios.Calls;

/// <summary>What is to be known of a call beyond its arguments.</summary>
[Flags]
public enum CallTraits
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>
    /// It only looks, waits, or lets time pass: nothing in the core's memory changes hands. It makes no orderings of its own.
    /// </summary>
    Passive = 1,

    /// <summary>It is there for what it prints into the device log.</summary>
    PrintsLog = 2,

    /// <summary>It is there for what its program of the normal world prints.</summary>
    PrintsText = 4,

    /// <summary>It waits for the normal world while it loads a TA: other calls can come in meanwhile.</summary>
    LoadsTa = 8,

    /// <summary>Its process ends with it: the normal world closes its sessions and takes back its shared memory.</summary>
    EndsProcess = 16,

    /// <summary>It is an entry point of the driver.</summary>
    OfDriver = 32,

    /// <summary>It may take back a part of what another call gave, by address and size.</summary>
    ClosesPart = 64,

    /// <summary>It moves what another call gave, by address and size, to the address that it returns.</summary>
    Moves = 128,

    /// <summary>It stands for a part of the core that is not modelled: random runs make it now and then, between the others.</summary>
    Background = 256,

    /// <summary>It takes a lock of the normal world.</summary>
    Locks = 512,

    /// <summary>It gives a lock of the normal world back.</summary>
    Unlocks = 1024,
}
