using Microsoft.Extensions.Logging;
using RaftLog.Consensus;
using RaftLog.Model;
using RaftLog.Storage;

namespace RaftLog.Replication;

/// <summary>
/// One replica: the core that decides, the log that it decides about, and whoever waits for either. Touched by its shard's thread only, except
/// where a member says otherwise. This part takes in; <c>RaftGroup.Turn.cs</c> holds what a turn does with it.
/// </summary>
internal sealed partial class RaftGroup : IRaftLogView
{
    // So many, by their numbers, beat together at rest. Each party more costs every broker wake-ups, and up to about a thousand groups one does not last long.
    private const int GroupsOfAParty = 1024;

    private readonly HardStateStore _hardState;
    private readonly IGroupStateMachine _stateMachine;
    private readonly ILogger _logger;
    private readonly ReplicationMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly AppendQueue _appends;
    private readonly FollowerFeeds _feeds;
    private readonly SnapshotShipping _shipping;
    private readonly ISnapshotAssembler _assembler;
    private readonly Consensus.GroupConfiguration _initialConfiguration;
    private readonly SnapshotTaker? _taker;
    private readonly CommandApplier _applier;
    private readonly GroupPublisher _publisher;

    // Entries that messages brought since the last write; the core may refer to them until then.
    private readonly List<InboundEntries> _lent = [];
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _jobs;
    private bool _isClosing;
    private bool _isLogClosing;

    // Raised with each truncation, read by flusher threads: a flush that ended before a truncation says nothing about what was written after.
    private int _truncations;

    public RaftGroup(GroupOpening opening, GroupRecovery recovered, ShardLoop shard, Random random)
    {
        Id = opening.Id;
        Shard = shard;
        Log = opening.Log;
        Log.Owner = this;
        _appends = new AppendQueue(shard.Outcomes);
        _gate = new TransactionGate(shard.Outcomes);
        _hardState = opening.HardState;
        _stateMachine = opening.StateMachine;
        ShardServices services = shard.Services;
        _logger = services.Logger;
        _metrics = services.Metrics;
        _time = services.Time;
        Core = new RaftCore(opening.Self, _stateMachine is ICommandStateMachine ? services.Options.Raft : services.RecordsRaft, recovered.LogState, this, random, services.Clock.NowMs)
        {
            RestingParty = (int)(Id.Value / GroupsOfAParty % int.MaxValue),
        };
        Handle = new GroupHandle(this, opening.Name, new GroupStatus(
            GroupRole.Follower, Core.Term, ReplicaId.None, recovered.Applied, Log.LogStartOffset, Log.LogStartOffset, Log.LogStartOffset, Log.LogEndOffset));
        _initialConfiguration = opening.InitialConfiguration;
        _feeds = new FollowerFeeds(this, services);
        _shipping = new SnapshotShipping(this, opening.Snapshots, services);
        _applier = new CommandApplier(Log, _stateMachine, recovered.Applied);
        Upkeep = new LogUpkeep(this, _applier, services.Upkeep, services.Clock);
        Cleaning = new LogCleaning(this, _applier, services.Upkeep, _logger);
        _publisher = new GroupPublisher(Handle, Log, _stateMachine, services.Leaders, _logger, _metrics);
        Barriers = new ReadBarriers(this);
        Membership = new MembershipDriver(Core, opening.Name, _logger);
        if (_stateMachine is ICommandStateMachine commands && opening.Snapshots is { } store)
        {
            _assembler = new SnapshotAssembler(this, store, services.Background, _logger);
            _taker = new SnapshotTaker(this, commands, store, recovered.Applied, services.Options, services.Background, _logger, _metrics);
        }
        else
        {
            _assembler = new LogAssembler(this, services.Background, _logger);
        }
    }

    public GroupId Id { get; }

    public string Name => Handle.Name;

    public GroupHandle Handle { get; }

    public ShardLoop Shard { get; }

    public RaftCore Core { get; }

    public PartitionLog Log { get; }

    public ReadBarriers Barriers { get; }

    /// <summary>Who shall belong to the group, and the way there.</summary>
    public MembershipDriver Membership { get; }

    /// <summary>What keeps the log young and small.</summary>
    public LogUpkeep Upkeep { get; }

    /// <summary>The compaction of the log.</summary>
    public LogCleaning Cleaning { get; }

    /// <summary>Transfers of leadership that have begun.</summary>
    public List<TransferCall> Transfers { get; } = [];

    /// <summary>Changes of members that have begun.</summary>
    public List<ChangeConfigurationCall> ConfigurationChanges { get; } = [];

    /// <summary>Whether the group takes part: neither offline nor closing.</summary>
    public bool IsRunning { get; private set; } = true;

    /// <summary>Whether it is in the shard's list of the present turn.</summary>
    public bool IsActive { get; set; }

    /// <summary>Whether this replica was told to lead.</summary>
    public bool IsLeader => _publisher.Role == GroupRole.Leader;

    /// <summary>How often the log was truncated. Readable from any thread.</summary>
    public int Truncations => Volatile.Read(ref _truncations);

    LogIndex IRaftLogView.LastIndexWithin(LogIndex from, int maxBytes, out long bytes)
    {
        bytes = 0;
        return _shipping.IsBetterThanAppends(from) ? from.Previous() : Log.LastIndexWithin(from, maxBytes, out bytes);
    }

    /// <summary>Lets time pass; to be called before anything else in a turn.</summary>
    public void Tick(long nowMs, long leaderGridMs)
    {
        if (!IsRunning)
        {
            return;
        }

        // Leaders see time in steps of the heartbeat interval, so that the heartbeats of all groups fall into the same turn and frame.
        Core.Tick(Core.Role == RaftRole.Leader ? leaderGridMs : nowMs);
        _shipping.Tick();
        _assembler.Tick();
    }

    /// <summary>A message of a peer arrived; its entries are this group's to release.</summary>
    public void Step(in RaftMessage message)
    {
        var entries = message.Payload as InboundEntries;
        if (!IsRunning)
        {
            entries?.Release();
            return;
        }

        if (entries is not null)
        {
            _lent.Add(entries);
        }

        if (message.Kind == RaftMessageKind.AppendResponse)
        {
            _feeds.Acknowledged(message);
        }

        Core.Step(message);
    }

    /// <summary>Takes an append: checks it against what its producer has appended, and appends it, in one step.</summary>
    public void Propose(PendingAppend append)
    {
        if (!IsRunning)
        {
            Shard.Outcomes.Fail(append, _isClosing ? AppendStatus.ShuttingDown : AppendStatus.Offline, Core.Term);
            return;
        }

        // Refused for a hand-over before its sequence is looked at: behind a batch that was refused for it, the next one of the same producer
        // would otherwise seem to leave a gap, and a producer that believes this gives up its epoch.
        bool isHandingOver = Core.TransferTarget.IsSome;
        if (!IsLeader || !Core.IsEstablishedLeader || isHandingOver || (append.OnlyInTerm is { } term && term != Core.Term))
        {
            Shard.Outcomes.Fail(append, AppendStatus.NotLeader, Core.Term);
            return;
        }

        if (append.Kind == EntryKind.Data)
        {
            // Taken before: an append that is decided has it no longer.
            TransactionVerification? verification = append.Verification;
            bool isNews = IsNews(append);
            verification?.See();
            if (!isNews)
            {
                return;
            }
        }

        ProposeOutcome outcome = Core.Propose(append, append.Kind, append.Bytes);
        if (!outcome.IsAccepted)
        {
            Shard.Outcomes.Fail(append, outcome.Status == ProposeStatus.Full ? AppendStatus.LogFull : AppendStatus.NotLeader, Core.Term);
            return;
        }

        append.Index = outcome.Index;
        append.Term = outcome.Term;
        _appends.Add(append);

        // Into the log at once (written at the end of the turn), so that the next batch of the same producer is checked against this one.
        AppendWhatIsDecided();
    }

    public void Execute(GroupCall call)
    {
        if (IsRunning)
        {
            call.Execute(this);
        }
        else
        {
            call.Refuse(busy: false);
        }
    }

    public void LogPersisted(LogIndex upTo, Term term, int truncations)
    {
        if (IsRunning && truncations == _truncations)
        {
            Core.EntriesPersisted(upTo, term);
        }
    }

    public void HardStatePersisted(Term term, ReplicaId vote)
    {
        if (IsRunning)
        {
            Core.HardStatePersisted(term, vote);
        }
    }

    public void PeerLost(BrokerId peer)
    {
        if (IsRunning)
        {
            _feeds.Clear(peer);
            _shipping.PeerLost(peer);
            Core.PeerLost(peer);
        }
    }

    /// <summary>What was sent to a broker did not leave: what is in flight to it will not be acknowledged.</summary>
    public void SendingFailed(BrokerId to)
    {
        if (IsRunning)
        {
            Core.ReportUnreachable(to);
        }
    }

    public void Snapshot(SnapshotMessage message)
    {
        if (IsRunning && message.IsAcknowledgement)
        {
            _shipping.Acknowledged(message);
        }
        else if (IsRunning)
        {
            _assembler.Received(message);
        }

        message.Owner?.Release();
    }

    /// <summary>Hands work to the background; the log stays open until it has come back.</summary>
    public void Submit(BackgroundJob job, BackgroundWorker worker)
    {
        _jobs++;
        worker.Submit(job);
    }

    public void JobDone(BackgroundJob job)
    {
        _jobs--;
        job.Complete();
        CloseLogIfIdle();
    }

    /// <summary>Stops taking part and closes the log; the task completes when no thread touches it any more. Any thread may ask.</summary>
    public Task CloseAsync()
    {
        Shard.Mailbox.Post(new Mail(MailKind.GroupClosing, this));
        return _closed.Task;
    }

    /// <summary>The shard's half of <see cref="CloseAsync"/>.</summary>
    public void Close()
    {
        if (_isClosing)
        {
            return;
        }

        _isClosing = true;
        if (IsRunning)
        {
            IsRunning = false;
            FailEverything(AppendStatus.ShuttingDown);
            _publisher.Offline();
        }

        CloseLogIfIdle();
    }

    /// <summary>The log is closed: nothing of the group is left.</summary>
    public void Closed(Exception? failure)
    {
        if (failure is not null)
        {
            ReplicationLog.CloseFailed(_logger, failure, Name);
        }

        Shard.Forget(this);
        _closed.TrySetResult();
    }

    /// <summary>Whether this is where the replica's term and vote are kept.</summary>
    public bool VotesIn(HardStateStore store) => _hardState == store;

    /// <summary>
    /// Lets a snapshot stand for a segment that was found damaged, if the state machine holds all that was in it; false when what was in it is lost here.
    /// </summary>
    public bool TryReplaceDamaged(LogCorruptException damage) => _taker?.TryReplace(damage, _applier.Applied) == true;

    /// <summary>Takes the replica out after its log failed.</summary>
    public void GoOffline(Exception reason)
    {
        if (!IsRunning)
        {
            return;
        }

        IsRunning = false;
        ReplicationLog.GroupOffline(_logger, reason, Name);
        FailEverything(AppendStatus.Offline);
        _publisher.Offline();
        _stateMachine.WentOffline(reason);
    }

    private void FailEverything(AppendStatus status)
    {
        _appends.FailAll(status, Core.Term);
        _gate.FailAll(status, Core.Term);
        Barriers.FailAll(ReadBarrierStatus.Offline);
        foreach (GroupCall call in Transfers.Concat<GroupCall>(ConfigurationChanges))
        {
            call.Refuse(busy: false);
        }

        Transfers.Clear();
        ConfigurationChanges.Clear();
        _feeds.Clear();
        _shipping.Clear();
        _assembler.Close();
        ReleaseLent();
    }

    // When everything that reads the log in the background has come back; closing it flushes, so that is background work too.
    private void CloseLogIfIdle()
    {
        if (_isClosing && _jobs == 0 && !_isLogClosing)
        {
            _isLogClosing = true;
            Log.Owner = null;
            Cleaning.End();
            Submit(new CloseLogJob(this), Shard.Services.Background);
        }
    }
}
