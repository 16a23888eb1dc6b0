using System.Text.Json;
using TeeSim.TestSupport;

namespace TeeSim.Cli.Tests.Drivers;

/// <summary>Drivers that somebody has written in a hurry, and what the command says of them.</summary>
public sealed class DriverTests : IDisposable
{
    private const string Loop = "while (true) System.Threading.Thread.Sleep(1000);";
    private const string Throw = "throw new InvalidOperationException(\"oops\");";
    private const string Ends = "teesim: the driver has ended the process before the command was done; "
        + "a driver must not call Environment.Exit, see docs/write-a-driver.md";
    private const string Hangs = "the driver has not come back from `app: second(s)` (line 5) for 10 s; does it loop for ever?";

    private readonly Workplace _here = new();

    public DriverTests() => _here.Write("own.tee", OwnDriver.Script);

    public void Dispose() => _here.Dispose();

    [Theory]
    [InlineData("run")]
    [InlineData("explore")]
    [InlineData("verify")]
    public async Task One_that_ends_the_process_is_no_success(string command)
    {
        OwnDriver.Compile(_here.PathOf(""), "Environment.Exit(0);");
        (await RunAsync(command)).ShouldRefuse(Ends);
    }

    [Theory]
    [InlineData("run own.tee")]
    [InlineData("explore own.tee")]
    [InlineData("verify own.tee")]
    [InlineData("minimize own.tee")]
    [InlineData("fuzz --runs 200")]
    public async Task One_that_ends_the_process_is_a_problem_in_JSON(string command)
    {
        OwnDriver.Compile(_here.PathOf(""), "Environment.Exit(0);");
        CommandResult result = await _here.RunAsync([.. command.Split(' '), "--driver", "own.dll", "--json"]);
        result.ShouldEndWith(2, Ends);
        JsonElement document = JsonDocument.Parse(result.Output).RootElement;
        JsonElement problem = document.ValueKind == JsonValueKind.Array ? document[0] : document;
        problem.GetProperty("problem").GetString().ShouldBe(Ends["teesim: ".Length..]);
        problem.GetProperty("passed").GetBoolean().ShouldBeFalse();
        (document.ValueKind == JsonValueKind.Array).ShouldBe(command[0] is 'r' or 'v');
    }

    [Fact]
    public async Task What_was_run_before_one_ends_the_process_stands_in_the_JSON_too()
    {
        OwnDriver.Compile(_here.PathOf(""), "Environment.Exit(0);");
        _here.Write("first.tee", OwnDriver.Script.Replace("app  second(s)\n", "", StringComparison.Ordinal));
        CommandResult result = await _here.RunAsync("run", "first.tee", "own.tee", "--driver", "own.dll", "--json");
        result.ShouldEndWith(2, Ends);
        JsonElement all = JsonDocument.Parse(result.Output).RootElement;
        all.EnumerateArray().Select(r => r.GetProperty("file").GetString()).ShouldBe(["first.tee", "own.tee"]);
        all.EnumerateArray().Select(r => r.GetProperty("passed").GetBoolean()).ShouldBe([true, false]);
    }

    [Fact]
    public async Task One_that_throws_can_be_minimised()
    {
        OwnDriver.Compile(_here.PathOf(""), Throw);
        string script = (await RunAsync("minimize")).ShouldPrint(0);
        script.ShouldStartWith("# driver 'own' threw InvalidOperationException in ");
        script.ShouldEndWith("\napp  s = open_session(own)\napp  second(s)\n");
        JsonDocument.Parse((await RunAsync("minimize", "--json")).ShouldPrint(0)).RootElement.GetProperty("kind").GetString()
            .ShouldBe("DriverException");
    }

    [Fact]
    public async Task One_that_throws_when_it_is_created_is_refused_by_all()
    {
        OwnDriver.Compile(_here.PathOf(""), "", create: Throw);
        foreach (string command in (string[])["run own.tee", "explore own.tee", "minimize own.tee", "fuzz --runs 5"])
        {
            CommandResult result = await _here.RunAsync([.. command.Split(' '), "--driver", "own.dll", "--json"]);
            result.ExitCode.ShouldBe(2, command + result.Error);
            result.Error.ShouldStartWith("teesim: driver 'own' threw InvalidOperationException in create", customMessage: command);
            result.Output.ShouldContain(
                "\"problem\": \"driver 'own' threw InvalidOperationException in create".Replace("'", "\\u0027", StringComparison.Ordinal),
                customMessage: command);
        }
    }

    [Fact]
    public async Task One_that_never_returns_is_named_with_its_call_by_all()
    {
        OwnDriver.Compile(_here.PathOf(""), Loop);
        File.Copy(Repository.Scenario("crypto/client-dies.tee"), _here.PathOf("client-dies.tee"));
        Task<CommandResult> run = RunAsync("run");
        Task<CommandResult> explore = RunAsync("explore");
        Task<CommandResult> verify = RunAsync("verify", "client-dies.tee", "--driver", "crypto-reaper");
        (await run).ShouldRefuse($"teesim: {Hangs}");
        (await explore).ShouldRefuse($"teesim: {Hangs}");
        string table = (await verify).ShouldPrint(1);
        table.ShouldContain($"failed  own.tee, own: {Hangs}\n");
        table.ShouldContain("2 cells: 1 proved, 1 failed, 0 stopped; 2 for other drivers\n");
    }

    [Fact]
    public async Task One_that_throws_or_keeps_state_is_a_problem_in_JSON()
    {
        OwnDriver.Compile(_here.PathOf(""), Throw);
        CommandResult run = await RunAsync("run", "--json");
        run.ExitCode.ShouldBe(2);
        JsonDocument.Parse(run.Output).RootElement[0].GetProperty("problem").GetString()!
            .ShouldStartWith("driver 'own' threw InvalidOperationException in ");
        CommandResult explore = await RunAsync("explore", "--json");
        explore.ExitCode.ShouldBe(2);
        explore.Error.ShouldStartWith("teesim: driver 'own' threw InvalidOperationException in ");
        JsonDocument.Parse(explore.Output).RootElement.GetProperty("problem").GetString()!
            .ShouldStartWith("driver 'own' threw InvalidOperationException in ");
        (await RunAsync("verify")).ShouldPrint(1).ShouldContain("failed  own.tee, own: driver 'own' threw InvalidOperationException in ");
    }

    [Fact]
    public async Task One_that_keeps_state_in_a_field_is_a_problem_in_JSON()
    {
        OwnDriver.Compile(_here.PathOf(""), "Calls++;");
        foreach (string command in (string[])["run", "explore"])
        {
            CommandResult result = await RunAsync(command, "--json");
            result.ExitCode.ShouldBe(2);
            result.Output.ShouldContain("keeps state in the C# field Own.Calls");
        }
    }

    [Fact]
    public async Task Opposite_lock_orders_are_said_once_and_in_the_last_line()
    {
        OwnDriver.Compile(
            _here.PathOf(""),
            "_core.MutexLock(_b); _core.MutexLock(_a); _core.MutexUnlock(_a); _core.MutexUnlock(_b);",
            "_core.MutexLock(_a); _core.MutexLock(_b); _core.MutexUnlock(_b); _core.MutexUnlock(_a);");
        string run = (await RunAsync("run")).ShouldPrint(1);
        run.Split("possible deadlock: ").Length.ShouldBe(2, run);
        run.TrimEnd().ShouldEndWith("FAILED: possible deadlock");
        (await RunAsync("explore")).ShouldPrint(1).TrimEnd().ShouldEndWith("The only ordering tried: 1 clean, but 1 possible deadlock");
        (await RunAsync("verify")).ShouldPrint(1)
            .ShouldContain("failed  own.tee, own: The only ordering tried: 1 clean, but 1 possible deadlock\n");
    }

    [Fact]
    public async Task A_double_free_is_called_one_and_the_last_line_says_where()
    {
        OwnDriver.Compile(
            _here.PathOf(""), "ulong b = _core.Calloc(8, new SourceSite(\"own.c\", 1, \"own\")); _core.Free(b); _core.Free(b);");
        string output = (await RunAsync("run")).ShouldPrint(1);
        output.ShouldContain("driver 'own' frees the same buffer twice, address 0x");
        output.TrimEnd().ShouldEndWith("FAILED: foreign memory in `app: second(s)` (line 5)");
    }

    private Task<CommandResult> RunAsync(string command, params string[] more) =>
        _here.RunAsync([command, "own.tee", "--driver", "own.dll", .. more]);
}
