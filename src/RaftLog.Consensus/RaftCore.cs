using RaftLog.Model;

namespace RaftLog.Consensus;

/// <summary>
/// The consensus of one replica of one Raft group: a deterministic state machine without I/O, clock or threads. One caller at a time.
/// Messages, proposals, time and completed flushes go in; what to write and send comes out in a <see cref="Ready"/>.
/// <para>
/// A turn of the host: <see cref="Tick"/>, any number of inputs, <see cref="CollectWrites"/>, write, <see cref="CollectMessages"/>, send.
/// Inputs are never refused with an exception for what a peer sent; <see cref="InvariantViolationException"/> means that this
/// replica's own state is wrong and that it must stop.
/// </para>
/// </summary>
public sealed partial class RaftCore
{
    private readonly RaftOptions _options;
    private readonly IRaftLogView _log;
    private readonly Outbox _outbox = new();
    private readonly List<LogAppend> _appends = [];
    private readonly List<ReadState> _readStates = [];

    // Invariants: _outline.FirstIndex - 1 <= _commitIndex <= _outline.LastIndex; _persistedIndex <= _outline.LastIndex.
    // Nothing orders commit and persisted: others may have flushed first.
    private LogOutline _outline;
    private ConfigurationHistory _configurations;
    private LogIndex _commitIndex;
    private LogIndex _persistedIndex;

    // Never goes back. _vote changes with _term, or from nobody to somebody.
    private Term _term;
    private ReplicaId _vote;

    // Whether (_term, _vote) is on stable storage. While it is not, nothing that speaks for this term leaves (see Outbox).
    private bool _isHardStatePersisted = true;
    private bool _isHardStateCollected = true;

    private ReplicaId _leader = ReplicaId.None;
    private long _nowMs;
    private bool _isDirty = true;
    private LogIndex _reportedCommit;
    private RoleChange _reportedRole;

    /// <summary>Creates the core of a replica from what its host recovered. It starts as a follower that knows no leader.</summary>
    /// <param name="self">This replica, with the directory that holds it.</param>
    /// <param name="options">The knobs; validated here.</param>
    /// <param name="state">The recovered log and hard state.</param>
    /// <param name="log">The log, asked for sizes only.</param>
    /// <param name="random">The source of the election timeouts.</param>
    /// <param name="nowMs">The time, in milliseconds of any monotonic clock; the same clock as <see cref="Tick"/>.</param>
    /// <exception cref="System.ComponentModel.DataAnnotations.ValidationException">An option is out of range.</exception>
    /// <exception cref="InvariantViolationException">The recovered state contradicts itself.</exception>
    public RaftCore(ReplicaId self, RaftOptions options, RaftLogState state, IRaftLogView log, Random random, long nowMs)
    {
        options.Validate();
        Self = self;
        _options = options;
        _log = log;
        _nowMs = nowMs;
        _outline = new LogOutline(state.FirstIndex, state.LastIndex, state.PrecedingTerm, state.TermStarts);
        _configurations = new ConfigurationHistory(state.Configurations);
        _persistedIndex = state.PersistedIndex ?? state.LastIndex;
        _commitIndex = Max(state.CommitIndex, state.FirstIndex.Previous());
        Invariant.Require(_commitIndex <= _outline.LastIndex);
        Invariant.Require(_persistedIndex <= _outline.LastIndex);

        _term = state.HardState.Term;
        _vote = state.HardState.Vote;
        if (_outline.LastTerm > _term)
        {
            // The entries were flushed before the term they came with. No vote of that term was ever given: a vote is flushed first.
            _term = _outline.LastTerm;
            _vote = ReplicaId.None;
            HardStateChanged();
        }

        _progress = new ProgressTable(self, options);
        _uncommitted = new UncommittedWindow(options.MaxUncommittedBytes);
        _electionTimer = new ElectionTimer(options, random);
        _reportedCommit = _commitIndex;
        StartElectionTimer();
    }

    /// <summary>This replica.</summary>
    public ReplicaId Self { get; }

    /// <summary>The role in the current term.</summary>
    public RaftRole Role { get; private set; } = RaftRole.Follower;

    /// <summary>Whether this replica has no vote in the configuration in force.</summary>
    public bool IsLearner => !Configuration.IsVoter(Self);

    /// <summary>
    /// Whether this replica leads and has committed an entry of its term, and with it everything that was committed before (Raft §8).
    /// </summary>
    public bool IsEstablishedLeader => Role == RaftRole.Leader && _commitIndex >= _termStart;

    /// <summary>The current term.</summary>
    public Term Term => _term;

    /// <summary>Whom this replica voted for in the current term.</summary>
    public ReplicaId Vote => _vote;

    /// <summary>The leader of the current term, as far as known.</summary>
    public ReplicaId Leader => _leader;

    /// <summary>The first entry in the log.</summary>
    public LogIndex FirstIndex => _outline.FirstIndex;

    /// <summary>The last entry in the log (inclusive), with those still to be written.</summary>
    public LogIndex LastIndex => _outline.LastIndex;

    /// <summary>The last entry known to be on this replica's stable storage.</summary>
    public LogIndex PersistedIndex => _persistedIndex;

    /// <summary>The last entry known to be committed (inclusive).</summary>
    public LogIndex CommitIndex => _commitIndex;

    /// <summary>The configuration in force: the last one in the log, committed or not.</summary>
    public GroupConfiguration Configuration => _configurations.Active;

    /// <summary>The index of the entry that brought it.</summary>
    public LogIndex ConfigurationIndex => _configurations.ActiveIndex;

    /// <summary>The replica that leadership is being handed to; <see cref="ReplicaId.None"/> when there is no transfer.</summary>
    public ReplicaId TransferTarget { get; private set; } = ReplicaId.None;

    /// <summary>Whether the current term and vote are on stable storage, so that messages of this term may leave.</summary>
    public bool IsHardStatePersisted => _isHardStatePersisted;

    /// <summary>The term of an entry; null outside the log and the entry right before it.</summary>
    public Term? TermAt(LogIndex index) => _outline.TermAt(index);

    /// <summary>The configuration in force at an index, for the host's snapshots.</summary>
    public GroupConfiguration ConfigurationAt(LogIndex index) => _configurations.At(index);

    /// <summary>Appends a leader's picture of every replica; nothing when this replica does not lead.</summary>
    public void CopyProgress(ICollection<ProgressSnapshot> destination)
    {
        foreach (var progress in _progress.Replicas)
        {
            destination.Add(new ProgressSnapshot(
                progress.Id,
                progress.State,
                progress.Match,
                progress.Next,
                progress.Inflight.Count,
                progress.Inflight.Bytes,
                progress.IsHeard(_nowMs),
                Configuration.IsLearner(progress.Id)));
        }
    }

    private static LogIndex Max(LogIndex a, LogIndex b) => a > b ? a : b;

    private static LogIndex Min(LogIndex a, LogIndex b) => a < b ? a : b;

    private void HardStateChanged()
    {
        _isHardStatePersisted = false;
        _isHardStateCollected = false;
        _isDirty = true;
    }

    /// <summary>Everything up to <paramref name="index"/> is committed; true when that is news.</summary>
    private bool CommitTo(LogIndex index)
    {
        if (index <= _commitIndex)
        {
            return false;
        }

        Invariant.Require(index <= _outline.LastIndex);
        _commitIndex = index;
        _isDirty = true;
        return true;
    }

    private void AppendToOutline(Term term, GroupConfiguration? configuration)
    {
        _outline.Append(term);
        if (configuration is not null)
        {
            _configurations.Append(_outline.LastIndex, configuration);
        }
    }

    private void TruncateFrom(LogIndex index)
    {
        // Committed entries are never given up, by nobody's order (Raft §5.4.3). If the leader of our own term asks for it, either it or we
        // have lost data.
        Invariant.Require(index > _commitIndex);
        _outline.TruncateFrom(index);
        _configurations.TruncateFrom(index);
        _persistedIndex = Min(_persistedIndex, index.Previous());
    }
}
