using System.Runtime.CompilerServices;
using TeeSim.Core;
using TeeSim.Core.Lists;
using TeeSim.Core.Words;
using TeeSim.Kernel.Drivers;

namespace TeeSim.Kernel.Crypto;

/// <summary>
/// A pseudo TA that keeps the contexts of operations on the core's heap. Idea: an operation lives from allocate to final. Right when every
/// client that allocates comes to its final. It does not care for clients that die: their operations stay, and nobody ends them, as only
/// the session that has allocated one may use it.
/// </summary>
internal class CryptoDriver<TWord> : IDriver where TWord : unmanaged, IWord<TWord>
{
    // Not a file of OP-TEE's: this pseudo TA is made up, in the manner of its tee_svc_cryp.c.
    private const string File = "crypto_pta.c";

    private static readonly SourceSite StateSite = new(File, 61, "crypto_pta_allocate");
    private static readonly SourceSite CtxSite = new(File, 68, "crypto_pta_allocate");
    private static readonly SourceSite ListSite = new(File, 0, "TAILQ_FOREACH");

    private readonly ITeeCore _core;
    private readonly TailQueue<TWord> _states;
    private readonly ulong _nextId;

    /// <summary>Creates the driver: its list of states and its next number are static variables.</summary>
    public CryptoDriver(ITeeCore core)
    {
        _core = core;
        ulong statics = core.StaticData(Unsafe.SizeOf<TailQueueHead<TWord>>() + sizeof(uint));
        _states = new TailQueue<TWord>(core.Memory, statics, linkOffset: 0);
        _states.Init();
        _nextId = statics + (ulong)Unsafe.SizeOf<TailQueueHead<TWord>>();
        core.Memory.Write<uint>(_nextId) = 1;
    }

    public EntryOutcome Enter(EntryPoint entry, EntryArguments arguments) => entry.Name switch
    {
        "allocate" => Allocate(arguments.Number(0)),
        "update" => new EntryOutcome(Update(arguments.Number(0), arguments.Number(1))),
        "final" => new EntryOutcome(Final(arguments.Number(0))),
        _ => new EntryOutcome(TeeResult.NOT_SUPPORTED),
    };

    public int Count(string kind)
    {
        if (kind != CryptoEntryPoints.OperationKind) return 0;
        int count = 0;
        TailQueueWalk<TWord> walk = _states.Walk(ListSite);
        for (ulong state = walk.First; state != 0; state = walk.Next(state)) count++;
        return count;
    }

    public virtual void SessionEnds(ulong context, ulong session)
    {
        // The client may have died in the middle of an operation; nothing of it is noticed here.
    }

    public virtual void ContextEnds(ulong context)
    {
        // As above.
    }

    /// <summary>Frees the states that please.</summary>
    protected void Reap(Predicate<ulong> pleases)
    {
        TailQueueWalk<TWord> walk = _states.Walk(ListSite);
        for (ulong state = walk.First; state != 0;)
        {
            ulong next = walk.Next(state);
            if (pleases(state)) Destroy(state);
            state = next;
        }
    }

    /// <summary>A state.</summary>
    protected ref CryptoState<TWord> State(ulong address) => ref _core.Memory.Write<CryptoState<TWord>>(address);

    private EntryOutcome Allocate(ulong size)
    {
        if (size == 0) return new EntryOutcome(TeeResult.BAD_PARAMETERS);
        ulong state = _core.Calloc((ulong)Unsafe.SizeOf<CryptoState<TWord>>(), StateSite);
        if (state == 0) return new EntryOutcome(TeeResult.OUT_OF_MEMORY);
        ulong ctx = _core.Calloc(size, CtxSite);
        if (ctx == 0)
        {
            _core.Free(state);
            return new EntryOutcome(TeeResult.OUT_OF_MEMORY);
        }

        uint id = TakeId();
        ref CryptoState<TWord> s = ref State(state);
        s.Id = id;
        s.Session = TWord.From(_core.CurrentSession);
        s.Context = TWord.From(_core.CurrentContext);
        s.CtxSize = TWord.From(size);
        s.Ctx = TWord.From(ctx);
        _states.InsertTail(state);
        return new EntryOutcome(TeeResult.SUCCESS, id);
    }

    private TeeResult Update(ulong id, ulong bytes)
    {
        ulong state = FindOwn(id);
        if (state == 0) return TeeResult.BAD_PARAMETERS;
        ref CryptoState<TWord> s = ref State(state);
        ulong done = s.Done.Value + bytes;
        if (done < bytes || done > TWord.Mask) return TeeResult.OVERFLOW;
        s.Done = TWord.From(done);
        s.Updates++;
        // What a digest would do with the data: the context is another one afterwards.
        _core.Memory.Write<byte>(s.Ctx.Value) = (byte)done;
        return TeeResult.SUCCESS;
    }

    private TeeResult Final(ulong id)
    {
        ulong state = FindOwn(id);
        if (state == 0) return TeeResult.BAD_PARAMETERS;
        Destroy(state);
        return TeeResult.SUCCESS;
    }

    private void Destroy(ulong state)
    {
        _states.Remove(state);
        _core.Free(State(state).Ctx.Value);
        _core.Free(state);
    }

    // As tee_svc_cryp_get_state: what others have allocated is not there for the caller.
    private ulong FindOwn(ulong id)
    {
        ulong state = Find(id);
        return state != 0 && State(state).Session.Value == _core.CurrentSession ? state : 0;
    }

    private ulong Find(ulong id)
    {
        TailQueueWalk<TWord> walk = _states.Walk(ListSite);
        ulong state = walk.First;
        while (state != 0 && State(state).Id != id) state = walk.Next(state);
        return state;
    }

    // Numbers are not used again until the counter wraps; then those of operations that are there are passed over, and 0 is.
    private uint TakeId()
    {
        ref uint next = ref _core.Memory.Write<uint>(_nextId);
        while (next == 0 || Find(next) != 0) next++;
        return next++;
    }
}
