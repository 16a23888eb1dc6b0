using TeeSim.Core;
using TeeSim.Core.Diagnostics;
using TeeSim.Kernel.NormalWorld;
using TeeSim.Kernel.States;
using TeeSim.Scenarios.Calls;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.States;

/// <summary>Decoding: what a file says is believed only as far as a run could have said it.</summary>
public static partial class StateFile
{
    private const int MostEntries = 1 << 20;

    // A script has at most 1 MiB; printed, its settings can be longer.
    private const int LongestSettings = 4 << 20;
    private const int LongestText = 255;

    // More than any script comes to, and so little that the time and the count can grow through any script without an overflow.
    private const long MostMicroseconds = 1L << 58;
    private const int MostCalls = 1 << 30;

    private static RunState DecodeContent(BinaryReader reader)
    {
        var state = new RunState(
            LongText(reader),
            All(reader, () => Thread(reader)),
            All(reader, () => new NamedResult(Name(reader), ResultType(reader), reader.ReadUInt64(), reader.ReadUInt32())),
            new WorldState
            {
                Microseconds = Within(reader.ReadInt64(), MostMicroseconds),
                Calls = (int)Within(reader.ReadInt32(), MostCalls),
                NextPage = reader.ReadUInt64(),
                Sessions = All(reader,
                    () => new ProcessSession(Name(reader), reader.ReadUInt32(), reader.ReadUInt32(), new Guid(Exactly(reader, 16)))),
                Buffers = All(reader, () => new ProcessBuffer(Name(reader), reader.ReadUInt64(), reader.ReadUInt64())),
                Strings = All(reader, () => Text(reader)),
                Sites = All(reader, () => new SourceSite(Text(reader), (int)Within(reader.ReadInt32(), int.MaxValue), Text(reader))),
                Segments = All(reader, () => new SegmentState(Text(reader), reader.ReadUInt64(), Exactly(reader, reader.ReadInt32()))),
            });
        Require(reader.BaseStream.Position == reader.BaseStream.Length);
        Require(AreDistinct(state.Processes, process => process));
        string[] processes = [.. state.Processes.Select(ThreadName.ProcessOf)];
        Require(state.World.Sessions.Select(session => session.Process).Concat(state.World.Buffers.Select(buffer => buffer.Process))
            .All(processes.Contains));
        Require(AreDistinct(state.Names, name => name.Name));
        Require(AreDistinct(state.World.Sessions, session => session.Id));
        Require(AreDistinct(state.World.Buffers, buffer => buffer.Cookie));
        return state;
    }

    private static List<T> All<T>(BinaryReader reader, Func<T> read)
    {
        int count = (int)Within(reader.ReadInt32(), MostEntries);
        var items = new List<T>();
        for (int i = 0; i < count; i++) items.Add(read());
        return items;
    }

    private static string LongText(BinaryReader reader)
    {
        string text = reader.ReadString();
        Require(text.Length <= LongestSettings);
        return text;
    }

    private static string Text(BinaryReader reader)
    {
        string text = reader.ReadString();
        Require(text.Length <= LongestText && Printable.IsSafe(text));
        return text;
    }

    private static string Name(BinaryReader reader)
    {
        string name = reader.ReadString();
        Require(ScriptTokenizer.IsName(name));
        return name;
    }

    private static string Thread(BinaryReader reader)
    {
        string thread = reader.ReadString();
        Require(ScriptTokenizer.IsThread(thread));
        return thread;
    }

    private static ParameterType ResultType(BinaryReader reader)
    {
        var type = new ParameterType((ParameterKind)reader.ReadInt32(), Text(reader));
        Require(type.Kind is ParameterKind.Session or ParameterKind.TaSession or ParameterKind.Handle or ParameterKind.Shm
            or ParameterKind.Address or ParameterKind.Held
            && type.Noun.Length > 0);
        return type;
    }

    private static long Within(long number, long most)
    {
        Require(number >= 0 && number <= most);
        return number;
    }

    private static byte[] Exactly(BinaryReader reader, int count)
    {
        Require(count >= 0 && count <= reader.BaseStream.Length - reader.BaseStream.Position);
        return reader.ReadBytes(count);
    }

    private static bool AreDistinct<T, TKey>(IReadOnlyList<T> items, Func<T, TKey> key) =>
        items.Select(key).Distinct().Count() == items.Count;

    private static void Require(bool holds)
    {
        if (!holds) throw new FormatException();
    }
}
