using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>The result of <see cref="PartitionLog.ReadBatches"/>: whole record batches without frame headers, as a fetch response carries them.</summary>
/// <param name="Status">How the read ended.</param>
/// <param name="NextOffset">The offset behind the last batch read; the start of the read when nothing was.</param>
/// <param name="Bytes">The bytes of all batches.</param>
/// <param name="FileBytes">How many of them were not in the tail cache.</param>
public readonly record struct BatchRange(ReadStatus Status, Offset NextOffset, long Bytes, long FileBytes = 0);
