using RaftLog.Model;

namespace RaftLog.Consensus;

/// <summary>
/// The proposals of a leader that are not committed yet, to bound their bytes. What it inherited does not count: that cannot be refused any
/// more.
/// </summary>
internal sealed class UncommittedWindow(long maxBytes)
{
    private readonly Queue<(LogIndex Index, int Bytes)> _proposals = [];

    /// <summary>The bytes that wait for their commit.</summary>
    public long Bytes { get; private set; }

    /// <summary>Whether so many bytes more may wait; into an empty window anything may, or a large entry could never pass.</summary>
    public bool HasRoom(int bytes) => _proposals.Count == 0 || Bytes + bytes <= maxBytes;

    public void Add(LogIndex index, int bytes)
    {
        _proposals.Enqueue((index, bytes));
        Bytes += bytes;
    }

    public void Committed(LogIndex index)
    {
        while (_proposals.TryPeek(out var oldest) && oldest.Index <= index)
        {
            Bytes -= oldest.Bytes;
            _proposals.Dequeue();
        }
    }

    public void Clear()
    {
        _proposals.Clear();
        Bytes = 0;
    }
}
