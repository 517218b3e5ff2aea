using RaftLog.Metadata;
using RaftLog.Model;
using RaftLog.Simulator.Checks.Audits;
using RaftLog.Storage;

namespace RaftLog.Simulator.Tests.Rules;

/// <summary>The audits of a whole log, each with a state that breaks it.</summary>
public sealed class AuditTests
{
    [Test]
    public void CacheThatHoldsAnotherFrame_IsFound()
    {
        Assert.That(CacheEqualsFile.Compare("orders-0", [1, 2], [1, 2]), Is.Null);
        Assert.That(CacheEqualsFile.Compare("orders-0", [1, 2], [1, 3]), Does.Contain("another frame than the file"));
    }

    [Test]
    public void CommittedEntryThatChanges_IsFound()
    {
        var audit = new CommittedNeverChanges();
        string? Check(long group, long index, uint checksum) => audit.Compare(new GroupId(group), new LogIndex(index), checksum, "orders-0");

        Assert.That(Check(1, 5, 77), Is.Null);
        Assert.That(Check(1, 5, 77), Is.Null);
        Assert.That(Check(2, 5, 78), Is.Null, "another group's entry");
        Assert.That(Check(1, 5, 78), Does.Contain("not the one that was committed there before"));
    }

    [Test]
    public void IndexEntryThatPointsElsewhere_IsFound()
    {
        var frame = new FrameHeader(100, new Term(1), EntryKind.Data, new LogIndex(7), new Offset(30));
        string? Check(long index, long offset, long position) =>
            IndexEqualsScan.Compare("orders-0", new IndexEntry(new LogIndex(index), new Offset(offset), position, 0), frame, position: 900);

        Assert.That(Check(7, 30, 900), Is.Null);
        Assert.That(Check(5, 20, 700), Is.Null, "the signpost before the frame");
        Assert.That(Check(7, 30, 901), Does.Contain("the scan finds"), "another place");
        Assert.That(Check(7, 31, 900), Does.Contain("the scan finds"), "another offset");
        Assert.That(Check(5, 20, 900), Does.Contain("the scan finds"), "an earlier frame at the same place");
        Assert.That(Check(5, 31, 700), Does.Contain("the scan finds"), "an earlier frame with a later offset");
    }

    [Test]
    public void ProducerStateThatTheLogDoesNotGive_IsFound()
    {
        var log = Producers((1, 0), (1, 1), (2, 0));
        string? Check(ProducerStateTable table) => ProducersEqualReplay.Compare("orders-0", table, log);

        Assert.That(Check(Producers((1, 0), (1, 1), (2, 0))), Is.Null);
        Assert.That(Check(Producers((1, 1), (2, 0))), Is.Null, "fewer batches are remembered");
        Assert.That(Check(Producers((1, 0), (2, 0))), Does.Contain("the state of producer 1"), "the last batch is missing");
        Assert.That(Check(Producers((1, 0), (1, 1))), Does.Contain("producer 2 ends with nothing"));
        Assert.That(Check(Producers((1, 0), (1, 1), (2, 0), (3, 0))), Does.Contain("3 producers are known"), "one was truncated");
    }

    [Test]
    public void ImageThatTheLogDoesNotGive_IsFound()
    {
        string? Check(MetadataImage image, MetadataImage replayed) => ImageEqualsReplay.Compare(image, replayed, new BrokerId(1));

        Assert.That(Check(Image("60000"), Image("60000")), Is.Null);
        Assert.That(Check(Image("60000"), Image("70000")), Does.Contain("not what a replay of its log gives"));
        Assert.That(Check(Image("60000"), MetadataImage.Empty), Does.Contain("not what a replay of its log gives"));
    }

    private static ProducerStateTable Producers(params (long Producer, int Sequence)[] batches)
    {
        var table = new ProducerStateTable();
        foreach (var (producer, sequence) in batches)
        {
            using var builder = new RecordBatchBuilder();
            builder.Append(0, NullableBytes.Null, NullableBytes.Null);
            using var batch = builder.Build(CompressionCodec.None);
            RecordBatch.SetProducerState(batch.Span, producer, producerEpoch: 0, sequence);
            Assert.That(RecordBatchHeader.TryParse(batch.Span, out var header), Is.True);
            table.Note(header, batch.Span);
        }

        return table;
    }

    private static MetadataImage Image(string retention)
    {
        var delta = new MetadataDelta(MetadataImage.Empty);
        delta.Apply(new ConfigRecord { ResourceType = ConfigResourceType.Topic, ResourceName = "orders", Name = "retention.ms", Value = retention });
        return delta.Finish(new LogIndex(1)).New;
    }
}
