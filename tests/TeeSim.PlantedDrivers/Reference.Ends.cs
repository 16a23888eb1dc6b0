namespace TeeSim.PlantedDrivers;

public partial class Reference
{
    // The client is gone, the TA may go on for others.
    public virtual void SessionEnds(ulong context, ulong session)
    {
        foreach (ulong map in Maps.Elements)
        {
            if (Word(map, Session) != session) continue;
            Core.VmUnmap(context, VaOf(map), Word(map, Size));
            DropMap(map);
        }

        DropChannels(c => Word(c, ChannelSession) == session);
    }

    // The regions go with the context; only the records are left to free.
    public virtual void ContextEnds(ulong context)
    {
        DropMaps(m => Word(m, Context) == context);
        DropChannels(c => Word(c, ChannelContext) == context);
    }

    protected void DropMaps(Predicate<ulong> which)
    {
        foreach (ulong map in Maps.Elements)
        {
            if (which(map)) DropMap(map);
        }
    }

    protected void DropChannels(Predicate<ulong> which)
    {
        foreach (ulong channel in Channels.Elements)
        {
            if (which(channel)) DropChannel(channel);
        }
    }
}
