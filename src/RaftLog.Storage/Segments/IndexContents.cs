namespace RaftLog.Storage;

/// <summary>What could be read of an index file.</summary>
/// <param name="Records">The records up to the first one that is torn, or up to the seal (exclusive).</param>
/// <param name="Seal">The seal; null when the segment was not completed, or that is not known.</param>
/// <param name="DurableLength">The length of the segment file that had been flushed; at least <see cref="SegmentHeader.Size"/>.</param>
/// <param name="IsExact">Whether the file holds these records and a good mark of the durable length, and nothing else.</param>
internal sealed record IndexContents(IReadOnlyList<IndexRecord> Records, IndexRecord? Seal, long DurableLength, bool IsExact);
