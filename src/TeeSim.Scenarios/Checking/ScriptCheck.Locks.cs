using TeeSim.Core.Diagnostics;
using TeeSim.Scenarios.Calls;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Checking;

/// <summary>Locks of the normal world: each is given back by who has it, and the order as written must be one that they allow.</summary>
internal sealed partial class ScriptCheck
{
    private readonly HeldLocks _locks = new();

    private void CheckLock(Name name, CallStatement call, CallDefinition definition)
    {
        string quoted = Printable.Quote(name.Text);
        bool unlocks = definition.Traits.HasFlag(CallTraits.Unlocks);
        if (_blocks > 0)
        {
            Report(call.Call.Position, $"found {call.Call.Text} inside of a block; what comes in while a TA is loaded can't wait, "
                + "so take the lock in front of the call that loads it");
        }
        else if (_locks.HolderOf(name.Text) is not { } holder)
        {
            if (unlocks)
            {
                Report(name.Position,
                    $"found the lock {quoted}, which nobody has here; take it above with lock({name.Text}), or remove this line");
            }
            else
            {
                _locks.Take(name.Text, call.Process.Text, name.Position);
            }
        }
        else if (holder.Process == call.Process.Text)
        {
            if (unlocks)
            {
                _locks.Free(name.Text);
            }
            else
            {
                Report(name.Position, $"found the lock {quoted}, which {holder.Process} has since line {holder.Position.Line}; "
                    + "a process can't take it twice");
            }
        }
        else
        {
            Report(name.Position, unlocks
                ? $"found the lock {quoted}, which {holder.Process} has since line {holder.Position.Line}; "
                    + "only that process can give it back"
                : $"found the lock {quoted}, which {holder.Process} has since line {holder.Position.Line}; "
                    + $"in the order as written it must be free here, so move this line behind {holder.Process}'s unlock({name.Text})");
        }
    }

    /// <summary>A block must give back what it takes, and nothing else: so each round of a repeat begins as the first one does.</summary>
    private void CheckLocksOf(Action block)
    {
        var before = _locks.All.ToHashSet();
        block();
        foreach ((string name, string process, SourcePosition position) in _locks.All.Where(h => !before.Contains(h)).ToArray())
        {
            Report(position,
                $"found the lock {Printable.Quote(name)}, which {process} does not give back in the same repeat; add unlock({name}) there");
            _locks.Free(name);
        }

        foreach ((string name, string process, SourcePosition position) in before.Where(h => _locks.HolderOf(h.Name) is null))
        {
            Report(position, $"found the lock {Printable.Quote(name)}, which {process} takes outside of a repeat and gives back inside "
                + "of it; do both in the same block");
        }
    }

    private void CheckLocksAtEnd()
    {
        foreach ((string name, string process, SourcePosition position) in _locks.All)
            Report(position, $"found the lock {Printable.Quote(name)}, which {process} never gives back; "
                + $"add unlock({name}) behind its last call that needs it");
    }
}
