using RaftLog.Model;

namespace RaftLog.Storage.Tests;

/// <summary>What a log should hold, kept in a dictionary: frame bytes by index.</summary>
internal sealed class LogTwin
{
    private readonly SortedDictionary<long, byte[]> _frames = [];
    private long _next = 1;

    public LogIndex LastIndex => new(_next - 1);

    /// <summary>Everything up to here has been reported as durable.</summary>
    public LogIndex Durable { get; set; }

    public Term LastTerm { get; private set; }

    public void Append(FrameHeader header, byte[] frame)
    {
        Assert.That(header.Index.Value, Is.EqualTo(_next));
        _frames[_next++] = frame;
        LastTerm = header.Term;
    }

    public void TruncateFrom(LogIndex index)
    {
        for (; _next > index.Value; _next--)
        {
            _frames.Remove(_next - 1);
        }

        Durable = Durable < index ? Durable : index.Previous();
        LastTerm = _frames.Count > 0 ? Header(LastIndex).Term : LastTerm;
    }

    /// <summary>The log lost its tail in a crash, but nothing durable.</summary>
    public void AdoptLossOf(PartitionLog log)
    {
        Assert.That(log.LastIndex, Is.GreaterThanOrEqualTo(Durable), "Something durable was lost.");
        Assert.That(log.LastIndex, Is.LessThanOrEqualTo(LastIndex), "Something that was never appended appeared.");
        TruncateFrom(log.LastIndex.Next());
        Durable = LastIndex;
    }

    public void Check(PartitionLog log, Random random)
    {
        Assert.That(log.LastIndex, Is.EqualTo(LastIndex));
        LogIndex from = log.FirstIndex;
        List<byte[]> frames = log.AllFrames(from, random.Next(1, 4000));
        Assert.That(frames, Is.EqualTo(_frames.Where(frame => frame.Key >= from.Value).Select(frame => frame.Value)), "The frames differ.");
        foreach (long index in _frames.Keys.Where(index => index >= from.Value))
        {
            CheckEntry(log, new LogIndex(index));
        }

        CheckFetch(log, random);
        CheckTimestamps(log, random);
    }

    private FrameHeader Header(LogIndex index)
    {
        FrameHeader.TryRead(_frames[index.Value], out FrameHeader header);
        return header;
    }

    private Offset EndOffset(LogIndex index)
    {
        FrameInfo.TryRead(_frames[index.Value], out FrameInfo info);
        return info.NextOffset;
    }

    private void CheckEntry(PartitionLog log, LogIndex index)
    {
        Assert.That(log.TermAt(index), Is.EqualTo(Header(index).Term));
        Assert.That(log.EndOffsetAt(index), Is.EqualTo(EndOffset(index)));
        LogIndex last = log.LastIndexWithin(index, 2000, out long bytes);
        long exact = Enumerable.Range(0, (int)(last - index) + 1).Sum(i => (long)_frames[index.Value + i].Length);
        Assert.That(bytes, Is.GreaterThanOrEqualTo(exact));
        Assert.That(last == index || exact <= 2000, Is.True, "The range is larger than allowed.");
    }

    private void CheckFetch(PartitionLog log, Random random)
    {
        if (log.LogStartOffset == log.LogEndOffset)
        {
            return;
        }

        var from = new Offset(random.NextInt64(log.LogStartOffset.Value, log.LogEndOffset.Value));
        var limit = new Offset(random.NextInt64(from.Value, log.LogEndOffset.Value + 1));
        byte[] expected = [.. Data(log).Where(frame => frame.Info.NextOffset > from && frame.Info.NextOffset <= limit).SelectMany(frame => frame.Bytes[FrameHeader.Size..])];
        Assert.That(log.Fetch(from, limit, 1 << 24), Is.EqualTo(expected), $"Fetch of {from} to {limit}.");
    }

    private void CheckTimestamps(PartitionLog log, Random random)
    {
        long timestamp = random.Next(900, 3000);
        Offset limit = log.LogEndOffset;
        Offset? expected = null;
        foreach ((FrameInfo info, byte[] bytes) in Data(log))
        {
            using RecordReader records = RecordReader.Open(bytes.AsMemory(FrameHeader.Size));
            while (expected is null && records.TryRead(out Record record))
            {
                Offset offset = info.Header.BaseOffset + record.OffsetDelta;
                expected = record.TimestampMs >= timestamp && offset >= log.LogStartOffset ? offset : null;
            }
        }

        Assert.That(log.OffsetForTimestamp(timestamp, limit)?.Offset, Is.EqualTo(expected), $"Timestamp {timestamp}.");
    }

    private IEnumerable<(FrameInfo Info, byte[] Bytes)> Data(PartitionLog log)
    {
        foreach (byte[] bytes in _frames.Where(frame => frame.Key >= log.FirstIndex.Value).Select(frame => frame.Value))
        {
            FrameInfo.TryRead(bytes, out FrameInfo info);
            if (info.Header.Kind == EntryKind.Data)
            {
                yield return (info, bytes);
            }
        }
    }
}
