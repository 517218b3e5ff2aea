using RaftLog.Model;

namespace RaftLog.Storage.Tests;

/// <summary>Reads by index and by offset, from the cache and from files.</summary>
[TestFixture(1 << 20, TestName = "ReadTests.Cached")]
[TestFixture(0, TestName = "ReadTests.FromFiles")]
public sealed class ReadTests(int cacheBytes)
{
    private TestStorage _storage = null!;
    private PartitionLog _log = null!;

    // Index 1: no-op; 2 to 21: batches of 3 records, so offsets 0 to 59; 22: command.
    [SetUp]
    public void FillLog()
    {
        _storage = new TestStorage(cacheBytes);
        _log = _storage.Open(new PartitionLogOptions { SegmentBytes = 4096, IndexIntervalBytes = 200 });
        _log.AppendContent(EntryKind.NoOp);
        for (int i = 0; i < 20; i++)
        {
            _log.AppendBatch(records: 3, valueBytes: 50, timestampMs: 1000 + (i * 10));
            _log.WritePending();
        }

        _log.AppendContent(EntryKind.Command, content: [1, 2, 3]);
        _log.WritePending();
    }

    [TearDown]
    public void Close()
    {
        _log.Dispose();
        Assert.That(_storage.Cache.UsedBytes, Is.Zero, "The cache still holds frames of a closed log.");
    }

    [Test]
    public void ReadBatches_BeginsWithTheBatchThatHoldsTheOffset()
    {
        byte[] bytes = _log.Fetch(new Offset(4), new Offset(60), maxBytes: 1);

        Assert.That(RecordBatchHeader.TryParse(bytes, out RecordBatchHeader batch), Is.True);
        Assert.That(batch.BaseOffset, Is.EqualTo(new Offset(3)));
        Assert.That(bytes, Has.Length.EqualTo(batch.SizeInBytes));
    }

    [Test]
    public void ReadBatches_ReturnsWholeBatchesWithinTheLimitOfBytes()
    {
        int batch = _log.Fetch(Offset.Zero, new Offset(3)).Length;
        using var slices = new LogSlices();

        BatchRange range = _log.ReadBatches(Offset.Zero, new Offset(60), (3 * batch) + 1, atLeastOne: true, slices);

        Assert.That(range with { FileBytes = 0 }, Is.EqualTo(new BatchRange(ReadStatus.Ok, new Offset(9), 3 * batch)));
        Assert.That(slices.TotalBytes, Is.EqualTo(3 * batch));
    }

    [Test]
    public void ReadBatches_ReturnsNothing_WhenTheFirstIsTooLargeAndNeedNotBeThere() =>
        Assert.That(_log.Fetch(Offset.Zero, new Offset(60), maxBytes: 10, atLeastOne: false), Is.Empty);

    [Test]
    public void ReadBatches_StopsAtTheLimit([Values(6, 7, 8)] int limit)
    {
        byte[] bytes = _log.Fetch(Offset.Zero, new Offset(limit));

        Assert.That(bytes, Has.Length.EqualTo(2 * _log.Fetch(Offset.Zero, new Offset(3)).Length));
    }

    [Test]
    public void ReadBatches_TellsOffsetsOutsideTheLog()
    {
        using var slices = new LogSlices();

        Assert.That(_log.ReadBatches(new Offset(61), new Offset(60), 100, true, slices).Status, Is.EqualTo(ReadStatus.AboveEnd));
        Assert.That(_log.ReadBatches(new Offset(-1), new Offset(60), 100, true, slices).Status, Is.EqualTo(ReadStatus.BelowStart));
        Assert.That(_log.ReadBatches(new Offset(60), new Offset(60), 100, true, slices), Is.EqualTo(new BatchRange(ReadStatus.Ok, new Offset(60), 0)));
        Assert.That(slices.Count, Is.Zero);
    }

    [Test]
    public void ReadFrames_ReturnsAtLeastOne_AndTellsIndexesOutsideTheLog()
    {
        using var slices = new LogSlices();

        FrameRange one = _log.ReadFrames(new LogIndex(5), new LogIndex(22), 1, slices);

        Assert.That((one.First, one.Last), Is.EqualTo((new LogIndex(5), new LogIndex(5))));
        Assert.That(_log.ReadFrames(LogIndex.Zero, new LogIndex(9), 100, slices).Status, Is.EqualTo(ReadStatus.BelowStart));
        Assert.That(_log.ReadFrames(new LogIndex(24), new LogIndex(30), 100, slices).Status, Is.EqualTo(ReadStatus.AboveEnd));
        FrameRange atEnd = _log.ReadFrames(new LogIndex(23), new LogIndex(30), 100, slices);
        Assert.That((atEnd.Status, atEnd.IsEmpty), Is.EqualTo((ReadStatus.Ok, true)));
    }

    [Test]
    public void ReadFrames_StopsAtTheLastIndexAskedFor()
    {
        using var slices = new LogSlices();

        FrameRange range = _log.ReadFrames(new LogIndex(2), new LogIndex(4), 1 << 20, slices);

        Assert.That(range.Last, Is.EqualTo(new LogIndex(4)));
        Assert.That(range.Bytes, Is.EqualTo(slices.TotalBytes));
    }

    [Test]
    public void EndOffsetAt_IsTheOffsetBehindTheEntry()
    {
        Assert.That(_log.EndOffsetAt(LogIndex.Zero), Is.EqualTo(Offset.Zero));
        Assert.That(_log.EndOffsetAt(new LogIndex(1)), Is.EqualTo(Offset.Zero));
        Assert.That(_log.EndOffsetAt(new LogIndex(2)), Is.EqualTo(new Offset(3)));
        Assert.That(_log.EndOffsetAt(new LogIndex(22)), Is.EqualTo(new Offset(60)));
        Assert.That(() => _log.EndOffsetAt(new LogIndex(23)), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Cursor_ShowsEveryEntryWithItsContent()
    {
        using LogCursor cursor = _log.OpenCursor(new LogIndex(1));
        var kinds = new List<EntryKind>();
        byte[] content = [];
        while (cursor.MoveNext(_log.LastIndex))
        {
            kinds.Add(cursor.Current.Header.Kind);
            content = cursor.Current.Content.ToArray();
        }

        Assert.That(kinds, Is.EqualTo([EntryKind.NoOp, .. Enumerable.Repeat(EntryKind.Data, 20), EntryKind.Command]));
        Assert.That(content, Is.EqualTo(new byte[] { 1, 2, 3 }));
    }

    [Test]
    public void OffsetForTimestamp_FindsTheFirstRecordThatIsNotOlder()
    {
        Assert.That(_log.OffsetForTimestamp(0, new Offset(60))?.Offset, Is.EqualTo(Offset.Zero));
        Assert.That(_log.OffsetForTimestamp(1051, new Offset(60)), Is.EqualTo(new TimestampOffset(1051, new Offset(16), new Term(1))));
        Assert.That(_log.OffsetForTimestamp(1053, new Offset(60)), Is.EqualTo(new TimestampOffset(1060, new Offset(18), new Term(1))));
        Assert.That(_log.OffsetForTimestamp(1053, new Offset(18)), Is.Null, "Above the high watermark.");
        Assert.That(_log.OffsetForTimestamp(9999, new Offset(60)), Is.Null);
    }

    [Test]
    public void OffsetForTimestamp_LooksIntoCompressedBatches()
    {
        _log.StampAndAppend(Batches.Frame(5, 100, 5000, CompressionCodec.Gzip), EntryKind.Data, new Term(1));
        _log.WritePending();

        Assert.That(_log.OffsetForTimestamp(5003, _log.LogEndOffset)?.Offset, Is.EqualTo(new Offset(63)));
    }

    [Test]
    public void OffsetOfMaxTimestamp_IsTheFirstRecordWithTheLargest_BelowTheLimit()
    {
        _log.AppendBatch(timestampMs: 7000);
        _log.AppendBatch(timestampMs: 100);
        _log.WritePending();

        Assert.That(_log.OffsetOfMaxTimestamp(_log.LogEndOffset)?.Offset, Is.EqualTo(new Offset(60)));
        Assert.That(_log.OffsetOfMaxTimestamp(new Offset(60))?.Offset, Is.EqualTo(new Offset(59)));
        Assert.That(_log.OffsetOfMaxTimestamp(new Offset(3))?.Offset, Is.EqualTo(new Offset(2)));
        Assert.That(_log.OffsetOfMaxTimestamp(Offset.Zero), Is.Null);
    }
}
