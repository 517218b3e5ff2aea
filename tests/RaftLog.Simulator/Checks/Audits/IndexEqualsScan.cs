using RaftLog.Model;
using RaftLog.Replication;
using RaftLog.Storage;

namespace RaftLog.Simulator.Checks.Audits;

/// <summary>Every entry of a segment's index points at the frame that it names.</summary>
internal sealed class IndexEqualsScan : ILogAudit
{
    /// <inheritdoc/>
    public void Begin(RaftGroup replica)
    {
        // Each frame is looked at by itself.
    }

    /// <inheritdoc/>
    public string? Look(RaftGroup replica, in AuditedFrame frame) =>
        Compare($"{replica.Name} on broker {replica.Core.Self.Broker}", frame.Segment.Index.Floor(frame.Header.Index), frame.Header, frame.Position);

    /// <inheritdoc/>
    public string? End(RaftGroup replica) => null;

    /// <summary>Compares a frame with the last index entry that is not behind it.</summary>
    public static string? Compare(string where, in IndexEntry entry, in FrameHeader frame, long position)
    {
        bool isOfFrame = entry.Index == frame.Index;
        bool isRight = isOfFrame
            ? entry.Position == position && entry.Offset == frame.BaseOffset
            : entry.Position < position && entry.Offset <= frame.BaseOffset;
        return isRight
            ? null
            : $"{where}: the index says that {entry.Index} with offset {entry.Offset} is at byte {entry.Position}; the scan finds {frame.Index} with offset {frame.BaseOffset} at byte {position}";
    }
}
