using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>What reading the whole of a segment file has shown.</summary>
internal sealed class VerifiedSegment(string path, SegmentHeader header, long fileLength)
{
    public string Path { get; } = path;

    public SegmentHeader Header { get; } = header;

    /// <summary>The length of its file, without zeros that were written ahead.</summary>
    public long FileLength { get; set; } = fileLength;

    /// <summary>Behind the last frame before the first problem.</summary>
    public long SoundEnd { get; set; } = SegmentHeader.Size;

    /// <summary>The last frame before the first problem; the one before the segment when there is none.</summary>
    public LogIndex LastIndex { get; set; } = header.FirstIndex.Previous();

    /// <summary>The offset behind that frame.</summary>
    public Offset NextOffset { get; set; } = header.FirstOffset;

    /// <summary>The term of that frame.</summary>
    public Term LastTerm { get; set; } = header.PreviousTerm;

    /// <summary>The frames before the first problem.</summary>
    public long Frames { get; set; }

    /// <summary>The largest timestamp of the records before the first problem.</summary>
    public long MaxTimestampMs { get; set; } = FrameInfo.NoTimestamp;

    /// <summary>Frames that are whole but stand behind a problem.</summary>
    public long FramesBehind { get; set; }

    /// <summary>The last of those; null when there is none.</summary>
    public FrameInfo? LastBehind { get; set; }

    /// <summary>Whether every frame up to the end of the file is as it should be.</summary>
    public bool IsSound => SoundEnd == FileLength;
}
