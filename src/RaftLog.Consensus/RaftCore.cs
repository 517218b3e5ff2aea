using RaftLog.Model;

namespace RaftLog.Consensus;

/// <summary>
/// The consensus of one replica of one Raft group: a deterministic state machine without I/O, clock or threads. One caller at a time.
/// Messages, proposals, time and completed flushes go in; what to write and send comes out in a <see cref="Ready"/>.
/// </summary>
public sealed partial class RaftCore
{
    /// <summary>Creates the core of a replica from what its host recovered. It starts as a follower that knows no leader.</summary>
    /// <param name="self">This replica, with the directory that holds it.</param>
    /// <param name="options">The knobs; validated here.</param>
    /// <param name="state">The recovered log and hard state.</param>
    /// <param name="log">The log, asked for sizes only.</param>
    /// <param name="random">The source of the election timeouts.</param>
    /// <param name="nowMs">The time, in milliseconds of any monotonic clock; the same clock as <see cref="Tick"/>.</param>
    public RaftCore(ReplicaId self, RaftOptions options, RaftLogState state, IRaftLogView log, Random random, long nowMs) => throw new NotImplementedException();

    /// <summary>This replica.</summary>
    public ReplicaId Self => throw new NotImplementedException();

    /// <summary>The role in the current term.</summary>
    public RaftRole Role => throw new NotImplementedException();

    /// <summary>Whether this replica has no vote in the configuration in force.</summary>
    public bool IsLearner => throw new NotImplementedException();

    /// <summary>Whether this replica leads and has committed an entry of its term.</summary>
    public bool IsEstablishedLeader => throw new NotImplementedException();

    /// <summary>The current term.</summary>
    public Term Term => throw new NotImplementedException();

    /// <summary>Whom this replica voted for in the current term.</summary>
    public ReplicaId Vote => throw new NotImplementedException();

    /// <summary>The leader of the current term, as far as known.</summary>
    public ReplicaId Leader => throw new NotImplementedException();

    /// <summary>The first entry in the log.</summary>
    public LogIndex FirstIndex => throw new NotImplementedException();

    /// <summary>The last entry in the log (inclusive), with those still to be written.</summary>
    public LogIndex LastIndex => throw new NotImplementedException();

    /// <summary>The last entry known to be on this replica's stable storage.</summary>
    public LogIndex PersistedIndex => throw new NotImplementedException();

    /// <summary>The last entry known to be committed (inclusive).</summary>
    public LogIndex CommitIndex => throw new NotImplementedException();

    /// <summary>The configuration in force: the last one in the log, committed or not.</summary>
    public GroupConfiguration Configuration => throw new NotImplementedException();

    /// <summary>The replica that leadership is being handed to; <see cref="ReplicaId.None"/> when there is no transfer.</summary>
    public ReplicaId TransferTarget => throw new NotImplementedException();

    /// <summary>When <see cref="Tick"/> has something to do next; <see cref="long.MaxValue"/> for never. Changes with every input.</summary>
    public long NextDeadlineMs => throw new NotImplementedException();

    /// <summary>Whether <see cref="CollectWrites"/> and <see cref="CollectMessages"/> may have something to say. Never false when they do.</summary>
    public bool HasReady => throw new NotImplementedException();

    /// <summary>The term of an entry; null outside the log and the entry right before it.</summary>
    public Term? TermAt(LogIndex index) => throw new NotImplementedException();

    /// <summary>The configuration in force at an index, for the host's snapshots.</summary>
    public GroupConfiguration ConfigurationAt(LogIndex index) => throw new NotImplementedException();

    /// <summary>Appends a leader's picture of every replica; nothing when this replica does not lead.</summary>
    public void CopyProgress(ICollection<ProgressSnapshot> destination) => throw new NotImplementedException();

    /// <summary>
    /// Takes a message from a peer. Whatever a peer may send is handled, if need be by dropping it. Its payload is lent until the host has written what the next
    /// <see cref="CollectWrites"/> lists; a payload that is not listed there is not needed any more.
    /// </summary>
    public void Step(in RaftMessage message) => throw new NotImplementedException();

    /// <summary>Time has passed. Call it at <see cref="NextDeadlineMs"/> at the latest and before stepping what arrived since.</summary>
    public void Tick(long nowMs) => throw new NotImplementedException();

    /// <summary>Proposes an entry.</summary>
    /// <param name="payload">Comes back in <see cref="LogAppend.Payload"/>.</param>
    /// <param name="kind">What the entry holds; data or command.</param>
    /// <param name="bytes">Its size in the log.</param>
    public ProposeOutcome Propose(object? payload, EntryKind kind, int bytes) => throw new NotImplementedException();

    /// <summary>Proposes to change the members of the group to <paramref name="target"/>, which must not be joint; the core goes through a joint configuration by itself where one is needed.</summary>
    public ProposeOutcome ProposeConfiguration(GroupConfiguration target) => throw new NotImplementedException();

    /// <summary>Hands leadership to a voter (thesis §3.10).</summary>
    public TransferStatus TransferLeadership(BrokerId to) => throw new NotImplementedException();

    /// <summary>Asks for an index that a linearizable read has to wait for; answered in <see cref="Ready.ReadStates"/>. False when this replica does not lead.</summary>
    public bool ReadIndex(long context) => throw new NotImplementedException();

    /// <summary>
    /// The log is on stable storage up to this entry. Ignored when the entry was truncated since. A flush that began before the host carried
    /// out a <see cref="LogAppend.TruncateFrom"/> must not be reported after it.
    /// </summary>
    public void EntriesPersisted(LogIndex upTo, Term termAtUpTo) => throw new NotImplementedException();

    /// <summary>A hard state is on stable storage; ignored unless it is the current one.</summary>
    public void HardStatePersisted(Term term, ReplicaId vote) => throw new NotImplementedException();

    /// <summary>The connection to a broker was reset or refused: a hint that its process is gone.</summary>
    public void PeerLost(BrokerId broker) => throw new NotImplementedException();

    /// <summary>Messages to a broker were dropped: what is in flight to it may be lost.</summary>
    public void ReportUnreachable(BrokerId broker) => throw new NotImplementedException();

    /// <summary>The shipping of a snapshot has ended.</summary>
    public void ReportSnapshot(ReplicaId to, bool succeeded) => throw new NotImplementedException();

    /// <summary>Whether a snapshot of this index is news to this replica; asked before the host replaces its log by it, in the same turn.</summary>
    public bool NeedsSnapshot(LogIndex index, Term term) => throw new NotImplementedException();

    /// <summary>
    /// The host has replaced its log by a snapshot, durably: the log is empty and starts behind <paramref name="index"/>. Legal only when <see cref="NeedsSnapshot"/> says so.
    /// </summary>
    public void RestoreSnapshot(LogIndex index, Term term, GroupConfiguration configuration) => throw new NotImplementedException();

    /// <summary>The log now starts at <paramref name="firstIndex"/>, at most one behind the commit index.</summary>
    public void LogCompacted(LogIndex firstIndex) => throw new NotImplementedException();

    /// <summary>First half of a turn: clears <paramref name="ready"/> and fills in what to write.</summary>
    public void CollectWrites(Ready ready) => throw new NotImplementedException();

    /// <summary>Second half of a turn, when the writes are done: fills in messages, commit index, role, reads and snapshot offers.</summary>
    public void CollectMessages(Ready ready) => throw new NotImplementedException();
}
