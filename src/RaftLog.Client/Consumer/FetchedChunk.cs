using RaftLog.Model;

namespace RaftLog.Client;

/// <summary>The batches that one fetch brought for one partition. Holds one reference to the response's frame.</summary>
internal sealed record FetchedChunk(PartitionState State, int Generation, ReadOnlyMemory<byte> Data, PooledBuffer Frame);
