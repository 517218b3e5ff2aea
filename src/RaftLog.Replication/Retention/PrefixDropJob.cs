using RaftLog.Storage;

namespace RaftLog.Replication;

/// <summary>Makes durable what must be before a log may lose its beginning.</summary>
internal sealed class PrefixDropJob(RaftGroup group, PrefixDrop drop, LogUpkeepCall call) : BackgroundJob(group)
{
    public PrefixDrop Drop => drop;

    /// <summary>The look at the log that found something to drop, to be answered when that is done.</summary>
    public LogUpkeepCall Call => call;

    public override void Complete() => Group.Upkeep.DropPrepared(this);

    protected override void Run() => drop.Prepare();
}
