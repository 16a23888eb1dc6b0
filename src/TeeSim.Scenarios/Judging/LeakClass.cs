namespace TeeSim.Scenarios.Judging;

/// <summary>How long what was left behind stays, the shortest first.</summary>
public enum LeakClass
{
    /// <summary>Until its process makes a call again that was refused: the thing can still be taken back, but nobody will.</summary>
    UntilTriedAgain,

    /// <summary>Until the last session of the TA closes, and its context goes.</summary>
    UntilLastSession,

    /// <summary>Until the process dies, and the normal world takes back what it knows of.</summary>
    UntilProcessDies,

    /// <summary>For ever: it is still there when all processes have died.</summary>
    ForEver,
}

/// <summary>How reports name the classes.</summary>
public static class LeakClasses
{
    /// <summary><c>until the TA's last session closes</c>.</summary>
    public static string Words(this LeakClass leak) => leak switch
    {
        LeakClass.UntilTriedAgain => "until a call is made again that was refused",
        LeakClass.UntilLastSession => "until the TA's last session closes",
        LeakClass.UntilProcessDies => "until its process dies",
        _ => "for ever",
    };
}
