using System.Runtime.InteropServices;
using RaftLog.Model;
using RaftLog.Replication;

namespace RaftLog.Simulator.Checks.Audits;

/// <summary>
/// A committed entry is the same, byte for byte, on every replica, for ever: over all restarts, elections and replacements of the group's life. Until
/// compaction has been over it: what that leaves is compared by <see cref="CompactedCheck"/>.
/// </summary>
internal sealed class CommittedNeverChanges : ILogAudit
{
    private readonly Dictionary<GroupId, Dictionary<LogIndex, uint>> _seen = [];

    /// <inheritdoc/>
    public void Begin(RaftGroup replica)
    {
        // Remembered per group, not per reading.
    }

    /// <inheritdoc/>
    public string? Look(RaftGroup replica, in AuditedFrame frame) =>
        frame.Header.Index <= replica.Core.CommitIndex && !frame.Segment.IsCleaned
            ? Compare(replica.Id, frame.Header.Index, Crc32C.Compute(frame.Bytes.Span), $"{replica.Name} on broker {replica.Core.Self.Broker}")
            : null;

    /// <inheritdoc/>
    public string? End(RaftGroup replica) => null;

    /// <summary>Compares a committed entry with what was there before.</summary>
    public string? Compare(GroupId group, LogIndex index, uint checksum, string where)
    {
        if (!_seen.TryGetValue(group, out var entries))
        {
            entries = [];
            _seen.Add(group, entries);
        }

        ref uint seen = ref CollectionsMarshal.GetValueRefOrAddDefault(entries, index, out bool isKnown);
        if (!isKnown)
        {
            seen = checksum;
        }

        return seen == checksum ? null : $"{where}: the committed entry {index} is not the one that was committed there before";
    }
}
