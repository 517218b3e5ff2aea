using RaftLog.Model;

namespace RaftLog.Client.Tests;

/// <summary>How many batches of a partition may be unresolved at once.</summary>
public sealed class PartitionSendStateTests
{
    // Five batches had gone to a leader that was killed and a sixth to its successor, which had the five from its predecessor. Repeated, the
    // first of them was unknown to it, and sent again under another epoch it was in the log twice (chaos scenario majority-loss).
    [Test]
    public void SixthBatch_WaitsUntilOneOfFiveIsResolved_WhicheverBrokerTheyWentTo()
    {
        var sending = new PartitionSendState();
        sending.BeginSequence(new ProducerIdentity(1, 0));
        sending.IsEstablished = true;
        var batches = Enumerable.Range(0, 5).Select(_ => Batch()).ToList();
        foreach (var batch in batches)
        {
            Assert.That(sending.MaySend(idempotent: true), Is.True);
            sending.Sent(batch, idempotent: true);
        }

        Assert.That(sending.MaySend(idempotent: true), Is.False);

        sending.InFlight.Remove(batches[0].Order);

        Assert.That(sending.MaySend(idempotent: true), Is.True);
        batches.ForEach(batch => batch.Dispose());
    }

    // The leader was replaced and answered the one batch that it had under way much later. It had been replicated, so its successor took and acknowledged
    // sixteen others behind it, and did not know it again when it was repeated (WholeClusterLossTests: one record in five runs was there twice).
    [Test]
    public void SixthBatch_WaitsForTheFirst_AlsoWhenThoseBetweenAreAcknowledged()
    {
        var sending = new PartitionSendState();
        sending.BeginSequence(new ProducerIdentity(1, 0));
        sending.IsEstablished = true;
        var stuck = Batch();
        sending.Sent(stuck, idempotent: true);
        for (int i = 0; i < 4; i++)
        {
            Assert.That(sending.MaySend(idempotent: true), Is.True);
            var acknowledged = Batch();
            sending.Sent(acknowledged, idempotent: true);
            sending.InFlight.Remove(acknowledged.Order);
            acknowledged.Dispose();
        }

        Assert.That(sending.MaySend(idempotent: true), Is.False);

        sending.InFlight.Remove(stuck.Order);

        Assert.That(sending.MaySend(idempotent: true), Is.True);
        stuck.Dispose();
    }

    // Both were in the log and both acknowledgements lost; then the first one's time was over. Numbered anew, the second was there twice.
    [Test]
    public void BatchBehindOneThatWasGivenUp_IsFirstSentAgainAsItWas()
    {
        var sending = new PartitionSendState();
        sending.BeginSequence(new ProducerIdentity(1, 0));
        sending.IsEstablished = true;
        ProducerBatch givenUp = Batch();
        ProducerBatch behind = Batch();
        sending.Sent(givenUp, idempotent: true);
        sending.Sent(behind, idempotent: true);
        int sequence = behind.BaseSequence;
        sending.InFlight.Clear();
        sending.Retries.Add(behind.Order, behind);
        sending.HasHole = true;

        Assert.That((sending.MustBeginAnew, sending.MaySend(idempotent: true)), Is.EqualTo((false, true)));
        sending.Sent(behind, idempotent: true);
        Assert.That(behind.BaseSequence, Is.EqualTo(sequence));

        // Its fate is known; nothing new goes out under the old sequence.
        sending.InFlight.Remove(behind.Order);
        Assert.That(sending.MustBeginAnew, Is.True);
        givenUp.Dispose();
        behind.Dispose();
    }

    private static ProducerBatch Batch()
    {
        var batch = new ProducerBatch(new TopicPartition("orders", 0), createdMs: 0, initialCapacity: 128);
        batch.Append(0, NullableBytes.Null, NullableBytes.Null, [], reservedBytes: 0, completion: null);
        batch.Build(CompressionCodec.None, isTransactional: false, isNumbered: true);
        return batch;
    }
}
