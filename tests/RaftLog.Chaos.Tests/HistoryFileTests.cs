using RaftLog.Chaos.History;

namespace RaftLog.Chaos.Tests;

/// <summary>What workers write is what the checker reads.</summary>
public sealed class HistoryFileTests : RunFolderFixture
{
    [Test]
    public void Lines_OfEveryKind_ComeBackInOrder()
    {
        HistoryEvent[] written =
        [
            new WorkerStarted(1, "p1", WorkerRole.Producer, "RaftLog.Client", Idempotent: true),
            new RecordsSent(2, 0, 5),
            new RecordsAcknowledged(3, 1, 100, [0, 2], [900, 950]),
            new RecordsFailed(4, [1], "too large"),
            new OutcomesUnknown(5, [3, 4], "given up"),
            new RecordsRead(6, 1, 100, ["p1:0", "p1:2"], [1000, 1100]),
            new PartitionResumed(7, 1, -1),
            new PartitionsReleased(8, [0, 1], Lost: true),
            new OffsetCommitted(9, 10, 1, 102, Outcome.Acknowledged),
            new PartitionBounds(11, 1, 0, 102),
            new WorkerNote(12, "left the group"),
        ];
        using (var writer = new HistoryWriter(Folder, "p1"))
        {
            foreach (HistoryEvent line in written)
            {
                writer.Write(line);
            }
        }

        HistoryEvent[] read = [.. HistoryReader.Read(RunFiles.Histories(Folder).Single())];

        Assert.That(read.Select(Text), Is.EqualTo(written.Select(Text)));
    }

    [Test]
    public void LastLine_CutOffByAKill_IsLeftOut()
    {
        string file = Path.Combine(Folder, RunFiles.History("p1"));
        File.WriteAllText(file, """
            {"e":"sent","at":1,"first":0,"count":2}
            {"e":"sent","at":2,"fir
            """);

        Assert.That(HistoryReader.Read(file), Is.EqualTo(new[] { new RecordsSent(1, 0, 2) }));
    }

    [Test]
    public void LineThatIsNoEvent_IsRefused_ByFileAndLine()
    {
        string file = Path.Combine(Folder, RunFiles.History("p1"));
        File.WriteAllText(file, "{\"e\":\"sent\",\"at\":1,\"first\":0,\"count\":2}\n{\"e\":\"gone\",\"at\":2}\n");

        Assert.That(() => HistoryReader.Read(file).ToArray(), Throws.InstanceOf<InvalidDataException>().With.Message.Contains("line 2"));
    }

    [Test]
    public void Faults_AreRead_AsTheirLastLineHasThem()
    {
        var first = new FaultEvent(1, 1, "kill-leader", "broker 2", 1_000, Partitions: [0, 3]);
        using (var log = new FaultLog(Folder))
        {
            log.Write(first);
            log.Write(new FaultEvent(2, 1, "pause", "broker 3", 500));
            log.Write(first with { HealUs = 2_000 });
        }

        IReadOnlyList<FaultEvent> read = FaultLog.Read(Folder);

        Assert.Multiple(() =>
        {
            Assert.That(read.Select(f => f.Number), Is.EqualTo(new[] { 2, 1 }));
            Assert.That(read.Select(f => f.HealUs), Is.EqualTo(new long?[] { null, 2_000 }));
        });
    }

    // Lists inside records compare by reference; their text form does not.
    private static string Text(HistoryEvent line) => System.Text.Json.JsonSerializer.Serialize(line);
}
