namespace TeeSim.Core.Memory;

/// <summary>Decides whether whoever runs may use a piece of memory.</summary>
internal interface IMemoryGuard
{
    /// <summary>Throws when it may not use all of [address, address + length).</summary>
    void Check(ulong address, ulong length);
}
