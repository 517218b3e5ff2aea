namespace RaftLog.Replication;

/// <summary>Puts together what a leader ships: the state of a group of commands, or the log of a partition. Owned by the shard.</summary>
internal interface ISnapshotAssembler
{
    /// <summary>Takes a piece, whose buffer is the caller's; answers how far it is.</summary>
    void Received(SnapshotMessage message);

    /// <summary>Time has passed.</summary>
    void Tick();

    /// <summary>The group takes no part any more.</summary>
    void Close();
}
