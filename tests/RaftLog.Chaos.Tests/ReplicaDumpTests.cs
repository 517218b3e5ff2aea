using RaftLog.Chaos.History;
using RaftLog.Chaos.Replicas;

namespace RaftLog.Chaos.Tests;

/// <summary>Files as brokers write them, compared with the log that clients read back.</summary>
public sealed class ReplicaDumpTests : RunFolderFixture
{
    private const string Topic = "chaos";

    [SetUp]
    public void CreateRun()
    {
        using var producer = new HistoryWriter(Folder, "p");
        producer.Write(new WorkerStarted(1, "p", WorkerRole.Producer, "test", Idempotent: true));
        producer.Write(new RecordsSent(2, 0, 10));
        using var final = new HistoryWriter(Folder, "final");
        final.Write(new WorkerStarted(3, "final", WorkerRole.Final, "test"));
        final.Write(new PartitionBounds(4, 0, 0, 4));
        final.Write(new RecordsRead(5, 0, 0, ["p:0", "p:1", "p:2", "p:3"]));
    }

    [Test]
    public void Replicas_WithTheSameRecords_Agree_WhateverTheirBatchesAndSegments()
    {
        CheckResult result = Check(disk => disk.Append(0, 1, 2, 3), disk => disk.Append(0).Append(1, 2).Roll().Append(3));

        Assert.That((result.Passed, result.Replicas, result.InReplicas), Is.EqualTo((true, 2, 8L)));
    }

    [Test]
    public void Replica_ThatDiffersAtOneRecord_IsNamed_WithTheOffset()
    {
        CheckResult result = Check(disk => disk.Append(0, 1, 2, 3), disk => disk.Append(0, 1).Append(7, 3));

        Anomaly found = result.Anomalies.Examples.Single();
        Assert.That(found.Kind, Is.EqualTo(AnomalyKind.Diverging));
        Assert.That(found.Words, Is.EqualTo("replica-2 has p:7 at partition 0, offset 2, where the log has p:2."));
    }

    [Test]
    public void Replica_WithoutARecordInTheMiddle_HasMovedWhatFollows() =>
        Assert.That(Check(disk => disk.Append(0, 1, 2, 3), disk => disk.Append(0, 2, 3, 4)).Anomalies.Count(AnomalyKind.Diverging), Is.EqualTo(3));

    [Test]
    public void Replicas_MayEndWithWhatWasNeverCommitted() =>
        Assert.That(Check(disk => disk.Append(0, 1, 2, 3, 4), disk => disk.Append(0, 1, 2, 3, 5)).Passed);

    [Test]
    public void Replica_MayLackATail_ThatAMajorityHas() =>
        Assert.That(Check(disk => disk.Append(0, 1, 2, 3), disk => disk.Append(0, 1, 2, 3), disk => disk.Append(0)).Passed);

    [Test]
    public void TailThatOnlyAMinorityHas_WasNotSafe()
    {
        CheckResult result = Check(disk => disk.Append(0, 1, 2, 3), disk => disk.Append(0, 1, 2), disk => disk.Append(0));

        Assert.That(result.Anomalies.Examples.Single().Kind, Is.EqualTo(AnomalyKind.TooFewCopies));
        Assert.That(result.Anomalies.Examples.Single().Words, Does.Contain("1 of 3").And.Contain("4, 3, 1"));
    }

    [Test]
    public void DirectoriesPutAside_AndOtherTopics_AreNotRead()
    {
        CheckResult result = Check(
            disk => disk.Append(0, 1, 2, 3),
            disk => disk.Append(9).PutAside().Append(0, 1, 2, 3),
            disk => disk.Append(0, 1, 2, 3).InTopic("bulk").Append(9));

        Assert.That((result.Passed, result.Replicas), Is.EqualTo((true, 3)));
    }

    [Test]
    public void DamagedFrame_IsAProblem_AndAHole()
    {
        using (var disk = new BrokerDisk(DataOf(1), Topic))
        {
            disk.Append(0).Append(1).Append(2, 3).FlipByteOf("p:1");
        }

        IReadOnlyList<string> problems = ReplicaDump.Write(Folder, Topic, 1, DataOf(1));

        Assert.That(problems.Single(), Does.StartWith("Broker 1, partition 0: ").And.EndWith("Batch."));
        Assert.That(
            HistoryChecker.CheckFolder(Folder).Anomalies.Examples.Single().Words, Is.EqualTo("replica-1 goes from offset 1 to 2 in partition 0."));
    }

    [Test]
    public void BrokerWithoutFiles_IsAProblem() =>
        Assert.That(ReplicaDump.Write(Folder, Topic, 1, DataOf(1)).Single(), Does.StartWith("Broker 1: "));

    private CheckResult Check(params Func<BrokerDisk, BrokerDisk>[] brokers)
    {
        var data = new Dictionary<int, string>();
        for (int broker = 1; broker <= brokers.Length; broker++)
        {
            data.Add(broker, DataOf(broker));
            using var disk = new BrokerDisk(DataOf(broker), Topic);
            brokers[broker - 1](disk);
        }

        Assert.That(ReplicaDump.WriteAll(Folder, Topic, data), Is.Empty);
        return HistoryChecker.CheckFolder(Folder);
    }

    private string DataOf(int broker) => Path.Combine(Folder, $"node-{broker}", "data");
}
