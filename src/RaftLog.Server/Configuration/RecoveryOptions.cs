namespace RaftLog.Server.Configuration;

/// <summary>How replicas that are behind catch up.</summary>
public sealed class RecoveryOptions
{
    /// <summary>
    /// The bytes a second of segments that this broker sends to replicas that are far behind, over all partitions; 0, the default, is no limit.
    /// Appends are not counted: a replica that a majority needs must not wait. Too low, and what is written meanwhile is more than what is sent.
    /// </summary>
    public int RecoveryRate { get; set; }

    /// <summary>
    /// The bytes of sealed segments that a replica must lack, and more than it has, to be sent the segments instead of one append after the
    /// other. Default 64 MiB. Less sends a whole log where a part of it would do.
    /// </summary>
    public int ShipSegmentsFromBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>The bytes of one piece of a segment on its way; eight are sent before the first has to be answered. Default 512 KiB.</summary>
    public int ShippingPieceBytes { get; set; } = 512 * 1024;

    /// <summary>
    /// The entries of the metadata log from one snapshot to the next; a snapshot is also taken when the log has grown by 16 MiB. Default 20,000. More keeps a
    /// longer log, which takes longer to read at a start; few writes the metadata as a whole again and again.
    /// </summary>
    public int SnapshotAfterEntries { get; set; } = 20_000;
}
