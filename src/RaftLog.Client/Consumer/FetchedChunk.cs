using RaftLog.Model;

namespace RaftLog.Client;

/// <summary>
/// The batches that one fetch brought for one partition, and what of them to pass over; null to show all. Holds one reference to the response's
/// frame.
/// </summary>
internal sealed record FetchedChunk(PartitionState State, int Generation, ReadOnlyMemory<byte> Data, PooledBuffer Frame, AbortedRecords? Aborted);
