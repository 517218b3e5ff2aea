using RaftLog.Broker.Transactions;
using RaftLog.Metadata;
using RaftLog.Model;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Tests.Transactions;

/// <summary>What a coordinator has left to do, which is nothing but what the image says and what it has heard of since.</summary>
public sealed class EndingTransactionsTests
{
    private static readonly TopicPartition Orders0 = new("orders", 0);
    private static readonly TopicPartition Orders1 = new("orders", 1);
    private static readonly Term Term = new(9);

    [Test]
    public void DecidedTransaction_NeedsAMarkerInEachPartition()
    {
        var ending = Following(Image(TransactionState.PrepareCommit, epoch: 4, Orders0, Orders1));

        var waiting = ending.Waiting(Term).ToList();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(waiting.Select(marker => marker.Partition), Is.EqualTo(new[] { Orders0, Orders1 }));
            Assert.That(waiting[0].Marker, Is.EqualTo(new TransactionMarker(7, 4, 9, Commit: true) { EndsLowerEpochs = true }));
            Assert.That(ending.Told(10), Is.Empty);
        }
    }

    [Test]
    public void OpenTransaction_NeedsNothing() => Assert.That(Following(Image(TransactionState.Ongoing, epoch: 4, Orders0)).IsEmpty, Is.True);

    [Test]
    public void PartitionThatHasTheMarker_IsLeftAlone_AndTheOthersAreTriedAgain()
    {
        var ending = Following(Image(TransactionState.PrepareCommit, epoch: 4, Orders0, Orders1));
        Send(ending, hasMarker: partition => partition == Orders0);

        Assert.That(ending.Waiting(Term).Single().Partition, Is.EqualTo(Orders1));
    }

    [Test]
    public void PartitionThatIsBeingTold_IsNotToldTwiceAtATime()
    {
        var ending = Following(Image(TransactionState.PrepareCommit, epoch: 4, Orders0));
        foreach (var marker in ending.Waiting(Term).ToList())
        {
            marker.Transaction.Send(marker.Partition);
        }

        Assert.That(ending.Waiting(Term), Is.Empty);
    }

    [Test]
    public void TransactionThatAllKnow_IsReported()
    {
        var ending = Following(Image(TransactionState.PrepareAbort, epoch: 4, Orders0));
        Send(ending, hasMarker: _ => true);

        var told = ending.Told(10).Single();

        using (Assert.EnterMultipleScope())
        {
            Assert.That((told.ToEnded().TransactionalId, told.ToEnded().ProducerId, told.ToEnded().ProducerEpoch), Is.EqualTo(("tx", 7L, (short)4)));
            Assert.That(ending.Waiting(Term), Is.Empty);
        }
    }

    [Test]
    public void DeletedTopic_NeedsNoMarker()
    {
        var ending = Following(Image(TransactionState.PrepareCommit, epoch: 4, Orders0, Orders1));
        Send(ending, hasMarker: partition => partition == Orders0);

        ending.Follow(Image(TransactionState.PrepareCommit, epoch: 4, Orders0));

        Assert.That(ending.Told(10), Has.Count.EqualTo(1));
    }

    [Test]
    public void NextEndOfTheSameId_BeginsAnew()
    {
        var ending = Following(Image(TransactionState.PrepareCommit, epoch: 4, Orders0));
        Send(ending, hasMarker: _ => true);

        ending.Follow(Image(TransactionState.PrepareAbort, epoch: 5, Orders0));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(ending.Told(10), Is.Empty);
            Assert.That(ending.Waiting(Term).Single().Marker.ProducerEpoch, Is.EqualTo(5));
        }
    }

    /// <summary>A producer without KIP-890 keeps its epoch, and may be quicker than the news that its last transaction is complete.</summary>
    [Test]
    public void NextEndOfTheSameEpoch_BeginsAnew()
    {
        var ending = Following(Image(TransactionState.PrepareCommit, epoch: 4, startedMs: 1, Orders0));
        Send(ending, hasMarker: _ => true);
        ending.Told(10).Single().IsCompleting = true;

        ending.Follow(Image(TransactionState.PrepareCommit, epoch: 4, startedMs: 2, Orders0));

        Assert.That(ending.Waiting(Term).Single().Partition, Is.EqualTo(Orders0));
    }

    [Test]
    public void NextCoordinator_FindsAllOfItInTheImage_HoweverFarTheOneBeforeCame([Values] bool oneWasTold)
    {
        var image = Image(TransactionState.PrepareCommit, epoch: 4, Orders0, Orders1);
        var before = Following(image);
        Send(before, hasMarker: partition => oneWasTold && partition == Orders0);

        Assert.That(Following(image).Waiting(new Term(10)).Select(marker => marker.Partition), Is.EqualTo(new[] { Orders0, Orders1 }));
    }

    [Test]
    public void Batch_GroupsByTransactionAndTopic_AndTakesWhatIsNotAnsweredForNotWritten()
    {
        var ending = Following(Image(TransactionState.PrepareCommit, epoch: 4, Orders0, Orders1, new TopicPartition("payments", 0)));
        var batch = new MarkerBatch([.. ending.Waiting(Term)]);

        var request = batch.ToRequest();
        var outcomes = batch.Outcomes(new WriteTxnMarkersResponse
        {
            Markers =
            [
                new WriteTxnMarkersResponse.Marker
                {
                    ProducerId = 7,
                    Topics =
                    [
                        new WriteTxnMarkersResponse.Topic
                        {
                            Name = "orders",
                            Partitions =
                            [
                                new WriteTxnMarkersResponse.Partition { PartitionIndex = 0 },
                                new WriteTxnMarkersResponse.Partition { PartitionIndex = 1, ErrorCode = ErrorCode.NotLeaderOrFollower },
                            ],
                        },
                    ],
                },
            ],
        });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(request.Markers.Single().Topics.Select(topic => (topic.Name, topic.PartitionIndexes.Count)), Is.EqualTo(new[] { ("orders", 2), ("payments", 1) }));
            Assert.That(request.Markers.Single().TransactionVersion, Is.EqualTo(2));
            Assert.That(outcomes.Select(outcome => outcome.Error), Is.EqualTo(new[] { ErrorCode.None, ErrorCode.NotLeaderOrFollower, ErrorCode.NetworkException }));
        }
    }

    private static EndingTransactions Following(TransactionsImage image)
    {
        var ending = new EndingTransactions();
        ending.Follow(image);
        return ending;
    }

    private static void Send(EndingTransactions ending, Func<TopicPartition, bool> hasMarker)
    {
        foreach (var marker in ending.Waiting(Term).ToList())
        {
            marker.Transaction.Send(marker.Partition);
            marker.Transaction.Sent(marker.Partition, hasMarker(marker.Partition));
        }
    }

    private static TransactionsImage Image(TransactionState state, short epoch, params TopicPartition[] partitions) => Image(state, epoch, startedMs: 1, partitions);

    private static TransactionsImage Image(TransactionState state, short epoch, long startedMs, params TopicPartition[] partitions)
    {
        var delta = new MetadataDelta(MetadataImage.Empty);
        delta.Apply(new TransactionRecord
        {
            TransactionalId = "tx",
            State = state,
            ProducerId = 7,
            ProducerEpoch = epoch,
            Version = 2,
            StartTimestampMs = startedMs,
        });
        delta.Apply(new TransactionPartitionsRecord
        {
            TransactionalId = "tx",
            Topics =
            [
                .. from partition in partitions
                   group partition.Partition by partition.Topic into topic
                   select new TransactionPartitionsRecord.Topic { Name = topic.Key, Partitions = [.. topic] },
            ],
        });
        return delta.Finish(new LogIndex(1)).New.Transactions;
    }
}
