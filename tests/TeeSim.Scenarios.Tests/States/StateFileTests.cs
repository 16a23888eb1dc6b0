using TeeSim.Core.Diagnostics;
using TeeSim.Kernel.States;
using TeeSim.Scenarios.Setup;
using TeeSim.Scenarios.States;

namespace TeeSim.Scenarios.Tests.States;

/// <summary>States in files, and which scripts can go on from them.</summary>
public sealed class StateFileTests : IDisposable
{
    private const string Other =
        "the state was saved by a script with other settings or TAs; a script can go on only with the same ones, written the same way";

    private readonly string _folder = Directory.CreateTempSubdirectory("teesim").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_state_comes_back_from_a_file_as_it_was()
    {
        string path = Path.Combine(_folder, "x.state");
        RunState state = SavedStates.Busy();
        StateFile.Write(path, state).ShouldBeNull();
        RunState back = StateFile.Read(path, out Diagnostic? problem).ShouldNotBeNull(problem?.ToString());
        problem.ShouldBeNull();
        back.Settings.ShouldBe(state.Settings);
        back.Processes.ShouldBe(state.Processes);
        back.Names.ShouldBe(state.Names);
        back.World.Microseconds.ShouldBe(state.World.Microseconds);
        back.World.Calls.ShouldBe(state.World.Calls);
        back.World.NextPage.ShouldBe(state.World.NextPage);
        back.World.Sessions.ShouldBe(state.World.Sessions);
        back.World.Buffers.ShouldBe(state.World.Buffers);
        back.World.Strings.ShouldBe(state.World.Strings);
        back.World.Sites.ShouldBe(state.World.Sites);
        back.World.Segments.Select(s => (s.Name, s.Start)).ShouldBe(state.World.Segments.Select(s => (s.Name, s.Start)));
        foreach ((SegmentState one, SegmentState two) in back.World.Segments.Zip(state.World.Segments)) one.Bytes.ToArray()
            .ShouldBe(two.Bytes.ToArray());
    }

    [Fact]
    public void A_busy_state_holds_something_of_everything()
    {
        RunState state = SavedStates.Busy();
        state.Processes.ShouldBe(["player"]);
        state.Names.Select(n => (n.Name, n.Type.ToString())).ShouldBe(
            [("b", "shared buffer"), ("ch", "channel"), ("i", "TA session"), ("s", "session"), ("va", "address"), ("z", "address")]);
        state.World.Sessions.Select(s => s.Process).ShouldBe(["player"]);
        state.World.Buffers.Select(b => (b.Process, b.Size)).ShouldBe([("player", 8192UL)]);
        state.World.Strings.ShouldContain("tee_tvp.c");
        state.World.Microseconds.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void The_same_state_is_always_the_same_bytes() =>
        StateFile.Encode(SavedStates.Busy()).ShouldBe(StateFile.Encode(SavedStates.Busy()));

    [Theory]
    [InlineData("heap 24K", "heap 25K")]
    [InlineData("heap 24K\n", "")]
    [InlineData("ta other", "ta another")]
    [InlineData("ta tvp 37eb0e02-c43d-48a8-a129-a95dd3d43929 single_instance multi_session\n", "")]
    [InlineData("multi_session instance_keep_alive", "multi_session")]
    [InlineData("target amlogic-3.9-arm32", "target optee-3.10-arm32")]
    public void Other_settings_are_refused(string text, string replacement)
    {
        string script = SavedStates.Settings.Replace(text, replacement, StringComparison.Ordinal);
        script.ShouldNotBe(SavedStates.Settings);
        Scenario.Parse("x.tee", script, out IReadOnlyList<Diagnostic> diagnostics, SavedStates.Busy()).ShouldBeNull();
        diagnostics.ShouldContain(d => d.ToString() == $"x.tee: {Other}", string.Join('\n', diagnostics));
    }

    [Fact]
    public void Comments_and_blank_lines_are_no_settings() =>
        Scenario.Parse(
            "x.tee",
            $"# Day 2.\n\n{SavedStates.Settings.Replace("heap 24K", "heap   24K   # small", StringComparison.Ordinal)}\n"
            + "player close_channel(ch)\n",
            out _,
            SavedStates.Busy())
            .ShouldNotBeNull();

    [Fact]
    public void A_name_of_the_state_keeps_its_kind()
    {
        Scenario.Parse(
            "x.tee", $"{SavedStates.Settings}player s = open_channel(s, 0x5a300000 + 1M)\n", out IReadOnlyList<Diagnostic> diagnostics,
            SavedStates.Busy())
            .ShouldBeNull();
        diagnostics.ShouldHaveSingleItem().Message
            .ShouldBe("found 's' for a channel, but the state makes it a session; choose another name");
    }

    [Fact]
    public void Processes_that_have_made_calls_can_be_waited_for()
    {
        RunState first = CutScript.ThroughFile(EndOf("app s = open_session(drm)\nqa sleep(1s)\n", from: null));
        RunState second = CutScript.ThroughFile(EndOf("input wait(app)\ninput wait(qa)\n", first));
        first.Processes.ShouldBe(["app", "qa"]);
        second.Processes.ShouldBe(["app", "qa", "input"]);
    }

    [Fact]
    public void Other_processes_cannot()
    {
        Scenario.Parse("x.tee", $"{SavedStates.Settings}input wait(playr)\n", out IReadOnlyList<Diagnostic> diagnostics, SavedStates.Busy())
            .ShouldBeNull();
        diagnostics.ShouldHaveSingleItem().ToString().ShouldBe("x.tee:6:12: unknown process 'playr'; did you mean 'player'?");
    }

    [Fact]
    public void Without_the_state_its_names_mean_nothing() =>
        Scenario.Parse("x.tee", $"{SavedStates.Settings}player close_channel(ch)\n", out _).ShouldBeNull();

    [Fact]
    public void A_missing_file() => Problem("missing.state").ShouldEndWith("missing.state: there is no such file; check the path");

    [Fact]
    public void A_missing_folder() => Problem("no/x.state").ShouldEndWith("x.state: there is no such file; check the path");

    [Fact]
    public void A_folder() => Problem("").ShouldEndWith(": the file cannot be read; check the path and its permissions");

    [Fact]
    public void A_file_of_a_gigabyte()
    {
        using (FileStream zeros = File.Create(Path.Combine(_folder, "big"))) zeros.SetLength(1 << 30);
        Problem("big").ShouldEndWith("big: this is no state that TeeSim has saved; it is larger than 256 MiB or no plain file");
    }

    [Fact]
    public void A_script_is_no_state()
    {
        File.WriteAllText(Path.Combine(_folder, "x.tee"), SavedStates.Settings);
        Problem("x.tee")
            .ShouldEndWith("x.tee: this is no state that TeeSim has saved; write one with 'teesim run FILE --save-state STATE'");
    }

    [Fact]
    public void A_file_that_cannot_be_written() =>
        StateFile.Write(Path.Combine(_folder, "no", "x.state"), SavedStates.Busy()).ShouldNotBeNull()
            .Message.ShouldBe("the state cannot be written here; check the path, its permissions and the disk");

    private static RunState EndOf(string calls, RunState? from) =>
        CutScript.Run(CutScript.Parse(SavedStates.Settings + calls, from), from).End.ShouldNotBeNull();

    private string Problem(string name)
    {
        StateFile.Read(Path.Combine(_folder, name), out Diagnostic? problem).ShouldBeNull();
        return problem.ShouldNotBeNull().ToString();
    }
}
