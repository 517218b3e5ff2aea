using RaftLog.Model;
using RaftLog.Replication;
using RaftLog.Storage;

namespace RaftLog.Broker.Tests;

/// <summary>Every outcome of the modules below has a Kafka error code of its own choosing.</summary>
public sealed class KafkaErrorsTests
{
    [Test]
    public void EveryAppendStatus_IsMapped([Values] AppendStatus status)
    {
        var code = KafkaErrors.Of(status);

        Assert.That(code, Is.Not.EqualTo(ErrorCode.UnknownServerError));
        Assert.That(code == ErrorCode.None, Is.EqualTo(status is AppendStatus.Appended or AppendStatus.Duplicate));
    }

    [Test]
    public void EveryRecordBatchProblem_IsMapped([Values] RecordBatchProblem problem) =>
        Assert.That(KafkaErrors.Of(problem) == ErrorCode.None, Is.EqualTo(problem == RecordBatchProblem.None));

    [Test]
    public void EveryReadStatus_IsMapped([Values] ReadStatus status) =>
        Assert.That(KafkaErrors.Of(status) == ErrorCode.None, Is.EqualTo(status == ReadStatus.Ok));

    [TestCase(AppendStatus.NotLeader)]
    [TestCase(AppendStatus.LogFull)]
    [TestCase(AppendStatus.Offline)]
    [TestCase(AppendStatus.ShuttingDown)]
    public void WhatAnotherTryCanMend_IsRetriable(AppendStatus status) => Assert.That(KafkaErrors.Of(status).IsRetriable(), Is.True);
}
