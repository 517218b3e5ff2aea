using RaftLog.Model;

namespace RaftLog.Metadata.Tests.Control.Transactions;

public sealed class ProducerInitializationTests
{
    [Test]
    public void NewId_GetsANewProducerIdAtEpoch0()
    {
        var scene = new TransactionScene().With(new ProducerIdsRecord { NextProducerId = 40 });

        var result = scene.Init();

        using (Assert.EnterMultipleScope())
        {
            Assert.That((result.Error, result.ProducerId, result.ProducerEpoch), Is.EqualTo((ErrorCode.None, 40L, (short)0)));
            Assert.That(scene.State.State, Is.EqualTo(TransactionState.Empty));
            Assert.That(scene.Image.NextProducerId, Is.EqualTo(41));
        }
    }

    [Test]
    public void NewId_IsGiven_WhateverTheClientSaysThatItHad() => Assert.That(new TransactionScene().Init(producerId: 99, epoch: 9).ProducerEpoch, Is.Zero);

    [TestCase(TransactionState.Empty)]
    [TestCase(TransactionState.CompleteCommit)]
    [TestCase(TransactionState.CompleteAbort)]
    public void NewClient_GetsTheNextEpoch_AndFencesTheOneBefore(TransactionState state)
    {
        var scene = new TransactionScene().In(state);

        var result = scene.Init(timeoutMs: 777);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((result.ProducerId, result.ProducerEpoch), Is.EqualTo((7L, (short)4)));
            Assert.That((scene.State.State, scene.State.TimeoutMs, scene.State.LastProducerEpoch), Is.EqualTo((TransactionState.Empty, 777, TransactionImage.NoEpoch)));
            Assert.That(scene.Add("orders", 0, epoch: 3), Is.EqualTo(ErrorCode.ProducerFenced));
            Assert.That(scene.Init(producerId: 7, epoch: 3).Error, Is.EqualTo(ErrorCode.ProducerFenced));
        }
    }

    /// <summary>KIP-360.</summary>
    [Test]
    public void ClientThatGoesOn_GetsTheNextEpoch_AndTheSameOneAgain_WhenTheAnswerWasLost()
    {
        var scene = new TransactionScene().In(TransactionState.CompleteAbort);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(scene.Init(producerId: 7, epoch: 3).ProducerEpoch, Is.EqualTo(4));
            Assert.That(scene.Init(producerId: 7, epoch: 3).ProducerEpoch, Is.EqualTo(4));
            Assert.That(scene.Init(producerId: 7, epoch: 2).Error, Is.EqualTo(ErrorCode.ProducerFenced));
            Assert.That(scene.Init(producerId: 8, epoch: 4).Error, Is.EqualTo(ErrorCode.ProducerFenced));
        }
    }

    [Test]
    public void OpenTransaction_IsAbortedFirst_UnderAnEpochThatNobodyIsGiven()
    {
        var scene = new TransactionScene().In(TransactionState.Ongoing);

        var first = scene.Init();
        var aborting = scene.State;
        var meanwhile = scene.Init();
        scene.Complete();
        var last = scene.Init();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(first.Error, Is.EqualTo(ErrorCode.ConcurrentTransactions));
            Assert.That((aborting.State, aborting.ProducerEpoch, aborting.LastProducerEpoch), Is.EqualTo((TransactionState.PrepareAbort, (short)4, TransactionImage.NoEpoch)));
            Assert.That(meanwhile.Error, Is.EqualTo(ErrorCode.ConcurrentTransactions));
            Assert.That((last.Error, last.ProducerEpoch), Is.EqualTo((ErrorCode.None, (short)5)));
        }
    }

    [Test]
    public void ZombieThatGoesOn_DoesNotAbortTheTransactionOfItsSuccessor()
    {
        var scene = new TransactionScene().In(TransactionState.Ongoing);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(scene.Init(producerId: 7, epoch: 1).Error, Is.EqualTo(ErrorCode.ProducerFenced));
            Assert.That(scene.State.State, Is.EqualTo(TransactionState.Ongoing));
        }
    }

    [TestCase(TransactionState.PrepareCommit)]
    [TestCase(TransactionState.PrepareAbort)]
    public void TransactionThatEnds_IsWaitedFor(TransactionState state) =>
        Assert.That(new TransactionScene().In(state).Init().Error, Is.EqualTo(ErrorCode.ConcurrentTransactions));

    [Test]
    public void ExhaustedEpochs_GiveANewProducerId_AndTheRepetitionTheSame()
    {
        var scene = new TransactionScene().With(new ProducerIdsRecord { NextProducerId = 40 }).In(TransactionState.CompleteCommit, epoch: short.MaxValue - 1);

        var result = scene.Init(producerId: 7, epoch: short.MaxValue - 1);
        var again = scene.Init(producerId: 7, epoch: short.MaxValue - 1);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((result.ProducerId, result.ProducerEpoch), Is.EqualTo((40L, (short)0)));
            Assert.That((again.Error, again.ProducerId, again.ProducerEpoch), Is.EqualTo((ErrorCode.None, 40L, (short)0)));
            Assert.That(scene.Image.NextProducerId, Is.EqualTo(41));
        }
    }

    [Test]
    public void FenceAtTheHighestEpoch_LeavesOnlyANewProducerId()
    {
        var scene = new TransactionScene().AtTheHighestEpoch();

        var first = scene.Init();
        scene.Complete();
        var second = scene.Init();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(first.Error, Is.EqualTo(ErrorCode.ConcurrentTransactions));
            Assert.That((second.ProducerId, second.ProducerEpoch), Is.EqualTo((50L, (short)0)));
        }
    }

    [TestCase(0, ErrorCode.InvalidTransactionTimeout)]
    [TestCase(-1, ErrorCode.InvalidTransactionTimeout)]
    [TestCase(900_001, ErrorCode.InvalidTransactionTimeout)]
    [TestCase(900_000, ErrorCode.None)]
    public void Timeout_IsBounded(int timeoutMs, ErrorCode expected) => Assert.That(new TransactionScene().Init(timeoutMs: timeoutMs).Error, Is.EqualTo(expected));

    [TestCase(7, -1)]
    [TestCase(-1, 3)]
    public void HalfAClaim_IsNoRequest(long producerId, short epoch) =>
        Assert.That(new TransactionScene().In(TransactionState.Empty).Init(producerId, epoch).Error, Is.EqualTo(ErrorCode.InvalidRequest));

    [Test]
    public void EmptyId_IsRefused() => Assert.That(
        ProducerInitializationControl.Initialize(MetadataImage.Empty, new InitializeProducerCommand { TransactionTimeoutMs = 1 }, Support.Images.Defaults, default).Response.Error,
        Is.EqualTo(ErrorCode.InvalidRequest));
}
