using System.Collections.Immutable;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using TeeSim.Kernel.TrustedApplications;

namespace TeeSim.Kernel.NormalWorld;

/// <summary>What Linux's driver remembers of its processes: what has to be given back when one of them dies.</summary>
/// <param name="Sessions">Open sessions, the oldest first.</param>
/// <param name="Buffers">Registered shared memory, the oldest first.</param>
/// <param name="NextPage">Physical address of the next page that a process gets for shared memory.</param>
internal sealed record NormalWorldState(ImmutableList<ClientSession> Sessions, ImmutableList<SharedBuffer> Buffers, ulong NextPage)
{
    /// <summary>After boot: nothing is open.</summary>
    public static NormalWorldState Initial { get; } = new([], [], FirstPage);

    /// <summary>64 bits by which it can be told from others; the same in every run.</summary>
    public ulong Fingerprint()
    {
        var hash = new XxHash3();
        hash.Append(MemoryMarshal.AsBytes([NextPage]));
        foreach (ClientSession session in Sessions)
        {
            hash.Append(MemoryMarshal.AsBytes(session.Process.AsSpan()));
            hash.Append(MemoryMarshal.AsBytes([session.Id, session.Client.Login]));
            hash.Append(session.Client.Uuid.ToByteArray());
        }

        foreach (SharedBuffer buffer in Buffers)
        {
            hash.Append(MemoryMarshal.AsBytes(buffer.Process.AsSpan()));
            hash.Append(MemoryMarshal.AsBytes([buffer.Cookie, buffer.Size]));
        }

        return hash.GetCurrentHashAsUInt64();
    }

    // Ordinary RAM, away from all that is secure.
    private const ulong FirstPage = 0x8000_0000;
}

/// <summary>A session of a process.</summary>
/// <param name="Process">Who opened it.</param>
/// <param name="Id">Its number.</param>
/// <param name="Client">As whom it was opened.</param>
internal sealed record ClientSession(string Process, uint Id, ClientIdentity Client);

/// <summary>Shared memory of a process.</summary>
/// <param name="Process">Who registered it.</param>
/// <param name="Cookie">Its name in messages: the address of its first page.</param>
/// <param name="Size">Bytes.</param>
internal sealed record SharedBuffer(string Process, ulong Cookie, ulong Size);
