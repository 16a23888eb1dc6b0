using TeeSim.Core.Diagnostics;
using TeeSim.Scenarios.States;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Checking;

/// <summary>One walk through a script, from top to bottom, as it would run.</summary>
internal sealed partial class ScriptCheck(Script script, Language language, KnownNames known, RunState? from)
{
    private readonly DiagnosticList _diagnostics = new();
    // Names that calls give whose blocks are being checked.
    private readonly List<string> _opening = [];
    private readonly Scope _scope = new(script.Statements, from?.Names ?? []);

    public IReadOnlyList<Diagnostic> Run()
    {
        if (!script.Statements.Any(statement => statement is SettingStatement setting && setting.Is(SettingForm.Target)))
        {
            Report(SourcePosition.OfFile(script.File), "the script names no target; add a line such as 'target amlogic-3.9-arm32'");
        }

        CheckAll(script.Statements);
        CheckLocksAtEnd();
        CheckLength();
        return _diagnostics.ToList();
    }

    private void CheckAll(IReadOnlyList<Statement> statements)
    {
        foreach (Statement statement in statements)
        {
            if (_diagnostics.IsFull) return;
            Check(statement);
        }
    }

    private void Check(Statement statement)
    {
        switch (statement)
        {
            case CallStatement call:
                _firstAction ??= call.Position;
                CheckCall(call);
                break;
            case RepeatStatement repeat:
                _firstAction ??= repeat.Position;
                CheckRepeat(repeat);
                break;
            case ExpectStatement expectation:
                _firstAction ??= expectation.Position;
                CheckExpectation(expectation);
                break;
            case TaStatement ta:
                CheckTa(ta);
                break;
            case SettingStatement setting:
                CheckSetting(setting);
                break;
        }
    }

    private void Report(SourcePosition position, string message) => _diagnostics.Add(position, message);
}
