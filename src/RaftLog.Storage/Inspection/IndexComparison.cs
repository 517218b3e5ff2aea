using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>
/// Compares an index file with the frames of its segment as they are read: every record must say what the frame at its position says, and in
/// a sealed segment no term, no configuration and no aborted transaction may be left out. Signposts may stand anywhere; how dense they are is a setting.
/// </summary>
internal sealed class IndexComparison(string path, IndexContents? index, ICollection<LogFinding> findings)
{
    private int _next;
    private bool _isWrong;

    /// <summary>Compares the records about the next frame.</summary>
    /// <param name="frame">What it is.</param>
    /// <param name="bytes">All of it.</param>
    /// <param name="position">Where it is.</param>
    /// <param name="before">The segment up to it.</param>
    public void Next(in FrameInfo frame, ReadOnlySpan<byte> bytes, long position, VerifiedSegment before)
    {
        if (index is null || _isWrong)
        {
            return;
        }

        AbortedTransaction? aborted = frame.Header.Kind == EntryKind.Data
            && AbortedTransaction.TryRead(bytes[FrameHeader.Size..], frame.Header.BaseOffset, out AbortedTransaction found) ? found : null;
        bool hasAborted = false;
        bool hasEpoch = false;
        bool hasConfiguration = false;
        for (; _next < index.Records.Count && index.Records[_next].Position <= position; _next++)
        {
            IndexRecord record = index.Records[_next];
            if (record.Position != position || record.Index != frame.Header.Index || record.Offset != frame.Header.BaseOffset || !Matches(record, frame, aborted, before))
            {
                Wrong(_next, $"its record of index {record.Index.Value}, position {record.Position} does not fit the frame at {position}.");
                return;
            }

            hasEpoch |= record.Kind == IndexRecordKind.Epoch;
            hasAborted |= record.Kind == IndexRecordKind.AbortedTransaction;
            hasConfiguration |= record.Kind == IndexRecordKind.Configuration;
        }

        bool mustHave = index.Seal is not null || _next < index.Records.Count;
        if (mustHave && frame.Header.Term != before.LastTerm && !hasEpoch)
        {
            Wrong(_next, $"it lacks the beginning of term {frame.Header.Term.Value} at index {frame.Header.Index.Value}.");
        }
        else if (mustHave && frame.Header.Kind == EntryKind.Configuration && !hasConfiguration)
        {
            Wrong(_next, $"it lacks the configuration at index {frame.Header.Index.Value}.");
        }
        else if (mustHave && aborted is not null && !hasAborted)
        {
            Wrong(_next, $"it lacks the aborted transaction at index {frame.Header.Index.Value}.");
        }
    }

    /// <summary>Compares the seal, when all frames were compared.</summary>
    public void Finish(VerifiedSegment segment, bool exists)
    {
        if (index is null)
        {
            string what = exists ? "the header of the index does not match." : "the index of the segment is missing.";
            findings.Add(new LogFinding(FindingSeverity.Notice, path, 0, what, VerificationAdvice.Rebuilt));
            return;
        }

        if (_isWrong || !segment.IsSound)
        {
            return;
        }

        if (index.Seal is { } seal
            && (seal.Position != segment.FileLength || seal.Index != segment.LastIndex || seal.Offset != segment.NextOffset || seal.Value != segment.MaxTimestampMs))
        {
            Wrong(index.Records.Count, $"its seal speaks of index {seal.Index.Value} and {seal.Position} bytes; the segment ends at {segment.LastIndex.Value} and {segment.FileLength}.");
        }
        else if (_next < index.Records.Count)
        {
            Wrong(_next, $"its record of index {index.Records[_next].Index.Value} points behind the end of the segment.");
        }
        else if (index is { Seal: null, IsExact: false })
        {
            findings.Add(new LogFinding(
                FindingSeverity.Notice, path, SegmentIndexFile.PositionOf(index.Records.Count), "a record of the index does not match its checksum.", VerificationAdvice.Rebuilt));
        }
    }

    private static bool Matches(in IndexRecord record, in FrameInfo frame, in AbortedTransaction? aborted, VerifiedSegment before) => record.Kind switch
    {
        IndexRecordKind.Position => record.Value == before.MaxTimestampMs,
        IndexRecordKind.Epoch => record.Value == frame.Header.Term.Value && frame.Header.Term != before.LastTerm,
        IndexRecordKind.Configuration => frame.Header.Kind == EntryKind.Configuration,
        IndexRecordKind.Command => frame.Header.Kind == EntryKind.Command,
        IndexRecordKind.AbortedProducer => record.Value == aborted?.ProducerId,
        IndexRecordKind.AbortedTransaction => record.Value == aborted?.First.Value,
        _ => false,
    };

    private void Wrong(int record, string what)
    {
        _isWrong = true;
        findings.Add(new LogFinding(FindingSeverity.Damage, path, SegmentIndexFile.PositionOf(record), what, VerificationAdvice.WrongIndex));
    }
}
