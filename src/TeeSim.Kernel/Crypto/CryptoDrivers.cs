using TeeSim.Core.Words;
using TeeSim.Kernel.Drivers;

namespace TeeSim.Kernel.Crypto;

/// <summary>The crypto drivers that TeeSim knows.</summary>
public static class CryptoDrivers
{
    /// <summary>The pseudo TA that they are reached through. It is made up, as its UUID is.</summary>
    public static PseudoTaIdentity PseudoTa { get; } = new("crypto.pta", new Guid("c7d1f3a0-5b7e-4d0c-9a52-0b6e8e1f4c21"));

    /// <summary>The driver that leaves the operations of dead clients behind comes first, then the fix.</summary>
    public static IReadOnlyList<IDriverFactory> All { get; } =
    [
        new Factory("crypto", core => new CryptoDriver<Word32>(core), core => new CryptoDriver<Word64>(core)),
        new Factory("crypto-reaper", core => new CryptoReaperDriver<Word32>(core), core => new CryptoReaperDriver<Word64>(core)),
    ];

    private sealed class Factory(string name, Func<ITeeCore, IDriver> ilp32, Func<ITeeCore, IDriver> lp64) : IDriverFactory
    {
        public string Name => name;

        public IReadOnlyList<EntryPoint> EntryPoints => CryptoEntryPoints.All;

        public PseudoTaIdentity? PseudoTa => CryptoDrivers.PseudoTa;

        public IDriver Create(ITeeCore core, DriverSettings settings) => core.WordSize == Word32.Size ? ilp32(core) : lp64(core);
    }
}
