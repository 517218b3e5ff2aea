using RaftLog.Replication;
using RaftLog.Storage;

namespace RaftLog.Simulator.Checks.Audits;

/// <summary>Reads the log of a replica from its files, past cache and index, and shows each frame to the audits.</summary>
internal static class LogReading
{
    private const int WindowBytes = 64 * 1024;

    /// <summary>Reads all of it; ends with the first violation.</summary>
    public static string? Run(RaftGroup replica, IReadOnlyList<ILogAudit> audits)
    {
        foreach (var audit in audits)
        {
            audit.Begin(replica);
        }

        foreach (var segment in replica.Log.Segments)
        {
            if (segment.File.TryLease() is not { } lease)
            {
                return null;
            }

            using (lease)
            {
                if (Read(replica, segment, lease.File, audits) is { } violation)
                {
                    return violation;
                }
            }
        }

        return audits.Select(audit => audit.End(replica)).FirstOrDefault(violation => violation is not null);
    }

    private static string? Read(RaftGroup replica, LogSegment segment, IFile file, IReadOnlyList<ILogAudit> audits)
    {
        var sequence = new FrameSequence(segment.FirstIndex, segment.FirstOffset, segment.Header.PreviousTerm);
        using var walker = new SegmentWalker(file, SegmentHeader.Size, segment.WrittenLength, sequence, WindowBytes);
        while (walker.MoveNext())
        {
            // What the disk has damaged is for recovery and for the readers to find; there is nothing to compare with.
            if (walker.CheckFrame() != FrameProblem.None)
            {
                continue;
            }

            var frame = new AuditedFrame(walker.Current.Header, segment, walker.Position, walker.LoadFrame());
            foreach (var audit in audits)
            {
                if (audit.Look(replica, frame) is { } violation)
                {
                    return violation;
                }
            }
        }

        return null;
    }
}
