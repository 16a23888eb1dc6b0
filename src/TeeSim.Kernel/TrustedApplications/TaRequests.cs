using TeeSim.Core;

namespace TeeSim.Kernel.TrustedApplications;

/// <summary>What a TA's entry point does when it is called: the model knows no TA's code, so whoever calls says it.</summary>
/// <param name="Result">What the entry returns.</param>
/// <param name="PanicCode">The code with which the TA panics in it, or null.</param>
public readonly record struct TaReply(TeeResult Result, uint? PanicCode = null)
{
    /// <summary>The entry does what it is asked to.</summary>
    public static TaReply Success => new(TeeResult.SUCCESS);
}

/// <summary>Who calls (<c>TEE_Identity</c>): sessions remember it, and only the same client may use them.</summary>
/// <param name="Login">The login method: 0 public, 1 user, …; see <see cref="ClientIdentities"/>.</param>
/// <param name="Uuid">The client's UUID; zeros for a public login.</param>
public readonly record struct ClientIdentity(uint Login, Guid Uuid);

/// <summary>The identities that calls come with.</summary>
public static class ClientIdentities
{
    private const uint LoginUser = 1;
    private const uint LoginTrustedApp = 0xf000_0000;

    /// <summary>Anybody in the normal world (<c>TEE_LOGIN_PUBLIC</c>).</summary>
    public static ClientIdentity Public => default;

    /// <summary>A user of the normal world (<c>TEE_LOGIN_USER</c>).</summary>
    /// <param name="user">The user's number; it stands in the UUID, which real clients derive from it by hashing.</param>
    public static ClientIdentity User(uint user) => new(LoginUser, new Guid(user, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));

    /// <summary>A TA (<c>TEE_LOGIN_TRUSTED_APP</c>).</summary>
    public static ClientIdentity TrustedApp(Guid ta) => new(LoginTrustedApp, ta);

    /// <summary>Whether a TA opened the session.</summary>
    internal static bool IsTrustedApp(uint login) => login == LoginTrustedApp;
}

/// <summary>What a session is opened with.</summary>
/// <param name="Ta">The TA.</param>
public sealed record OpenSessionRequest(Guid Ta)
{
    /// <summary>Who opens it.</summary>
    public ClientIdentity Client { get; init; } = ClientIdentities.Public;

    /// <summary>What the TA's open entry does.</summary>
    public TaReply Reply { get; init; } = TaReply.Success;

    /// <summary>What the TA's close entry does when the session has to be closed at once, because its opening failed.</summary>
    public TaReply CloseReply { get; init; } = TaReply.Success;

    /// <summary>Cookies of the registered shared memory that is passed, at most 4 with <see cref="SdpBuffers"/>.</summary>
    public IReadOnlyList<ulong> SharedMemory { get; init; } = [];

    /// <summary>Secure video memory (SDP) that is passed, physical.</summary>
    public IReadOnlyList<AddressRange> SdpBuffers { get; init; } = [];
}

/// <summary>A command that a TA is invoked with.</summary>
public sealed record CommandRequest
{
    /// <summary>Who calls.</summary>
    public ClientIdentity Client { get; init; } = ClientIdentities.Public;

    /// <summary>What the TA does with it.</summary>
    public TaReply Reply { get; init; } = TaReply.Success;

    /// <summary>Cookies of the registered shared memory that is passed, at most 4 with <see cref="SdpBuffers"/>.</summary>
    public IReadOnlyList<ulong> SharedMemory { get; init; } = [];

    /// <summary>
    /// Bytes of buffers that are passed for this call only, not contiguous in memory: Linux's own library never does that.
    /// </summary>
    public IReadOnlyList<ulong> TempBuffers { get; init; } = [];

    /// <summary>Secure video memory (SDP) that is passed, physical.</summary>
    public IReadOnlyList<AddressRange> SdpBuffers { get; init; } = [];
}
