using RaftLog.Model;

namespace RaftLog.Consensus;

/// <summary>
/// What the host has to do after it has stepped a core; reused from turn to turn, so nothing in it may be kept. The order of a turn:
/// <list type="number">
/// <item><see cref="RaftCore.CollectWrites"/> fills <see cref="Appends"/> and <see cref="HardState"/>; the host writes both and asks for a
/// flush.</item>
/// <item><see cref="RaftCore.CollectMessages"/> fills the rest. Every message may be sent at once, before any flush: those that
/// depend on one are held back by the core until the host reports it.</item>
/// </list>
/// </summary>
public sealed class Ready
{
    /// <summary>Entries to write, in order.</summary>
    public List<LogAppend> Appends { get; } = [];

    /// <summary>The hard state to write and flush, when it has changed; then <see cref="RaftCore.HardStatePersisted"/>.</summary>
    public HardState? HardState { get; internal set; }

    /// <summary>Messages to send.</summary>
    public List<RaftMessage> Messages { get; } = [];

    /// <summary>The commit index (inclusive), changed or not. It may be ahead of what this replica has flushed.</summary>
    public LogIndex CommitIndex { get; internal set; }

    /// <summary>Whether <see cref="CommitIndex"/> has advanced since the last turn.</summary>
    public bool CommitAdvanced { get; internal set; }

    /// <summary>The role, when anything about it has changed.</summary>
    public RoleChange? RoleChange { get; internal set; }

    /// <summary>Reads that were answered.</summary>
    public List<ReadState> ReadStates { get; } = [];

    /// <summary>Followers that need a snapshot.</summary>
    public List<SnapshotOffer> SnapshotOffers { get; } = [];

    internal void Clear()
    {
        Appends.Clear();
        HardState = null;
        Messages.Clear();
        CommitAdvanced = false;
        RoleChange = null;
        ReadStates.Clear();
        SnapshotOffers.Clear();
    }
}
