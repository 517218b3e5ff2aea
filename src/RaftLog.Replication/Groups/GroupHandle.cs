using RaftLog.Consensus;
using RaftLog.Model;
using RaftLog.Storage;

namespace RaftLog.Replication;

/// <summary>
/// A group as the layers above hold it. Thread-safe: each call is a message to the shard that owns the group, and completes on the scheduler
/// (or the synchronization context) that the caller awaits it on.
/// </summary>
public sealed class GroupHandle
{
    private readonly RaftGroup _group;
    private volatile GroupStatus _status;

    internal GroupHandle(RaftGroup group, string name, GroupStatus status)
    {
        _group = group;
        Name = name;
        _status = status;
    }

    /// <summary>The group.</summary>
    public GroupId Id => _group.Id;

    /// <summary>What logs and metrics call it: the topic and partition, or "metadata".</summary>
    public string Name { get; }

    /// <summary>The log, for reads; a reader stays below the high watermark. Only the group writes to it.</summary>
    public PartitionLog Log => _group.Log;

    /// <summary>The state at the end of the last turn of the shard.</summary>
    public GroupStatus Status
    {
        get => _status;
        internal set => _status = value;
    }

    /// <summary>The configuration in force at the end of the last turn of the shard; empty before the first.</summary>
    public GroupConfiguration Configuration { get; internal set; } = GroupConfiguration.Empty;

    /// <summary>Appends one record batch.</summary>
    /// <param name="batch">
    /// A valid record batch after the header room of a log frame (<see cref="FrameBuffer"/>); its one reference is taken over. Base offset and
    /// leader epoch are filled in here, in the same step in which the sequence numbers of an idempotent producer are checked.
    /// </param>
    /// <param name="acks">When the append counts as done.</param>
    /// <param name="verification">For a transactional batch; without it none may begin a transaction.</param>
    /// <param name="hasMore">Whether the caller appends more at once, and then calls <see cref="TakeUp"/>: nothing may happen before.</param>
    /// <returns>
    /// Completes once the batch is appended as durably as asked for, or is known not to be, or its fate is out of this replica's hands. Await
    /// it once, and do not block behind it: without a scheduler of its own, the caller may go on on the thread that had the shard's turn.
    /// </returns>
    public ValueTask<AppendOutcome> AppendAsync(
        PooledBuffer batch, AppendAcks acks = AppendAcks.Majority, TransactionVerification? verification = null, bool hasMore = false)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return PostAsync(
            PendingAppend.Begin(batch, EntryKind.Data, acks, onlyInTerm: null, _group.Shard.Services.Time.GetTimestamp(), marker: null, verification),
            wakes: !hasMore);
    }

    /// <summary>
    /// Has taken up what was appended with more to follow: by a turn of the group's shard on this very thread if the shard is at rest. The caller holds no lock.
    /// </summary>
    public void TakeUp() => _group.Shard.TakeUp();

    /// <summary>
    /// Says of a batch that is held (<see cref="TransactionVerification.IsWanted"/>) whether the coordinator knows of the transaction that it begins; to be
    /// called once, whatever became of the asking.
    /// </summary>
    /// <param name="verification">What the batch was appended with.</param>
    /// <param name="error">None to let it in, and else what to refuse it with.</param>
    public void Answer(TransactionVerification verification, ErrorCode error)
    {
        ArgumentNullException.ThrowIfNull(verification);
        _group.Shard.Mailbox.Post(new Mail(MailKind.Call, _group, new VerificationAnswer(verification, error)));
    }

    /// <summary>
    /// Appends the marker that ends a producer's transaction here. To be repeated until it succeeds: a marker that is in the log already, with nothing
    /// of its producer behind it, is not appended again. One of an earlier epoch or of an earlier coordinator than the last is refused. An epoch that is
    /// new here is taken even when no transaction is open, so that batches of lower ones that come later are refused.
    /// </summary>
    /// <returns>Completes when the marker is committed, or with the reason why not. Await it once.</returns>
    public ValueTask<AppendOutcome> AppendMarkerAsync(TransactionMarker marker)
    {
        PooledBuffer frame = FrameBuffer.Rent(TransactionMarkerBatch.Size);
        return PostAsync(PendingAppend.Begin(
            frame, EntryKind.Data, AppendAcks.Majority, onlyInTerm: null, _group.Shard.Services.Time.GetTimestamp(), marker));
    }

    /// <summary>Appends one command and waits for its commit.</summary>
    /// <param name="command">The bytes; copied before the call returns.</param>
    /// <param name="onlyInTerm">
    /// When given, the command is appended only while this replica leads in that very term: what a decision made under an earlier leadership
    /// must not outlive.
    /// </param>
    /// <returns>Completes after <see cref="ICommandStateMachine.Apply"/> of the command here, or with the reason why not. Await it once.</returns>
    public ValueTask<AppendOutcome> AppendCommandAsync(ReadOnlySpan<byte> command, Term? onlyInTerm = null)
    {
        PooledBuffer frame = FrameBuffer.ForContent(command);
        return PostAsync(PendingAppend.Begin(frame, EntryKind.Command, AppendAcks.Majority, onlyInTerm, _group.Shard.Services.Time.GetTimestamp()));
    }

    /// <summary>
    /// Has the group agree that its log begins at an offset. Completes when the command is committed and applied here: no replica that leads from
    /// then on serves anything below. An offset that is not above the present start changes nothing.
    /// </summary>
    /// <param name="command">The start, at most a high watermark that this replica has told.</param>
    /// <param name="onlyInTerm">As for <see cref="AppendCommandAsync"/>.</param>
    public ValueTask<AppendOutcome> AdvanceLogStartAsync(AdvanceLogStart command, Term? onlyInTerm = null)
    {
        Span<byte> payload = stackalloc byte[AdvanceLogStart.Size];
        command.Write(payload);
        return AppendCommandAsync(payload, onlyInTerm);
    }

    /// <summary>
    /// Looks at the age and the size of the log here: begins a new segment when the active one is old, and drops what lies below the agreed start.
    /// </summary>
    /// <param name="policy">What is kept.</param>
    /// <param name="nowMs">The wall clock, in milliseconds since 1970 UTC.</param>
    /// <returns>With a command, if this replica leads and the group should agree on another start; nothing when it is offline or busy.</returns>
    public ValueTask<LogUpkeepOutcome> KeepUpLogAsync(RetentionPolicy policy, long nowMs)
    {
        ArgumentNullException.ThrowIfNull(policy);
        var call = new LogUpkeepCall(policy, nowMs);
        Post(call);
        return new ValueTask<LogUpkeepOutcome>(call.Completion);
    }

    /// <summary>Finds out how much of the log here compaction would clean, and whether the group should agree that it may clean more.</summary>
    /// <param name="options">The settings of the topic.</param>
    /// <param name="nowMs">The wall clock, in milliseconds since 1970 UTC.</param>
    /// <returns>What was found; nothing to do when the group is offline or busy.</returns>
    public ValueTask<CompactionSurvey> SurveyCompactionAsync(CompactionOptions options, long nowMs)
    {
        ArgumentNullException.ThrowIfNull(options);
        return AskAsync(cleaning => cleaning.Survey(options, nowMs));
    }

    /// <summary>Begins a compaction of the log here; what is under way and not being stepped is given up for it.</summary>
    /// <param name="options">The settings of the topic.</param>
    /// <param name="map">The memory for the keys; in use until a step says that it is over.</param>
    /// <param name="nowMs">The wall clock, in milliseconds since 1970 UTC.</param>
    /// <returns>Whether there is anything to do: then <see cref="StepCompactionAsync"/> does it.</returns>
    public ValueTask<bool> BeginCompactionAsync(CompactionOptions options, KeyOffsetMap map, long nowMs)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(map);
        return AskAsync(cleaning => cleaning.Begin(options, map, nowMs));
    }

    /// <summary>Goes on with the compaction that was begun; completes when about as many bytes are read and what came of them is part of the log.</summary>
    public ValueTask<CompactionProgress> StepCompactionAsync(long maxBytes)
    {
        var call = new CompactionStepCall(maxBytes);
        Post(call);
        return new ValueTask<CompactionProgress>(call.Completion);
    }

    /// <summary>The producers that the log here knows; null when the group is offline or busy.</summary>
    public ValueTask<ActiveProducer[]?> DescribeProducersAsync()
    {
        var call = new ProducersCall();
        Post(call);
        return new ValueTask<ActiveProducer[]?>(call.Completion);
    }

    /// <summary>
    /// Has a damaged segment of a group of commands replaced by a snapshot of the state, which is as good when the replica has applied all of it. The
    /// segment's file is put aside. What was not applied is not replaced: then the replica is to be rebuilt.
    /// </summary>
    /// <param name="damage">What was found, and in which file.</param>
    /// <returns>Whether it is being replaced; false also when the group is offline or busy.</returns>
    public ValueTask<bool> ReplaceDamagedAsync(LogCorruptException damage)
    {
        ArgumentNullException.ThrowIfNull(damage);
        var call = new ReplaceDamagedCall(damage);
        Post(call);
        return new ValueTask<bool>(call.Completion);
    }

    /// <summary>
    /// Confirms that this replica still leads and waits until everything committed by now is applied here; then a read of the state machine is
    /// linearizable (thesis §6.4).
    /// </summary>
    public ValueTask<ReadBarrierOutcome> ReadBarrierAsync()
    {
        var call = new ReadBarrierCall();
        Post(call);
        return new ValueTask<ReadBarrierOutcome>(call.Completion);
    }

    /// <summary>How far the replicas of the group are; null when this replica does not lead it, or cannot say now.</summary>
    public ValueTask<GroupProgress?> AskProgressAsync()
    {
        var call = new ProgressCall();
        Post(call);
        return new ValueTask<GroupProgress?>(call.Completion);
    }

    /// <summary>Hands leadership to another voter (thesis §3.10).</summary>
    /// <param name="to">The broker that shall lead, or null for the most up-to-date one.</param>
    /// <param name="onlyIfCaughtUp">
    /// Whether a replica that is silent or far behind is refused at once. Otherwise the group takes no appends until it has caught up, or for as
    /// long as a transfer may take.
    /// </param>
    public ValueTask<LeadershipTransferStatus> TransferLeadershipAsync(BrokerId? to = null, bool onlyIfCaughtUp = false)
    {
        var call = new TransferCall(to, onlyIfCaughtUp);
        Post(call);
        return new ValueTask<LeadershipTransferStatus>(call.Completion);
    }

    /// <summary>
    /// Changes the members of the group (joint consensus where needed). Completes when the target configuration itself, not only the joint one
    /// before it, is committed, or with the reason why not.
    /// </summary>
    /// <param name="target">The configuration wanted; not joint.</param>
    public ValueTask<AppendStatus> ChangeConfigurationAsync(GroupConfiguration target)
    {
        ArgumentNullException.ThrowIfNull(target);
        var call = new ChangeConfigurationCall(target);
        Post(call);
        return new ValueTask<AppendStatus>(call.Completion);
    }

    /// <summary>
    /// Says who shall belong to the group. While this replica leads it drives the configuration there step by step: new members as learners
    /// first, voters when they have caught up (<see cref="IGroupStateMachine.MembersChanged"/> tells how far it is).
    /// </summary>
    public void Want(WantedMembers members)
    {
        ArgumentNullException.ThrowIfNull(members);
        _group.Membership.Wanted = members;
    }

    private ValueTask<T> AskAsync<T>(Func<LogCleaning, T> ask)
        where T : struct
    {
        var call = new CleaningCall<T>(ask);
        Post(call);
        return new ValueTask<T>(call.Completion);
    }

    private ValueTask<AppendOutcome> PostAsync(PendingAppend append, bool wakes = true)
    {
        ValueTask<AppendOutcome> completion = append.Completion; // Taken first: the shard may be done before the next line.
        if (!_group.Shard.Mailbox.TryPost(new Mail(MailKind.Append, _group, append, append.Bytes), wakes))
        {
            append.Refuse(AppendStatus.LogFull, Status.Term);
        }

        return completion;
    }

    private void Post(GroupCall call)
    {
        if (!_group.Shard.Mailbox.TryPost(new Mail(MailKind.Call, _group, call)))
        {
            call.Refuse(busy: true);
        }
    }
}
