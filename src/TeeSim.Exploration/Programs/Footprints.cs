using TeeSim.Scenarios.Checking;
using TeeSim.Scenarios.Running;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Exploration.Programs;

/// <summary>
/// What a call can touch, as bits: the instances of each TA, the list of sessions with all that comes and goes with a TA, the driver, shared memory. Calls of different processes without a
/// common bit can change places: but for heap addresses the state behind both is the same. Nothing is assumed about drivers: two calls of one always touch the same.
/// </summary>
internal sealed class Footprints(Scenario scenario)
{
    private const ulong Everything = ulong.MaxValue;
    private const ulong Driver = 1;
    private const ulong SharedMemory = 2;
    private const ulong Sessions = 4;
    private const int FirstTa = 3;
    private const int MostTas = 60;

    private readonly Dictionary<string, string> _taOfName = [];

    /// <summary>The footprint of a call; statements must come in the order as written.</summary>
    public ulong Of(CallStatement call)
    {
        if (call.HasBody) return Everything;
        BoundCall bound = BoundCall.Bind(call);
        ulong touched = bound.Signature.Name switch
        {
            // A session that ends can take its context along, and drivers are told of both.
            "close_session" => Ta(bound) | Driver | Sessions,
            "open_session" => Ta(bound) | Sessions,
            "invoke" or "map_zi" or "remap" or "unmap_zi" => Ta(bound),
            "open_channel" or "map" or "unmap" => Ta(bound) | Driver,
            "close_channel" or "bind_channel" => TaOf(bound.Name("channel")!.Text) | Driver,
            "register_shm" or "release_shm" => SharedMemory,
            _ => Everything,
        };
        if (call.Result is { } result && bound.Signature.Find("ta") is not null && bound.Signature.Name == "open_session") _taOfName[result.Text] = bound.Name("ta")!.Text;
        else if (call.Result is { } other && bound.Signature.Find("session") is not null) _taOfName[other.Text] = _taOfName.GetValueOrDefault(bound.Name("session")!.Text, "");
        if (bound.Signature.Find("panics") is not null && bound.Number("panics") is not null) touched = Everything;
        return CallSignatures.PassesMemory(bound) ? touched | SharedMemory : touched;
    }

    private ulong Ta(BoundCall call) => call.Signature.Find("ta") is not null ? Bit(call.Name("ta")!.Text) : TaOf(call.Name("session")!.Text);

    private ulong TaOf(string name) => Bit(_taOfName.GetValueOrDefault(name, ""));

    private ulong Bit(string ta)
    {
        int index = scenario.Options.Tas.ToList().FindIndex(t => t.Name == ta);
        return index is >= 0 and < MostTas ? 1UL << (FirstTa + index) : Everything;
    }
}
