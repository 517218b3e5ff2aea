using Microsoft.Extensions.Logging;
using RaftLog.Consensus;
using RaftLog.Protocol;
using RaftLog.Replication;
using RaftLog.Storage;

namespace RaftLog.Broker.Partitions;

/// <summary>
/// The copy of a partition on this broker, between the shard that writes it and the requests that use it: hears of commits and roles from
/// the shard, wakes the fetches that wait here, and reads and appends for handlers.
/// </summary>
/// <remarks>The <see cref="IGroupStateMachine"/> side runs on the shard's thread; everything else on any thread.</remarks>
internal sealed class PartitionReplica : IGroupStateMachine
{
    private readonly ILogger _logger;
    private readonly Lock _gate = new();

    // Fetches that found too little here; guarded by _gate.
    private readonly HashSet<DelayedFetch> _waiting = [];

    private readonly string _name;
    private readonly Action<Guid> _needsAttention;

    private GroupHandle? _group;
    private WantedMembers? _wanted;

    // What was found damaged first; set by whichever thread finds it, and never cleared.
    private Exception? _damage;

    private volatile bool _hasBadManifest;

    // Written by the shard's thread only.
    private volatile GroupConfiguration _members = GroupConfiguration.Empty;

    // Written by the shard's thread only.
    private volatile ReplicaState _state = ReplicaState.Initial;

    /// <param name="topicId">The topic's id.</param>
    /// <param name="partition">The partition, by name.</param>
    /// <param name="group">Its group.</param>
    /// <param name="needsAttention">Called with the topic's id, on any thread, when there is something for the supervisor to see to.</param>
    /// <param name="logger">Where log lines go.</param>
    public PartitionReplica(Guid topicId, TopicPartition partition, GroupId group, Action<Guid> needsAttention, ILogger logger)
    {
        TopicId = topicId;
        Partition = partition;
        _name = partition.ToString();
        Group = group;
        _needsAttention = needsAttention;
        _logger = logger;
    }

    public Guid TopicId { get; }

    public TopicPartition Partition { get; }

    public GroupId Group { get; }

    /// <summary>The role, term and high watermark here.</summary>
    public ReplicaState State => _state;

    /// <summary>The damage that was found in the log here; null while it is whole as far as known.</summary>
    public Exception? Damage => Volatile.Read(ref _damage);

    /// <summary>Whether the manifest was found damaged on the disk; what stood in it is known here.</summary>
    public bool HasBadManifest => _hasBadManifest;

    /// <summary>The group's committed configuration, as far as known here.</summary>
    public GroupConfiguration Members => _members;

    private GroupHandle Handle => _group ?? throw new InvalidOperationException($"{Partition} is used before its group was opened.");

    /// <summary>The log, for reads below the high watermark.</summary>
    public PartitionLog Log => Handle.Log;

    /// <summary>The last committed index (inclusive), as of the last turn of the shard.</summary>
    public LogIndex CommitIndex => Handle.Status.CommitIndex;

    /// <summary>Gives the replica its group; before anyone finds it in the registry.</summary>
    public void Attach(GroupHandle group) => _group = group;

    /// <summary>Has the group driven to these replicas while it is led here. For the supervisor only.</summary>
    public void Want(WantedMembers members)
    {
        if (!members.Equals(_wanted))
        {
            _wanted = members;
            Handle.Want(members);
        }
    }

    /// <summary>Whether this replica may serve a client that believes in <paramref name="clientEpoch"/> (KIP-320); negative for one that does not say.</summary>
    public ErrorCode CheckLeadership(int clientEpoch)
    {
        var state = _state;
        if (Damage is not null)
        {
            return ErrorCode.KafkaStorageError;
        }

        if (clientEpoch >= 0 && clientEpoch != state.Term.Value)
        {
            return clientEpoch < state.Term.Value ? ErrorCode.FencedLeaderEpoch : ErrorCode.UnknownLeaderEpoch;
        }

        return state.Role switch
        {
            GroupRole.Leader => ErrorCode.None,
            GroupRole.Offline => ErrorCode.KafkaStorageError,
            _ => ErrorCode.NotLeaderOrFollower,
        };
    }

    /// <summary>Whether a majority of the group answers that this replica leads; false too when that cannot be found out now.</summary>
    public async ValueTask<bool> ConfirmLeadershipAsync() => (await Handle.ReadBarrierAsync()).Status == ReadBarrierStatus.Passed;

    /// <summary>Appends one valid batch behind header room; takes over the reference. Nothing may happen before <see cref="TakeUp"/>.</summary>
    public ValueTask<AppendOutcome> AppendAsync(PooledBuffer frame, AppendAcks acks, TransactionVerification? verification = null) =>
        Handle.AppendAsync(frame, acks, verification, hasMore: true);

    /// <summary>Has what was appended here taken up; to be called once a request has appended all it has, with no lock held.</summary>
    public void TakeUp() => Handle.TakeUp();

    /// <summary>Says of a transactional batch that waits here whether it may begin its transaction (<see cref="GroupHandle.Answer"/>).</summary>
    public void Answer(TransactionVerification verification, ErrorCode error) => Handle.Answer(verification, error);

    /// <summary>Appends the marker that ends a producer's transaction here, unless it is here already (<see cref="GroupHandle.AppendMarkerAsync"/>).</summary>
    public ValueTask<AppendOutcome> AppendMarkerAsync(TransactionMarker marker) => Handle.AppendMarkerAsync(marker);

    /// <summary>The producers that the log here knows; null when it cannot be asked.</summary>
    public ValueTask<ActiveProducer[]?> DescribeProducersAsync() => Handle.DescribeProducersAsync();

    /// <summary>Has the group agree on a log start, at or below the high watermark that this replica has told.</summary>
    public ValueTask<AppendOutcome> AdvanceLogStartAsync(AdvanceLogStart command, Term? onlyInTerm = null) =>
        Handle.AdvanceLogStartAsync(command, onlyInTerm);

    /// <summary>Looks at the age and the size of the log here.</summary>
    public ValueTask<LogUpkeepOutcome> KeepUpLogAsync(RetentionPolicy policy, long nowMs) => Handle.KeepUpLogAsync(policy, nowMs);

    /// <summary>Finds out how much of the log here compaction would clean.</summary>
    public ValueTask<CompactionSurvey> SurveyCompactionAsync(CompactionOptions options, long nowMs) => Handle.SurveyCompactionAsync(options, nowMs);

    /// <summary>Begins a compaction of the log here; false when there is nothing to do.</summary>
    public ValueTask<bool> BeginCompactionAsync(CompactionOptions options, KeyOffsetMap map, long nowMs) =>
        Handle.BeginCompactionAsync(options, map, nowMs);

    /// <summary>Goes on with the compaction that was begun.</summary>
    public ValueTask<CompactionProgress> StepCompactionAsync(long maxBytes) => Handle.StepCompactionAsync(maxBytes);

    /// <summary>Hands leadership to another broker's replica, if that one is heard from and has caught up.</summary>
    public ValueTask<LeadershipTransferStatus> HandOverAsync(BrokerId to) => Handle.TransferLeadershipAsync(to, onlyIfCaughtUp: true);

    /// <summary>The end of what readers see.</summary>
    /// <param name="isolation">Which records they want.</param>
    public Offset ReadableEnd(IsolationLevel isolation)
    {
        var state = _state;

        // A log start may have gone over the beginning of an open transaction.
        return isolation == IsolationLevel.ReadCommitted ? Later(state.LastStableOffset, Log.LogStartOffset) : state.HighWatermark;
    }

    /// <summary>Adds the batches from <paramref name="from"/> up to the end of what may be read to <paramref name="into"/>.</summary>
    /// <param name="from">The offset that the client wants next.</param>
    /// <param name="maxBytes">The limit.</param>
    /// <param name="atLeastOne">Whether the first batch is read even if it alone exceeds the limit (KIP-74).</param>
    /// <param name="into">Gets the batches; the caller owns their references.</param>
    /// <param name="aborted">
    /// Gets the aborted transactions among them, and then nothing is read behind the last stable offset; null for readers of uncommitted records.
    /// </param>
    public PartitionRead Read(Offset from, int maxBytes, bool atLeastOne, LogSlices into, List<AbortedTransaction>? aborted = null)
    {
        var log = Log;
        var state = _state;
        var error = ErrorCode.None;
        long fileBytes = 0;
        var limit = aborted is null ? state.HighWatermark : state.LastStableOffset;
        if (from < log.LogStartOffset || from > Later(state.HighWatermark, log.LogEndOffset))
        {
            error = ErrorCode.OffsetOutOfRange;
        }
        else if (from < limit && (maxBytes > 0 || atLeastOne))
        {
            error = ReadBelow(limit, from, maxBytes, atLeastOne, into, aborted, out fileBytes);
        }

        return new PartitionRead(error, state.HighWatermark, Later(state.LastStableOffset, log.LogStartOffset), log.LogStartOffset, fileBytes);
    }

    /// <summary>Takes note of damage that was found by whoever looked: nothing is served from here any more.</summary>
    public void ReportDamage(LogCorruptException damage) => NoteDamage(damage);

    /// <summary>Has the manifest written anew.</summary>
    public void NoteBadManifest()
    {
        _hasBadManifest = true;
        _needsAttention(TopicId);
    }

    /// <summary>The manifest is whole again.</summary>
    public void ForgetBadManifest() => _hasBadManifest = false;

    public void AddWaiter(DelayedFetch fetch)
    {
        lock (_gate)
        {
            _waiting.Add(fetch);
        }
    }

    public void RemoveWaiter(DelayedFetch fetch)
    {
        lock (_gate)
        {
            _waiting.Remove(fetch);
        }
    }

    /// <inheritdoc/>
    public void Committed(LogIndex commitIndex, Offset highWatermark, Offset lastStableOffset)
    {
        var state = _state;
        if (highWatermark == state.HighWatermark && lastStableOffset == state.LastStableOffset)
        {
            return;
        }

        Invariant.Require(highWatermark >= state.HighWatermark);
        _state = state with { HighWatermark = highWatermark, LastStableOffset = lastStableOffset };
        WakeWaiters();
    }

    /// <inheritdoc/>
    public void RoleChanged(GroupRole role, Term term, ReplicaId leader)
    {
        var before = _state;
        _state = before with { Role = role, Term = term };
        if (role == GroupRole.Leader && before.Role != GroupRole.Leader)
        {
            BrokerLog.BecameLeader(_logger, _name, term.Value, before.HighWatermark.Value);
            _needsAttention(TopicId);
        }
        else if (role != GroupRole.Leader && before.Role == GroupRole.Leader)
        {
            BrokerLog.LostLeadership(_logger, _name, term.Value, leader.Broker.Value);
            WakeWaiters();
        }
    }

    /// <inheritdoc/>
    public void MembersChanged(GroupConfiguration committed)
    {
        _members = committed;
        if (State.IsLeader)
        {
            _needsAttention(TopicId);
        }
    }

    /// <inheritdoc/>
    public void WentOffline(Exception reason)
    {
        BrokerLog.ReplicaOffline(_logger, reason, _name);
        _state = _state with { Role = GroupRole.Offline };
        NoteDamage(reason);
        _needsAttention(TopicId);
        WakeWaiters();
    }

    /// <summary>The replica is being closed: waiting fetches look again, and find that it serves no more.</summary>
    public void Retire()
    {
        _state = _state with { Role = GroupRole.Follower };
        WakeWaiters();
    }

    private ErrorCode ReadBelow(
        Offset limit, Offset from, int maxBytes, bool atLeastOne, LogSlices into, List<AbortedTransaction>? aborted, out long fileBytes)
    {
        fileBytes = 0;
        try
        {
            // The log may have been cut at its start since the caller looked; what it says now counts.
            var range = aborted is null
                ? Log.ReadBatches(from, limit, maxBytes, atLeastOne, into)
                : Log.ReadCommittedBatches(from, limit, maxBytes, atLeastOne, into, aborted);
            fileBytes = range.FileBytes;
            return KafkaErrors.Of(range.Status);
        }
        catch (Exception failure) when (KafkaErrors.IsStorageFailure(failure))
        {
            BrokerLog.ReadFailed(_logger, failure, _name, from.Value);
            NoteDamage(failure);
            into.Clear();
            aborted?.Clear();
            return ErrorCode.KafkaStorageError;
        }
    }

    // From now on nothing is served from here: what else is damaged nobody knows.
    private void NoteDamage(Exception failure)
    {
        if (ReplicaDamage.IsDamage(failure) && Interlocked.CompareExchange(ref _damage, failure, null) is null)
        {
            _needsAttention(TopicId);
        }
    }

    private static Offset Later(Offset left, Offset right) => left > right ? left : right;

    private void WakeWaiters()
    {
        lock (_gate)
        {
            foreach (var fetch in _waiting)
            {
                fetch.Wake();
            }
        }
    }
}
