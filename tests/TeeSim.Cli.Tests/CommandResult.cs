namespace TeeSim.Cli.Tests;

/// <summary>What a finished command leaves behind.</summary>
internal sealed record CommandResult(int ExitCode, string Output, string Error)
{
    private const string StackFrame = "   at ";

    /// <summary>Bad usage or bad input: these sentences and nothing else.</summary>
    public void ShouldRefuse(params string[] sentences)
    {
        ShouldEndWith(2, error: [.. sentences]);
        Output.ShouldBe("");
    }

    /// <summary>The exit code and the lines of standard error.</summary>
    public void ShouldEndWith(int exitCode, params string[] error)
    {
        Error.ShouldBe(string.Concat(error.Select(line => line + Environment.NewLine)));
        Output.ShouldNotContain(StackFrame);
        ExitCode.ShouldBe(exitCode, Output + Error);
    }

    /// <summary>The exit code, and nothing on standard error.</summary>
    /// <returns>The standard output.</returns>
    public string ShouldPrint(int exitCode)
    {
        ShouldEndWith(exitCode);
        Output.ShouldNotBeEmpty();
        return Output;
    }
}
