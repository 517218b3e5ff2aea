using System.Text;
using RaftLog.Model;

namespace RaftLog.Storage.Tests;

/// <summary>Batches that are well by their header and rubbish behind it. Whoever appends looks at headers only, so such a one may be in any log.</summary>
public sealed class UnreadableBatchTests
{
    // Of uncompressed records this short: length, attributes, timestamp delta, offset delta, each one byte.
    private const int FirstRecord = 61;
    private const int OffsetDeltaInRecord = 3;

    private TestStorage _storage = null!;
    private PartitionLog _log = null!;

    [SetUp]
    public void Begin()
    {
        _storage = new TestStorage(cacheBytes: 0);
        _log = _storage.Open(new PartitionLogOptions { SegmentBytes = 4096, IndexIntervalBytes = 200 });
    }

    [TearDown]
    public void End() => _log.Dispose();

    [Test]
    public void BatchWhoseOffsetsAreOutOfOrder_StaysAsItIs_AndCountsForNoKey()
    {
        List<KeyedRecord> before = _log.AppendKeyed([("k", "old"), ("other", "1")]);
        Append(batch =>
        {
            int second = FirstRecord + 1 + (batch[FirstRecord] >> 1);
            batch[FirstRecord + OffsetDeltaInRecord] = 2;
            batch[second + OffsetDeltaInRecord] = 0;
        });
        Seal();

        _log.Compact();

        Assert.That(_log.Records().Take(2), Is.EqualTo(before));
        Assert.That(_log.LogEndOffset, Is.EqualTo(new Offset(4)));
    }

    [Test]
    public void BatchWhoseOffsetsLeaveIt_StaysAsItIs_AndCountsForNoKey()
    {
        List<KeyedRecord> before = _log.AppendKeyed([("k", "old"), ("other", "1")]);
        Append(batch => batch[FirstRecord + 1 + (batch[FirstRecord] >> 1) + OffsetDeltaInRecord] = 60);
        Seal();

        _log.Compact();

        Assert.That(_log.Records().Take(2), Is.EqualTo(before));
    }

    [Test]
    public void KeyBeforeTheMalformedRecordOfABatch_CountsNotEither()
    {
        List<KeyedRecord> before = _log.AppendKeyed([("k", "old"), ("other", "1")]);
        Append(batch => batch[FirstRecord + 1 + (batch[FirstRecord] >> 1)] = 0x7e);
        List<KeyedRecord> behind = _log.AppendKeyed([("other", "2")]);
        Seal();

        _log.Compact();

        // A reader does not get past the second record, and may not be given the first.
        var found = new List<string>();
        foreach (ReadOnlyMemory<byte> batch in _log.FetchedBatches(Offset.Zero).Where(batch => RecordBatch.ValidateRecords(batch, 1 << 20) == RecordBatchProblem.None))
        {
            using RecordReader reader = RecordReader.Open(batch);
            while (reader.TryRead(out Record record))
            {
                found.Add(Encoding.UTF8.GetString(record.Value!.Value.Span));
            }
        }

        Assert.That(found, Is.EqualTo(new[] { before[0].Value, behind[0].Value }));
    }

    // Two records of one key, spoiled behind the header, whose checksum is right for it.
    private void Append(Action<byte[]> spoil)
    {
        using var builder = new RecordBatchBuilder();
        builder.Append(1000, Encoding.UTF8.GetBytes("k"), Encoding.UTF8.GetBytes("a"));
        builder.Append(1000, Encoding.UTF8.GetBytes("k"), Encoding.UTF8.GetBytes("b"));
        using PooledBuffer built = builder.Build();
        byte[] batch = built.Span.ToArray();
        spoil(batch);
        RecordBatch.SetProducerState(batch, producerId: 1, producerEpoch: 0, baseSequence: 0);
        _log.StampAndAppend(FrameBuffer.ForBatch(batch), EntryKind.Data, new Term(1));
    }

    private void Seal()
    {
        _log.WritePending();
        _log.Roll();
        _log.AppendContent(EntryKind.NoOp);
        _log.WritePending();
    }
}
