using RaftLog.Embedded;
using RaftLog.Model;
using RaftLog.Replication;
using RaftLog.Storage;

namespace RaftLog.Cli.Tests;

/// <summary>
/// A batch that begins a transaction in the log of a partition without anybody having asked the coordinator: as brokers took them before KIP-890, and as a
/// defect of verification would let one in. It comes the way of every batch, through the leader's replica.
/// </summary>
internal static class UnverifiedBatch
{
    /// <summary>Completes when it is committed, with the offset of its one record.</summary>
    public static async Task<long> AppendAsync(
        EmbeddedCluster cluster, TopicPartition partition, long producerId, short producerEpoch, int sequence, CancellationToken cancellation)
    {
        using var builder = new RecordBatchBuilder();
        builder.Append(1_000, NullableBytes.Null, "late"u8.ToArray());
        using var batch = builder.Build(attributes: 0x10);
        RecordBatch.SetProducerState(batch.Span, producerId, producerEpoch, sequence);
        var leader = cluster.Brokers.SelectMany(broker => broker.Node!.Engine.Groups)
            .Single(group => group.Name == $"{partition}" && group.Status.IsLeader);

        var verification = new TransactionVerification();
        var appending = leader.AppendAsync(FrameBuffer.ForBatch(batch.Span), AppendAcks.Majority, verification).AsTask();
        if (await verification.IsWanted.WaitAsync(cancellation))
        {
            leader.Answer(verification, ErrorCode.None);
        }

        var outcome = await appending.WaitAsync(cancellation);
        Assert.That(outcome.Status, Is.EqualTo(AppendStatus.Appended));
        return outcome.BaseOffset.Value;
    }
}
