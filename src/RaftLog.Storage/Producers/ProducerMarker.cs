using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>A transaction marker of a producer, as it stands in the log.</summary>
/// <param name="Offset">Its offset.</param>
/// <param name="Epoch">The producer's epoch from then on.</param>
/// <param name="CoordinatorEpoch">The term of the coordinator that wrote it.</param>
/// <param name="TimestampMs">When it was appended.</param>
/// <param name="First">Where the transaction that it ended begins in this log; null when there was none.</param>
internal readonly record struct ProducerMarker(Offset Offset, short Epoch, int CoordinatorEpoch, long TimestampMs, Offset? First);
