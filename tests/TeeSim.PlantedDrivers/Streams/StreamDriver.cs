using TeeSim.Core;
using TeeSim.Kernel.Drivers;

namespace TeeSim.PlantedDrivers.Streams;

/// <summary>
/// A driver with streams, which takes no more than 1,024 bytes at once; it keeps each stream's record as long as nobody finishes it, also
/// when its process has died. What is wrong with it tests say: so it is none of those that whoever loads the assembly finds.
/// </summary>
internal sealed class StreamFactory : IDriverFactory
{
    private static readonly EntryParameter Stream = new("stream", EntryParameterType.Handle) { Handle = "stream" };

    /// <summary>What feeding so many bytes throws; null for nothing.</summary>
    public Func<ulong, Exception?>? Throws { get; init; }

    /// <summary>What the end of a session throws, of so many streams; null for nothing.</summary>
    public Func<int, Exception?>? ThrowsAtTheEnd { get; init; }

    /// <summary>What the question for its streams throws, of so many; null for nothing.</summary>
    public Func<int, Exception?>? ThrowsWhenAsked { get; init; }

    /// <summary>The mutexes that entries take, in their order, by the function's name: <c>feed</c> and <c>ab</c>.</summary>
    public IReadOnlyDictionary<string, string> Locks { get; init; } = new Dictionary<string, string>();

    /// <summary>How many drivers were made: one for each world.</summary>
    public int Created { get; private set; }

    public string Name => "streams";

    public IReadOnlyList<EntryPoint> EntryPoints { get; } =
    [
        new("begin", "Begins a stream", [new("size", EntryParameterType.Size) { Smallest = 16, Largest = 4096 }])
        {
            Gives = EntryResult.Handle("stream"),
            ClosedBy = "finish",
        },
        new("feed", "Feeds so many bytes", [Stream, new("bytes", EntryParameterType.Size) { Smallest = 1, Largest = 1 << 16 }])
        {
            Context = EntryContext.Handle,
        },
        new("finish", "Finishes a stream", [Stream]) { Context = EntryContext.Handle },
    ];

    public PseudoTaIdentity? PseudoTa => null;

    public IDriver Create(ITeeCore core, DriverSettings settings)
    {
        Created++;
        return new StreamDriver(core, (Throws, ThrowsAtTheEnd, ThrowsWhenAsked), Locks);
    }

    private sealed class StreamDriver : IDriver
    {
        private const int Id = 2;
        private const int Mutexes = 3;
        private static readonly SourceSite Site = new("streams.c", 50, "stream_begin");
        private readonly ITeeCore _core;
        private readonly DriverList _streams;
        private readonly ulong _nextId;
        private readonly ulong _mutexes;
        private readonly (Func<ulong, Exception?>? Fed, Func<int, Exception?>? Ended, Func<int, Exception?>? Asked) _throws;
        private readonly IReadOnlyDictionary<string, string> _locks;

        public StreamDriver(
            ITeeCore core, (Func<ulong, Exception?>?, Func<int, Exception?>?, Func<int, Exception?>?) throws,
            IReadOnlyDictionary<string, string> locks)
        {
            (_core, _throws, _locks) = (core, throws, locks);
            _mutexes = core.StaticData(Mutexes * sizeof(uint));
            for (ulong i = 0; i < Mutexes; i++) core.MutexInit(_mutexes + i * sizeof(uint));
            ulong statics = core.StaticData((DriverList.Words + 1) * core.WordSize);
            _streams = new DriverList(core, statics);
            _streams.Init();
            _nextId = statics + (ulong)(DriverList.Words * core.WordSize);
            core.WriteWord(_nextId, 0, 1);
            Lock("create");
        }

        public EntryOutcome Enter(EntryPoint entry, EntryArguments arguments)
        {
            Lock(entry.Name);
            return entry.Name switch
            {
                "begin" => Begin(),
                "feed" => new EntryOutcome(Feed(arguments.Number(1))),
                _ => new EntryOutcome(Finish(arguments.Number(0))),
            };
        }

        public int Count(string kind)
        {
            int count = _streams.Elements.Count();
            return _throws.Asked?.Invoke(count) is { } exception ? throw exception : count;
        }

        public void SessionEnds(ulong context, ulong session)
        {
            Lock("session_ends");
            if (_throws.Ended?.Invoke(_streams.Elements.Count()) is { } exception) throw exception;
        }

        public void ContextEnds(ulong context)
        {
        }

        private void Lock(string function)
        {
            if (!_locks.TryGetValue(function, out string? letters)) return;
            ulong[] mutexes = [.. letters.Select(letter => _mutexes + (ulong)(letter - 'a') * sizeof(uint))];
            foreach (ulong mutex in mutexes) _core.MutexLock(mutex);
            foreach (ulong mutex in mutexes.Reverse()) _core.MutexUnlock(mutex);
        }

        private EntryOutcome Begin()
        {
            ulong stream = _core.Calloc((ulong)(3 * _core.WordSize), Site);
            if (stream == 0) return new EntryOutcome(TeeResult.OUT_OF_MEMORY);
            ulong id = _core.ReadWord(_nextId, 0);
            _core.WriteWord(_nextId, 0, id + 1);
            _core.WriteWord(stream, Id, id);
            _streams.InsertTail(stream);
            return new EntryOutcome(TeeResult.SUCCESS, id);
        }

        private TeeResult Feed(ulong bytes)
        {
            if (_throws.Fed?.Invoke(bytes) is { } exception) throw exception;
            return bytes > 1024 ? TeeResult.BAD_PARAMETERS : TeeResult.SUCCESS;
        }

        private TeeResult Finish(ulong id)
        {
            foreach (ulong stream in _streams.Elements.ToArray())
            {
                if (_core.ReadWord(stream, Id) != id) continue;
                _streams.Remove(stream);
                _core.Free(stream);
                return TeeResult.SUCCESS;
            }

            return TeeResult.ITEM_NOT_FOUND;
        }
    }
}
