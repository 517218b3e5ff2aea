using RaftLog.Replication;
using RaftLog.Storage;

namespace RaftLog.Simulator.Checks.Audits;

/// <summary>What is read through the tail cache is what the file holds; of every few frames, each time others.</summary>
internal sealed class CacheEqualsFile : ILogAudit
{
    private const int Every = 8;

    private int _turn;

    /// <inheritdoc/>
    public void Begin(RaftGroup replica) => _turn++;

    /// <inheritdoc/>
    public string? Look(RaftGroup replica, in AuditedFrame frame)
    {
        var index = frame.Header.Index;
        if (frame.Segment.IsCleaned || (index.Value + _turn) % Every != 0 || !replica.Log.IsCached(index))
        {
            return null;
        }

        using var slices = new LogSlices();
        replica.Log.ReadFrames(index, index, maxBytes: 1, slices);
        byte[] cached = new byte[slices.TotalBytes];
        slices.CopyTo(cached);
        return Compare($"{replica.Name} on broker {replica.Core.Self.Broker}, index {index}", cached, frame.Bytes.Span);
    }

    /// <inheritdoc/>
    public string? End(RaftGroup replica) => null;

    /// <summary>Compares the two forms of a frame.</summary>
    public static string? Compare(string where, ReadOnlySpan<byte> cached, ReadOnlySpan<byte> written) =>
        cached.SequenceEqual(written) ? null : $"{where}: the tail cache holds another frame than the file";
}
