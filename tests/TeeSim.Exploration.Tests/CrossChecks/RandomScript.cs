using System.Globalization;
using System.Text;
using TeeSim.Kernel;
using TeeSim.Kernel.Drivers;
using TeeSim.Scenarios.Calls;

namespace TeeSim.Exploration.Tests.CrossChecks;

/// <summary>
/// Writes a small script: two or three processes, and a few of all the calls that there are. The same random numbers give the same text.
/// Not every text is right; who wants a right one tries again.
/// </summary>
internal sealed class RandomScript
{
    private static readonly string[] Targets = ["amlogic-3.9-arm32", "amlogic-3.9-arm32", "optee-3.10-arm32", "optee-4.10-arm64"];
    private static readonly string[] Flags =
    [
        "single_instance multi_session",
        "single_instance multi_session",
        "single_instance multi_session instance_keep_alive",
        "single_instance",
        "",
    ];
    private static readonly string[] Errors =
    [
        "ITEM_NOT_FOUND", "OUT_OF_MEMORY", "BAD_PARAMETERS", "TARGET_DEAD", "BUSY", "ACCESS_CONFLICT", ExpectedOutcome.Hangs,
        ExpectedOutcome.CorePanic,
    ];
    private static readonly string[] Tas = ["drm", "tvp"];
    private static readonly string[] Looks = ["mdbg_check()", "print_mappings(drm)", "ta_status(tvp)", "sleep(1s)"];
    private static readonly string[] Inputs = ["0x5a300000 + 1M", "0x5a300000 + 1M", "0x5a500000 + 1M"];
    private static readonly string[] Mapped = ["0x5a399000, 0x1000", "0x5a399000, 0x1000", "0x5a399000, 0x2000", "0x5a500000, 0x1000"];

    private readonly Random _random;
    private readonly bool _isCrypto;
    private readonly StringBuilder _text = new();
    private readonly Dictionary<string, List<(string Name, string Owner)>> _given = new(StringComparer.Ordinal);
    private readonly List<string> _processes;
    private readonly HashSet<string> _opened = [];
    private int _names;
    private int _left;
    private bool _isInRepeat;

    private RandomScript(Random random, IDriverFactory driver)
    {
        _random = random;
        _isCrypto = !driver.EntryPoints.Any(e => e.Name == "map");
        _processes = OneIn(4) ? ["p.a", "p.b", "c"] : ["a", "b", "c"];
        if (!OneIn(4)) _processes.RemoveAt(OneIn(2) ? 2 : 0);
    }

    /// <summary>A text.</summary>
    /// <param name="random">Decides.</param>
    /// <param name="driver">The driver that the script is for.</param>
    /// <param name="calls">How many calls it makes at the most, repeats not counted.</param>
    public static string Write(Random random, IDriverFactory driver, int calls)
    {
        var script = new RandomScript(random, driver);
        script.AddHead(driver);
        script.AddCalls(calls);
        return script._text.ToString();
    }

    private void AddHead(IDriverFactory driver)
    {
        _text.Append(CultureInfo.InvariantCulture, $"target {One(Targets)}\n");
        if (DriverCatalog.Find(driver.Name) is not null && !OneIn(3)) _text.Append(CultureInfo.InvariantCulture, $"driver {driver.Name}\n");
        if (OneIn(12)) _text.Append("heap 16K\n");
        if (OneIn(12) && !_isCrypto) _text.Append("maps_per_channel 1\n");
        _text.Append("vdec 0x5a000000 + 8M\n");
        _text.Append(CultureInfo.InvariantCulture, $"ta drm acbe4b66-6e40-46dc-a2fe-a576922cf170 {One(Flags)}\n");
        _text.Append(CultureInfo.InvariantCulture, $"ta tvp 37eb0e02-c43d-48a8-a129-a95dd3d43929 {One(Flags)}\n\n");
    }

    private void AddCalls(int calls)
    {
        _left = calls;
        while (_left > 0)
        {
            if (OneIn(9) && _left > 1)
            {
                _text.Append("repeat 2 {\n");
                _isInRepeat = true;
                for (int inner = 1 + _random.Next(3); inner > 0 && _left > 0; inner--) AddLine();
                _text.Append("}\n");
                _isInRepeat = false;
            }
            else
            {
                AddLine();
            }
        }

        if (OneIn(3)) _text.Append("expect leaked == 0\n");
    }

    private void AddLine()
    {
        string process = One(_processes);
        if (OneIn(6)) AddLocked(process);
        else AddCall(process, isInner: false);
        if (OneIn(8)) AddExpectation();
    }

    private void AddLocked(string process)
    {
        string name = OneIn(4) ? "m" : "l";
        _text.Append(CultureInfo.InvariantCulture, $"{process} lock({name})\n");
        for (int calls = 1 + _random.Next(2); calls > 0; calls--) AddCall(process, isInner: false);
        if (name == "l" && OneIn(3))
        {
            _text.Append(CultureInfo.InvariantCulture, $"{process} lock(m)\n");
            AddCall(process, isInner: false);
            _text.Append(CultureInfo.InvariantCulture, $"{process} unlock(m)\n");
        }

        _text.Append(CultureInfo.InvariantCulture, $"{process} unlock({name})\n");
    }

    private void AddExpectation()
    {
        string sometimes = OneIn(5) ? "sometimes " : "";
        string metric = _random.Next(7) switch
        {
            0 => $"regions({One(Tas)})",
            1 or 2 => $"sessions({One(Tas)})",
            3 => $"contexts({One(Tas)})",
            4 => OneIn(3) ? "heap_used" : "shm_used",
            5 => "leaked",
            _ => _isCrypto ? "operations" : "channels",
        };
        _text.Append(CultureInfo.InvariantCulture, $"expect {sometimes}{metric} {(OneIn(2) ? "==" : "<=")} {_random.Next(3)}\n");
    }

    private void AddCall(string process, bool isInner)
    {
        _left--;
        // Who has no session yet can do little else.
        string call = _opened.Contains(process) || OneIn(8) ? One(Calls(process, isInner)) : "open_session";
        (string arguments, string? gives) = Arguments(call, process);
        var labels = new StringBuilder(arguments);
        if (call is not ("register_shm" or "release_shm" or "die" or "wait" or "look" or "alloc_stats" or "hold" or "drop") && OneIn(20))
            Append(labels, "panics: 7");
        if (call is not ("wait" or "look" or "drop") && OneIn(16)) Append(labels, $"fail_alloc: {1 + _random.Next(4)}");
        if (!isInner && call is ("open_session" or "close_session" or "invoke" or "ta_open_session" or "close_channel" or "map")
            && OneIn(5))
        {
            Append(labels, $"retry: {1 + _random.Next(2)}");
        }
        string name = gives is null || OneIn(6) ? "" : NameOf(gives, process);
        string word = call == "look" ? One(Looks) : $"{call}({labels})";
        _text.Append(CultureInfo.InvariantCulture, $"{(isInner ? "    " : "")}{process} {(name.Length == 0 ? "" : name + " = ")}{word}");
        if (call == "open_session" && !isInner && OneIn(8))
        {
            _text.Append(" {\n");
            for (int inner = 1 + _random.Next(2); inner > 0; inner--) AddCall(One(_processes), isInner: true);
            _text.Append("    }");
        }

        if (call == "die" && IsThread(process)) _processes.RemoveAll(IsThread);
        // What comes in a block can't use what the call around it gives.
        if (name.Length > 0) Give(gives!, name, process);
        if (call == "open_session") _opened.Add(process);
        _text.Append(call switch
        {
            "wait" => "",
            _ => Expected(),
        });
        _text.Append('\n');
    }

    private string Expected() => _random.Next(9) switch
    {
        0 => $" -> {One(Errors)}",
        1 or 2 or 3 => " -> any",
        _ => "",
    };

    private List<string> Calls(string process, bool isInner)
    {
        List<string> calls = ["open_session", "register_shm", "alloc_stats", "look", "wait"];
        // Threads die with all others of their process, and once.
        if (!IsThread(process) || (!isInner && !_isInRepeat && _processes.Exists(p => !IsThread(p)))) calls.Add("die");
        string[] givers = _isCrypto
            ? ["allocate", "allocate", "allocate"]
            : ["open_channel", "open_channel", "open_channel", "map", "map", "map", "unmap", "unmap"];
        calls.AddRange(Has("held") ? ["hold", "drop", "drop"] : ["hold"]);
        if (Has("session")) calls.AddRange([.. givers, "close_session", "invoke", "ta_open_session", "map_zi", .. givers]);
        if (Has("channel")) calls.AddRange(["close_channel", "close_channel", "close_channel", "close_channel", "bind_channel"]);
        if (Has("operation")) calls.AddRange(["update", "final", "final", "final"]);
        if (Has("shm")) calls.AddRange(["release_shm", "release_shm"]);
        if (Has("ta_session")) calls.AddRange(["ta_close_session", "ta_close_session"]);
        if (Has("va")) calls.AddRange(["unmap_zi", "remap"]);
        return calls;
    }

    private (string Arguments, string? Gives) Arguments(string call, string process) => call switch
    {
        "open_session" => (One(Tas) + (Has("shm") && OneIn(5) ? $", shm: {Use("shm", process)}" : ""), "session"),
        "close_session" => (Use("session", process), null),
        "invoke" => (Use("session", process) + Buffers(process), null),
        "ta_open_session" => ($"{Use("session", process)}, {One(Tas)}", "ta_session"),
        "ta_close_session" => (Use("ta_session", process), null),
        "register_shm" => (OneIn(3) ? "8K" : "4K", "shm"),
        "release_shm" => (Use("shm", process), null),
        "hold" => ($"{(OneIn(3) ? "4K" : "32")}, held.c:{1 + _random.Next(2)}", "held"),
        "drop" => (Use("held", process), null),
        "map_zi" => ($"{Use("session", process)}, {(OneIn(2) ? "0x1000" : "0x3000")}", "va"),
        "unmap_zi" => ($"{Use("session", process)}, {Use("va", process)}, {(OneIn(2) ? "0x1000" : "0x3000")}", null),
        "remap" => ($"{Use("session", process)}, {Use("va", process)}, 0x1000, {(OneIn(2) ? "0x00600000" : "0x00700000")}", null),
        "open_channel" => ($"{Use("session", process)}, {One(Inputs)}{(OneIn(3) ? $", bind: {One(Tas)}" : "")}", "channel"),
        "bind_channel" => ($"{Use("channel", process)}, {One(Tas)}", null),
        "map" => ($"{Use("session", process)}, {One(Mapped)}", OneIn(2) ? "mapped" : null),
        "unmap" => ($"{Use("session", process)}, {One(Mapped)}", null),
        "close_channel" => (Use("channel", process), null),
        "allocate" => ($"{Use("session", process)}, {(OneIn(2) ? "64" : "4K")}", "operation"),
        "update" => ($"{Use("operation", process)}, 100", null),
        "final" => (Use("operation", process), null),
        "wait" => (One(_processes.Where(p => p != process).DefaultIfEmpty(process).ToList()), null),
        _ => ("", null),
    };

    private string Buffers(string process) => _random.Next(5) switch
    {
        0 when Has("shm") => $", shm: {Use("shm", process)}",
        1 => ", temp: 4K",
        2 => ", returns: GENERIC",
        3 => ", user: 5",
        _ => "",
    };

    // Mostly one's own.
    private string Use(string kind, string process)
    {
        if (!_given.TryGetValue(kind, out List<(string Name, string Owner)>? all)) return "none";
        List<(string Name, string Owner)> own = all.FindAll(g => g.Owner == process);
        return One(own.Count > 0 && !OneIn(8) ? own : all).Name;
    }

    private string NameOf(string kind, string process)
    {
        // A name that is given anew.
        if (_given.TryGetValue(kind, out List<(string Name, string Owner)>? all) && OneIn(10)) return One(all).Name;
        return string.Create(CultureInfo.InvariantCulture, $"{kind[0]}{process}{++_names}");
    }

    private void Give(string kind, string name, string owner)
    {
        if (!_given.TryGetValue(kind, out List<(string Name, string Owner)>? all)) _given[kind] = all = [];
        all.Add((name, owner));
    }

    private static bool IsThread(string process) => process.Contains('.', StringComparison.Ordinal);

    private bool Has(string kind) => _given.ContainsKey(kind);

    private bool OneIn(int count) => _random.Next(count) == 0;

    private T One<T>(IReadOnlyList<T> all) => all[_random.Next(all.Count)];

    private static void Append(StringBuilder arguments, string more) => arguments.Append(arguments.Length == 0 ? "" : ", ").Append(more);
}
