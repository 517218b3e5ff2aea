namespace RaftLog.Model.Tests;

/// <summary>Batches written again with fewer records.</summary>
public sealed class RecordBatchRewriterTests
{
    [Test]
    public void Rewrite_KeepsOffsetsTimestampsKeysValuesAndCodec([ValueSource(typeof(Codecs), nameof(Codecs.Available))] CompressionCodec codec)
    {
        byte[] source = Batches.Build(10, codec);
        RecordBatch.SetBaseOffset(source, new Offset(500));
        RecordBatch.SetLeaderEpoch(source, new Term(7));
        RecordBatch.SetProducerState(source, producerId: 42, producerEpoch: 3, baseSequence: 90);

        byte[] rewritten = Rewrite(source, record => record.OffsetDelta % 3 == 1, deleteHorizonMs: null);

        RecordBatchHeader header = Header(rewritten);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(RecordBatch.VerifyIntegrity(rewritten), Is.EqualTo(RecordBatchProblem.None));
            Assert.That(header.BaseOffset, Is.EqualTo(new Offset(500)));
            Assert.That(header.NextOffset, Is.EqualTo(new Offset(510)));
            Assert.That(header.LeaderEpoch, Is.EqualTo(new Term(7)));
            Assert.That((header.ProducerId, header.ProducerEpoch, header.BaseSequence, header.LastSequence), Is.EqualTo((42L, (short)3, 90, 99)));
            Assert.That(header.Codec, Is.EqualTo(codec));
            Assert.That(header.MaxTimestampMs, Is.EqualTo(1_007));
            Assert.That(header.DeleteHorizonMs, Is.Null);
            Assert.That(Describe(rewritten), Is.EqualTo(Describe(source).Where((_, i) => i % 3 == 1)));
        }
    }

    [Test]
    public void Rewrite_WithAHorizon_KeepsTheTimestamps([ValueSource(typeof(Codecs), nameof(Codecs.Available))] CompressionCodec codec)
    {
        byte[] source = Batches.Build(5, codec);

        byte[] rewritten = Rewrite(source, _ => true, deleteHorizonMs: 123_456_789_000);

        Assert.That(Header(rewritten).DeleteHorizonMs, Is.EqualTo(123_456_789_000));
        Assert.That(Header(rewritten).MaxTimestampMs, Is.EqualTo(Header(source).MaxTimestampMs));
        Assert.That(Describe(rewritten), Is.EqualTo(Describe(source)));
    }

    [Test]
    public void Rewrite_WithAHorizon_KeepsTheTimeOfAppend()
    {
        byte[] source = Batches.Build(3);
        RecordBatch.SetLogAppendTime(source, 77_000);

        byte[] rewritten = Rewrite(source, record => record.OffsetDelta == 2, deleteHorizonMs: 99_000);

        Assert.That(Header(rewritten).HasLogAppendTime, Is.True);
        Assert.That(Describe(rewritten).Single(), Does.Contain("@77000"));
    }

    [Test]
    public void Rewrite_WithoutRecords_StillSpeaksForItsOffsetsAndItsProducer([ValueSource(typeof(Codecs), nameof(Codecs.Available))] CompressionCodec codec)
    {
        byte[] source = Batches.Build(4, codec);
        RecordBatch.SetProducerState(source, producerId: 1, producerEpoch: 0, baseSequence: 8);

        byte[] rewritten = Rewrite(source, _ => false, deleteHorizonMs: null);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(rewritten, Has.Length.EqualTo(RecordBatchHeader.Size));
            Assert.That(RecordBatch.VerifyIntegrity(rewritten), Is.EqualTo(RecordBatchProblem.None));
            Assert.That(Header(rewritten).NextOffset, Is.EqualTo(new Offset(4)));
            Assert.That(Header(rewritten).LastSequence, Is.EqualTo(11));
            Assert.That(Describe(rewritten), Is.Empty);
        }
    }

    [Test]
    public void Rewrite_OfWhatWasRewritten_DropsMore()
    {
        byte[] once = Rewrite(Batches.Build(10, CompressionCodec.Gzip), record => record.OffsetDelta % 2 == 1, deleteHorizonMs: null);

        byte[] twice = Rewrite(once, record => record.OffsetDelta > 6, deleteHorizonMs: null);

        Assert.That(Describe(twice), Is.EqualTo(Describe(once).TakeLast(2)));
        Assert.That(Header(twice).NextOffset, Is.EqualTo(new Offset(10)));
    }

    private static byte[] Rewrite(byte[] source, Func<Record, bool> keeps, long? deleteHorizonMs)
    {
        using var rewriter = new RecordBatchRewriter();
        using RecordReader reader = RecordReader.Open(source);
        var kept = new List<Record>();
        while (reader.TryRead(out Record record))
        {
            if (keeps(record))
            {
                kept.Add(record);
            }
        }

        // Not at the start of the buffer: there is room for a frame header in front in use.
        using var into = new PooledBufferWriter(16);
        into.GetSpan(32);
        into.Advance(32);
        rewriter.Rewrite(reader.Header, kept.ToArray(), deleteHorizonMs, into);
        return into.WrittenSpan[32..].ToArray();
    }

    private static RecordBatchHeader Header(byte[] batch) =>
        RecordBatchHeader.TryParse(batch, out RecordBatchHeader header) ? header : throw new AssertionException("This is no batch.");

    private static List<string> Describe(byte[] batch)
    {
        var records = new List<string>();
        using RecordReader reader = RecordReader.Open(batch);
        while (reader.TryRead(out Record record))
        {
            string headers = string.Join(",", record.ReadHeaders().Select(header => header.Key));
            records.Add($"{record.OffsetDelta}@{record.TimestampMs} {Hex(record.Key)}={Hex(record.Value)} {headers}");
        }

        return records;
    }

    private static string Hex(ReadOnlyMemory<byte>? bytes) => bytes is { } some ? Convert.ToHexString(some.Span) : "null";
}
