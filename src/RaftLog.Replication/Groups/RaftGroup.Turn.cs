using RaftLog.Consensus;
using RaftLog.Model;
using RaftLog.Storage;

namespace RaftLog.Replication;

// What a turn of the shard does with a group, in this order: Write, Send, Publish (DESIGN §5).
internal sealed partial class RaftGroup
{
    private readonly Ready _ready = new();
    private bool _hasUnwritten;
    private GroupConfiguration? _committedMembers; // What the state machine was told.
    private Term? _leading; // The term that the core leads in, established or not.

    /// <summary>Writes what was decided this turn, in one go; the flush is under way when it returns.</summary>
    public void Write()
    {
        if (!IsRunning)
        {
            return;
        }

        Barriers.Ask();
        AppendWhatIsDecided();
        ReleaseLent();
        while (_hasUnwritten)
        {
            _hasUnwritten = false;
            WriteOutcome written = Log.WritePending();
            if (written.IsPersisted)
            {
                // May commit a change of members, and so decide the next one, which is to be written before anything is sent.
                Core.EntriesPersisted(written.UpTo, written.Term);
                AppendWhatIsDecided();
            }
        }
    }

    /// <summary>Hands over what is to be sent, entries included.</summary>
    public void Send(OutgoingFrames outgoing)
    {
        if (!IsRunning)
        {
            return;
        }

        Core.CollectMessages(_ready);
        if (_ready.RoleChange is { } change)
        {
            TakeRoleChange(change);
        }

        foreach (ref readonly RaftMessage message in System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_ready.Messages))
        {
            if (message.Kind == RaftMessageKind.AppendRequest)
            {
                _feeds.Send(message, outgoing);
            }
            else
            {
                outgoing.Add(this, PeerLane.Control, message);
            }
        }

        foreach (SnapshotOffer offer in _ready.SnapshotOffers)
        {
            _shipping.Offer(offer);
        }
    }

    /// <summary>Applies, tells and completes what is committed.</summary>
    /// <returns>Whether there is more to do at once.</returns>
    public bool Publish()
    {
        if (!IsRunning)
        {
            return false;
        }

        _appends.Written(Log.LogStartOffset);
        bool hasMore = ApplyCommitted();
        Handle.Configuration = Core.Configuration; // Before the role: a new controller compares it with the registered brokers.
        if (_publisher.TellRole(Core.CommitIndex))
        {
            Shard.Announce(this);
        }

        foreach (ReadState read in _ready.ReadStates)
        {
            Barriers.Answered(read);
        }

        Barriers.Applied(_applier.Applied);
        if (Transfers.Count > 0 || ConfigurationChanges.Count > 0)
        {
            CheckCalls();
        }

        TellMembers();
        Membership.Drive();
        _taker?.TakeIfDue(_applier.Applied);
        _publisher.PublishStatus();
        if (Core.OwesCommitNotice)
        {
            Shard.NotifyCommitSoon(this);
        }

        if (_feeds.IsStarved || _shipping.IsStarved)
        {
            Shard.RetrySoon(this);
        }

        return hasMore || Core.HasReady;
    }

    /// <summary>Tries again what waited for the budget or the rate of the catch-up.</summary>
    public void RetryFeeds()
    {
        if (IsRunning)
        {
            _feeds.Retry();
            _shipping.Retry();
        }
    }

    /// <summary>Replaces log and state by a snapshot that is in the store already.</summary>
    public void InstallSnapshot(LogSnapshot snapshot, GroupConfiguration configuration)
    {
        AppendWhatIsDecided();
        ReleaseLent();
        if (!Core.NeedsSnapshot(snapshot.Index, snapshot.Term))
        {
            return;
        }

        Log.Reset(snapshot.Index.Next(), Log.LogEndOffset, snapshot.Term);
        Interlocked.Increment(ref _truncations);
        _hasUnwritten = false;
        Core.RestoreSnapshot(snapshot.Index, snapshot.Term, configuration);
        ((ICommandStateMachine)_stateMachine).RestoreSnapshot(
            snapshot.Index, snapshot.Term, new System.Buffers.ReadOnlySequence<byte>(snapshot.Content));
        _applier.Restored(snapshot.Index);
        _taker?.Restored(snapshot.Index);
        _metrics.SnapshotInstalled(snapshot.Content.Length);
        ReplicationLog.SnapshotInstalled(_logger, Name, snapshot.Index, snapshot.Content.Length);
    }

    /// <summary>Replaces the log by one that was received whole; false, and nothing is done, when this one has all of it by now.</summary>
    public bool TryInstallLog(LogImport import)
    {
        AppendWhatIsDecided();
        ReleaseLent();
        if (!Core.NeedsSnapshot(import.LastIndex, import.LastTerm))
        {
            return false;
        }

        // What the old log holds beyond the commit index goes with it. None of it was acknowledged to a leader who counts on it: whoever has
        // acknowledged a later entry of the leader's log has this one as well.
        Log.Replace(import);
        Interlocked.Increment(ref _truncations);
        _hasUnwritten = false;
        Core.RestoreLog(GroupRecovery.StateOf(Log, _initialConfiguration, hasSnapshot: false, HardState.Initial, Log.LastIndex));
        _applier.Restored(Log.LastIndex);
        _metrics.SnapshotInstalled(Log.SizeInBytes);
        ReplicationLog.LogInstalled(_logger, Name, Log.FirstIndex, Log.LastIndex, Log.SizeInBytes);
        return true;
    }

    // Carries out what the core decided about the log and its hard state. The log only buffers here; Write writes.
    private void AppendWhatIsDecided()
    {
        Core.CollectWrites(_ready);
        foreach (LogAppend append in _ready.Appends)
        {
            if (append.TruncateFrom is { } from)
            {
                Log.TruncateFrom(from);
                Interlocked.Increment(ref _truncations);
            }

            if (append.Payload is InboundEntries entries)
            {
                AppendReceived(append, entries);
            }
            else
            {
                AppendOwn(append);
            }

            Invariant.Require(Log.LastIndex == append.Last);
            _hasUnwritten = true;
        }

        if (_ready.HardState is { } state)
        {
            _hardState.Save(Id, new StoredHardState(state.Term, state.Vote));
        }
    }

    private void AppendReceived(in LogAppend append, InboundEntries entries)
    {
        int skipped = checked((int)append.SkippedBytes);
        Log.Append(entries.AddReference(), entries.Start + skipped, entries.Length - skipped);
    }

    private void AppendOwn(in LogAppend append)
    {
        var pending = append.Payload as PendingAppend;
        PooledBuffer frame = pending?.TakeFrame() ?? Encode(append.Configuration);
        FrameHeader header = Log.StampAndAppend(frame, append.Kind, append.Term);
        Invariant.Require(header.Index == append.First);
        if (pending is not null)
        {
            pending.BaseOffset = header.BaseOffset;
            _metrics.Appended(header.Length);
        }
    }

    private static PooledBuffer Encode(GroupConfiguration? configuration)
    {
        if (configuration is null)
        {
            return FrameBuffer.ForContent([]);
        }

        Span<byte> content = stackalloc byte[1024];
        int length = GroupConfigurationCodec.EncodedLength(configuration);
        content = length <= content.Length ? content[..length] : new byte[length];
        GroupConfigurationCodec.Write(configuration, content);
        return FrameBuffer.ForContent(content);
    }

    private void ReleaseLent()
    {
        foreach (InboundEntries entries in _lent)
        {
            entries.Release();
        }

        _lent.Clear();
    }

    private void TakeRoleChange(in RoleChange change)
    {
        Term? leading = change.Role == RaftRole.Leader ? change.Term : null;
        if (leading != _leading)
        {
            // Before anything is told: what is committed counts as done, of the rest nobody here can know any more.
            ApplyCommitted();
            _appends.FailAll(AppendStatus.NotLeader, change.Term);
            _gate.FailAll(AppendStatus.NotLeader, change.Term);
            _feeds.Clear();
            _shipping.Clear();
            _leading = leading;
        }

        _publisher.RoleChanged(change);
    }

    // Apart from Publish, which every turn of every group goes through: what captures the group is made anew on each call.
    private void CheckCalls()
    {
        Transfers.RemoveAll(transfer =>
        {
            transfer.Check(Core);
            return transfer.IsCompleted;
        });
        ConfigurationChanges.RemoveAll(configurationChange =>
        {
            configurationChange.Check(Core);
            return configurationChange.IsCompleted;
        });
    }

    private void TellMembers()
    {
        GroupConfiguration committed = Core.ConfigurationAt(Core.CommitIndex);
        if (!ReferenceEquals(committed, _committedMembers))
        {
            _committedMembers = committed;
            _stateMachine.MembersChanged(committed);
        }
    }

    private bool ApplyCommitted()
    {
        bool hasMore = _applier.Apply(Core.CommitIndex);
        _publisher.Committed(_applier.Applied);
        CompleteCommitted();
        return hasMore;
    }

    private void CompleteCommitted()
    {
        while (_appends.TryTakeCommitted(_applier.Applied, out PendingAppend append))
        {
            // An entry of another term at our index: ours was replaced (Raft figure 7). Never a success.
            if (Core.TermAt(append.Index) is { } term && term != append.Term)
            {
                Shard.Outcomes.Fail(append, AppendStatus.NotLeader, Core.Term);
                continue;
            }

            _metrics.Committed(_time.GetElapsedTime(append.StartedAt));
            Shard.Outcomes.Complete(append, AppendQueue.Outcome(append, AppendStatus.Appended, Log.LogStartOffset));
        }

        _appends.CompleteDuplicates(_publisher.HighWatermark, Log.LogStartOffset);
    }
}
