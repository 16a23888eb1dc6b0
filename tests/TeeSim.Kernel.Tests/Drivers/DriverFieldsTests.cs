using System.Collections.Immutable;
using System.Text;
using TeeSim.Core;
using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.Tvp;

namespace TeeSim.Kernel.Tests.Drivers;

/// <summary>State that a driver keeps in fields of C#, where no snapshot finds it.</summary>
public class DriverFieldsTests
{
    public static TheoryData<string, string> Kinds => new()
    {
        { "int", "Forgetful._count" },
        { "string", "Forgetful._text" },
        { "property", "Forgetful.Size" },
        { "list", "Forgetful._list" },
        { "list element", "Forgetful._list" },
        { "dictionary", "Forgetful._byHandle" },
        { "dictionary value", "Forgetful._byHandle" },
        { "hash set", "Forgetful._set" },
        { "priority queue", "Forgetful._waiting" },
        { "immutable", "Forgetful._immutable" },
        { "array", "Forgetful._table" },
        { "array of objects", "Record.Length" },
        { "nested object", "Record.Length" },
        { "another object", "Forgetful._record" },
        { "nested struct", "Pair.First" },
        { "element's field", "Record.Length" },
        { "tuple", "Forgetful._tuple" },
        { "text", "Forgetful._built" },
        { "guid", "Forgetful._guid" },
        { "nullable", "Forgetful._nullable" },
        { "random", "Forgetful._random" },
        { "captured", "Forgetful.captured" },
        { "delegate", "Forgetful._action" },
        { "base", "Base.Inherited" },
        { "static", "Forgetful._calls" },
        { "static collection", "Shared.Known" },
        { "range", "Forgetful._range" },
        { "ranges", "Forgetful._ranges" },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_has_changed_is_named(string kind, string field)
    {
        var driver = new Forgetful();
        DriverFields before = DriverFields.Of(driver);

        driver.Change(kind);

        DriverFields.Changed(before, DriverFields.Of(driver)).ShouldBe(field);
        DriverFields.Changed(DriverFields.Of(driver), DriverFields.Of(driver)).ShouldBeNull("nothing has happened in between");
    }

    [Fact]
    public void A_driver_whose_state_is_in_simulated_memory_is_quiet()
    {
        var own = new Tests.Tvp.OwnDriverFactory();
        TestWorld test = TestWorld.Amlogic(o => o with { Driver = own, GuardDriver = true });
        uint session = test.Open(TestWorld.Drm);
        DriverFields before = DriverFields.Of(test.World.Driver);

        test.OpenChannel(session, out uint channel);
        test.Map(session, TestWorld.Input, 0x1000, out _);
        test.Unmap(session, TestWorld.Input, 0x1000);
        test.BindChannel(session, channel, TestWorld.Drm);

        DriverFields.Changed(before, DriverFields.Of(test.World.Driver)).ShouldBeNull();
    }

    [Fact]
    public void A_driver_is_found_behind_what_wraps_it()
    {
        TestWorld test = TestWorld.Amlogic(o => o with { Driver = new BadDriverFactory(d => d.Mobj++), GuardDriver = true });
        uint session = test.Open(TestWorld.Drm);
        DriverFields before = DriverFields.Of(test.World.Driver);

        test.CloseChannel(session, 1);

        DriverFields.Changed(before, DriverFields.Of(test.World.Driver)).ShouldBe("BadDriver.Mobj");
    }

    [Fact]
    public void Drivers_of_TeeSims_own_are_quiet()
    {
        foreach (IDriverFactory driver in DriverCatalog.All)
        {
            TestWorld test = TestWorld.Amlogic(o => o with { Driver = driver });
            uint session = test.Open(TestWorld.Drm);
            DriverFields before = DriverFields.Of(test.World.Driver);
            test.World.OpenChannel("p", session, new OpenChannelRequest(0, new AddressRange(TestWorld.Input, 0x1000), [], null));
            DriverFields.Changed(before, DriverFields.Of(test.World.Driver)).ShouldBeNull(driver.Name);
        }
    }

    [Fact]
    public void Lambdas_that_capture_nothing_and_queries_do_not_count()
    {
        var driver = new Forgetful();
        DriverFields before = DriverFields.Of(driver);

        driver.Change("lambda");

        DriverFields.Changed(before, DriverFields.Of(driver)).ShouldBeNull();
    }

    [Fact]
    public void A_circle_and_a_crowd_come_to_an_end()
    {
        var driver = new Forgetful();
        driver.Change("circle");
        driver.Change("crowd");
        DriverFields before = DriverFields.Of(driver);

        DriverFields.Changed(before, DriverFields.Of(driver)).ShouldBeNull();
        driver.Change("int");
        DriverFields.Changed(before, DriverFields.Of(driver)).ShouldBe("Forgetful._count");
    }

    private class Base
    {
        protected int Inherited { get; set; }
    }

    private static class Shared
    {
        public static readonly List<int> Known = [];
    }

    private sealed class Record
    {
        public int Length;
        public Record? Next;
    }

    private struct Pair
    {
        public int First;
        public Record? Second;
    }

    // Each field is one way to keep state where it is forgotten. That nobody reads them is no mistake here.
#pragma warning disable IDE0052, CS0414
    private sealed class Forgetful : Base, IDriver
    {
        private static int _calls;

        private readonly List<int> _list = [1, 2];
        private readonly Dictionary<int, string> _byHandle = new() { [1] = "a" };
        private readonly HashSet<Guid> _set = [];
        private readonly PriorityQueue<int, int> _waiting = new();
        private readonly ulong[] _table = new ulong[8];
        private readonly Record[] _records = [new(), new()];
        private readonly List<Record> _more = [new()];
        private readonly StringBuilder _built = new();
        private readonly Random _random = new(1);
        private readonly List<AddressRange> _ranges = [new(0, 1)];
        private readonly Func<int> _counter;
        private int _count;
        private string _text = "";
        private ImmutableList<int> _immutable = [];
        private Record _record = new();
        private Pair _pair;
        private Tuple<int, int> _tuple = new(1, 2);
        private Guid _guid;
        private int? _nullable;
        private AddressRange _range;
        private Action _action = Nothing;
        private IEnumerable<int> _query = [];

        public Forgetful()
        {
            int captured = 0;
            _counter = () => ++captured;
        }

        public int Size { get; private set; }

        public EntryOutcome Enter(EntryPoint entry, EntryArguments arguments) => default;

        public void Change(string kind)
        {
            switch (kind)
            {
                case "int": _count++; break;
                case "string": _text += "x"; break;
                case "property": Size++; break;
                case "list": _list.Add(3); break;
                case "list element": _list[1] = 7; break;
                case "dictionary": _byHandle.Add(2, "b"); break;
                case "dictionary value": _byHandle[1] = "c"; break;
                case "hash set": _set.Add(Guid.Empty); break;
                case "priority queue": _waiting.Enqueue(1, 1); break;
                case "immutable": _immutable = _immutable.Add(1); break;
                case "array": _table[7]++; break;
                case "array of objects": _records[1].Length++; break;
                case "nested object": _record.Length++; break;
                case "another object": _record.Next = null; _record = null!; break;
                case "nested struct": _pair.First++; break;
                case "element's field": _more[0].Length++; break;
                case "tuple": _tuple = new(1, 3); break;
                case "text": _built.Append('x'); break;
                case "guid": _guid = new Guid(0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0); break;
                case "nullable": _nullable = 0; break;
                case "random": _random.Next(); break;
                case "captured": _counter(); break;
                case "delegate": _action = Something; break;
                case "base": Inherited++; break;
                case "static": _calls++; break;
                case "static collection": Shared.Known.Add(1); break;
                case "range": _range = new AddressRange(1, 1); break;
                case "ranges": _ranges[0] = new AddressRange(0, 2); break;
                case "lambda":
                    _query = _list.Where(i => i > 1).Select(i => i + 1);
                    _action();
                    Array.ForEach([1], _ => { });
                    _query = [];
                    break;
                case "circle": _record.Next = _record; break;
                case "crowd": _list.AddRange(Enumerable.Range(0, 100_000)); _pair.Second = _record; break;
                default: throw new ArgumentException($"nothing changes with '{kind}'", nameof(kind));
            }
        }

        private static void Nothing()
        {
        }

        private static void Something()
        {
        }
    }
#pragma warning restore IDE0052, CS0414
}
