using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>A producer that a log knows, for people to look at (KIP-664).</summary>
/// <param name="ProducerId">Its id.</param>
/// <param name="Epoch">Its epoch.</param>
/// <param name="LastSequence">The sequence of its last record; -1 when none of this epoch is known.</param>
/// <param name="LastTimestampMs">The time of its last batch or marker, in milliseconds since 1970.</param>
/// <param name="CoordinatorEpoch">The term of the coordinator that wrote its last marker; -1 without.</param>
/// <param name="OpenSince">Where its open transaction begins; null without.</param>
public readonly record struct ActiveProducer(
    long ProducerId, short Epoch, int LastSequence, long LastTimestampMs, int CoordinatorEpoch, Offset? OpenSince);
