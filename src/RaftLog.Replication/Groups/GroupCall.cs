namespace RaftLog.Replication;

/// <summary>
/// Something asked of a group other than an append. Rare, so an object each. Completed exactly once; its continuations never run on the
/// shard's thread.
/// </summary>
internal abstract class GroupCall
{
    /// <summary>Begins, on the shard's thread, with a group that runs.</summary>
    public abstract void Execute(RaftGroup group);

    /// <summary>The group is offline or closed, or the shard lets no more calls in.</summary>
    public abstract void Refuse(bool busy);
}
