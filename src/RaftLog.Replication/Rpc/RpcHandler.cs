using RaftLog.Model;

namespace RaftLog.Replication;

/// <summary>Serves one kind of request. Runs on the scheduler that the engine was given.</summary>
/// <param name="from">The broker that asks.</param>
/// <param name="request">The bytes of the request; valid until the returned task completes.</param>
/// <param name="cancellationToken">Cancelled when this broker stops.</param>
/// <returns>The bytes of the answer.</returns>
public delegate ValueTask<ReadOnlyMemory<byte>> RpcHandler(BrokerId from, ReadOnlyMemory<byte> request, CancellationToken cancellationToken);
