using RaftLog.Model;

namespace RaftLog.Metadata.Tests.Control.Transactions;

public sealed class TransactionUpkeepTests
{
    private const long WeekMs = 604_800_000;

    [Test]
    public void TransactionBeyondItsTime_IsAborted_AndItsProducerFenced()
    {
        var scene = new TransactionScene().In(TransactionState.Ongoing).Wait(501);

        scene.Expire();

        using (Assert.EnterMultipleScope())
        {
            Assert.That((scene.State.State, scene.State.ProducerEpoch), Is.EqualTo((TransactionState.PrepareAbort, (short)4)));
            Assert.That(scene.State.Partitions, Has.Count.EqualTo(1));
            Assert.That(scene.End(commit: true).Error, Is.EqualTo(ErrorCode.ProducerFenced));
        }
    }

    [Test]
    public void TransactionWithinItsTime_GoesOn()
    {
        var scene = new TransactionScene().In(TransactionState.Ongoing).Wait(500);

        scene.Expire();

        Assert.That(scene.State.State, Is.EqualTo(TransactionState.Ongoing));
    }

    [Test]
    public void DecidedTransaction_HasAllTheTimeThatItTakes()
    {
        var scene = new TransactionScene().In(TransactionState.PrepareCommit).Wait(10 * WeekMs);

        scene.Expire();

        Assert.That(scene.State.State, Is.EqualTo(TransactionState.PrepareCommit));
    }

    [TestCase(TransactionState.Empty)]
    [TestCase(TransactionState.CompleteCommit)]
    [TestCase(TransactionState.CompleteAbort)]
    public void UnusedId_IsForgottenAfterAWeek(TransactionState state)
    {
        var scene = new TransactionScene().In(state).Wait(WeekMs - 1);
        scene.Expire();
        bool wasThere = scene.Image.Transactions.TryGet(TransactionScene.Id, out _);
        scene.Wait(1).Expire();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(wasThere, Is.True);
            Assert.That(scene.Image.Transactions.ById, Is.Empty);
        }
    }

    [TestCase(8, 3)]
    [TestCase(7, 2)]
    public void CompletionOfAnotherEnd_IsPassedOver(long producerId, short epoch)
    {
        var scene = new TransactionScene().In(TransactionState.PrepareCommit);

        scene.Complete(producerId, epoch);

        Assert.That(scene.State.State, Is.EqualTo(TransactionState.PrepareCommit));
    }

    [TestCase(TransactionState.Ongoing)]
    [TestCase(TransactionState.CompleteCommit)]
    public void CompletionOfWhatDoesNotEnd_IsPassedOver(TransactionState state)
    {
        var scene = new TransactionScene().In(state);

        scene.Complete();

        Assert.That(scene.State.State, Is.EqualTo(state));
    }

    [Test]
    public void IdsThatEnd_AreListed()
    {
        var scene = new TransactionScene().In(TransactionState.Ongoing);
        var before = scene.Image.Transactions.Ending;
        scene.End(commit: true);
        var between = scene.Image.Transactions.Ending;
        scene.Complete();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(before, Is.Empty);
            Assert.That(between, Is.EqualTo(new[] { TransactionScene.Id }));
            Assert.That(scene.Image.Transactions.Ending, Is.Empty);
        }
    }
}
