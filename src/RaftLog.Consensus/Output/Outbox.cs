namespace RaftLog.Consensus;

/// <summary>
/// Messages on their way out. Those that speak for the current term and vote wait until both are on stable storage (Raft figure 2: updated
/// before responding); a term that is superseded before it was ever flushed takes its messages with it.
/// </summary>
internal sealed class Outbox
{
    private readonly List<RaftMessage> _free = [];
    private readonly List<RaftMessage> _held = [];

    /// <summary>Whether something could be sent now.</summary>
    public bool IsEmpty => _free.Count == 0;

    public void Send(in RaftMessage message) => _free.Add(message);

    public void Hold(in RaftMessage message) => _held.Add(message);

    /// <summary>The hard state is on stable storage.</summary>
    public void ReleaseHeld()
    {
        _free.AddRange(_held);
        _held.Clear();
    }

    /// <summary>A new term has begun.</summary>
    public void DropHeld() => _held.Clear();

    public void MoveTo(List<RaftMessage> destination)
    {
        destination.AddRange(_free);
        _free.Clear();
    }
}
