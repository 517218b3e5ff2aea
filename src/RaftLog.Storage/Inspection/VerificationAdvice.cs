namespace RaftLog.Storage;

/// <summary>What an operator is told to do, said in one place so that every command says the same.</summary>
internal static class VerificationAdvice
{
    public const string Replica =
        "Start the broker: it puts the replica aside and rebuilds it from the other brokers. If they have lost it too, see 'raftlog log recover'.";

    public const string WholeBroker =
        "Move the data directory away and start the broker with an empty one: it is rebuilt from the other brokers, if a majority of them is there.";

    public const string OlderSnapshot =
        "Start the broker: it goes on from the snapshot before this one, if the log still begins there, and writes a new one.";

    public const string MetadataReplica =
        "Start the broker: if no other file stands in for it, the metadata log is put aside, and an empty one is filled by the other brokers, if a majority of the "
        + "controllers is there. If this is the only controller, bring the file back.";

    public const string Rebuilt = "Nothing: the broker rebuilds it when it opens the log.";

    public const string WrongIndex = "Delete this index file: the broker rebuilds it when it opens the log.";

    public const string TornTail = "Nothing: it was never acknowledged, and the broker cuts it when it opens the log.";

    public const string Bystander = "Nothing: the broker does not use it. Delete it when nobody needs it any more.";
}
