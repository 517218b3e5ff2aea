using RaftLog.Consensus;
using RaftLog.Model;
using RaftLog.Storage;

namespace RaftLog.Replication;

/// <summary>
/// Fills the entries into the appends that a leader's core sends: from the tail cache in the same turn, or, for a follower that is far
/// behind, from files in the background and within a budget of bytes for the whole broker, so that neither the shard nor memory suffers from one
/// who catches up. Owned by the shard.
/// </summary>
internal sealed class FollowerFeeds(RaftGroup group, ShardServices services)
{
    // By replica, not by broker: while a lost replica is being replaced, both it and its successor are members on one broker.
    private readonly Dictionary<ReplicaId, FollowerFeed> _feeds = [];
    private readonly ByteBudget _budget = services.CatchUpBudget;
    private int _leadership;

    /// <summary>Whether appends wait for the budget: to be tried again soon.</summary>
    public bool IsStarved { get; private set; }

    /// <summary>Sends an append with its entries, now or when they have been read.</summary>
    public void Send(in RaftMessage append, OutgoingFrames outgoing)
    {
        FollowerFeed? feed = Find(append.To);
        if (append.LastIndex <= append.Index)
        {
            SendEmpty(append, feed, outgoing);
            return;
        }

        if (feed is not { HasDeferred: true } && group.Log.IsCached(append.Index.Next()))
        {
            PeerLane lane = feed?.Lane ?? PeerLane.Control;
            LogSlices slices = outgoing.Scratch;
            Read(append, slices);
            outgoing.Add(group, lane, append, slices);
            if (lane == PeerLane.Bulk)
            {
                feed!.BulkUntil = append.LastIndex;
            }

            return;
        }

        if (feed is null)
        {
            feed = new FollowerFeed();
            _feeds.Add(append.To, feed);
        }

        if (feed.Deferred.Count > 0 && append.Index != feed.LastDeferred)
        {
            // The core has gone back to where the logs agree: what waits is not wanted any more.
            feed.Deferred.Clear();
        }

        feed.Deferred.Enqueue(append);
        feed.LastDeferred = append.LastIndex;
        ReadNext(feed);
    }

    /// <summary>Takes note of a follower's answer.</summary>
    public void Acknowledged(in RaftMessage response)
    {
        Find(response.From)?.Acknowledged(response);
    }

    /// <summary>Tries again what the budget refused.</summary>
    public void Retry()
    {
        IsStarved = false;
        foreach (FollowerFeed feed in _feeds.Values)
        {
            ReadNext(feed);
        }
    }

    /// <summary>Forgets everything: the leadership has ended, or the core starts over with this follower.</summary>
    public void Clear()
    {
        _leadership++;
        _feeds.Clear();
        IsStarved = false;
    }

    /// <summary>Forgets what waits for the followers on a broker; its connection is gone.</summary>
    public void Clear(BrokerId peer)
    {
        foreach ((ReplicaId follower, FollowerFeed feed) in _feeds)
        {
            if (follower.Broker == peer)
            {
                feed.Deferred.Clear();
                feed.BulkUntil = LogIndex.Zero;
            }
        }
    }

    // A follower that was first written to without knowing its directory answers with it.
    private FollowerFeed? Find(ReplicaId follower)
    {
        foreach ((ReplicaId known, FollowerFeed feed) in _feeds)
        {
            if (known.Matches(follower))
            {
                return feed;
            }
        }

        return null;
    }

    private void ReadNext(FollowerFeed feed)
    {
        if (feed.IsReading || !feed.Deferred.TryPeek(out RaftMessage append))
        {
            return;
        }

        if (!_budget.TryTake(ReadFramesJob.BudgetBytes))
        {
            IsStarved = true;
            return;
        }

        feed.Deferred.Dequeue();
        feed.IsReading = true;
        group.Submit(new ReadFramesJob(group, this, feed, append, _leadership), services.Background);
    }

    // An empty append takes its turn as well: it asks whether what was sent before has come, so ahead of it, it would be refused, and all of that sent again.
    private void SendEmpty(in RaftMessage append, FollowerFeed? feed, OutgoingFrames outgoing)
    {
        // What it asks about has not even been sent, and will be answered when it has; a leader goes on asking.
        bool isEarly = feed is { HasDeferred: true } && append.Index == feed.LastDeferred;
        if (!isEarly)
        {
            outgoing.Add(group, feed?.Lane ?? PeerLane.Control, append);
        }
    }

    // From the cache, and of entries that cannot go away while this replica leads.
    private void Read(in RaftMessage append, LogSlices into)
    {
        FrameRange range = group.Log.ReadFrames(append.Index.Next(), append.LastIndex, int.MaxValue, into);
        Invariant.Require(range.Status == ReadStatus.Ok && range.Last == append.LastIndex);
    }

    /// <summary>Sends what a job has read, and begins the next one.</summary>
    public void ReadCompleted(ReadFramesJob job)
    {
        FollowerFeed feed = job.Feed;
        feed.IsReading = false;
        // Compaction may have been over them since: what it leaves is nothing that an append can carry.
        bool isWhole = job.Failure is null && job.Range.Last == job.Append.LastIndex && job.Append.Index >= group.Log.CleanedUpTo;
        if (job.Leadership != _leadership || !group.IsRunning || !isWhole)
        {
            _budget.Return(ReadFramesJob.BudgetBytes);
            job.Slices.Clear();
            if (job.Leadership == _leadership && group.IsRunning)
            {
                ReadFailed(job);
            }

            return;
        }

        services.Metrics.CatchUpRead(job.Slices.TotalBytes);
        feed.BulkUntil = job.Append.LastIndex;
        group.Shard.Outgoing.Add(group, PeerLane.Bulk, job.Append, job.Slices, _budget);
        ReadNext(feed);
    }

    private void ReadFailed(ReadFramesJob job)
    {
        if (job.Failure is { } failure && !(failure is LogCorruptException damage && group.TryReplaceDamaged(damage)))
        {
            group.GoOffline(failure);
            return;
        }

        // The entries have left the log meanwhile or are about to, or they have been cleaned: the core begins again with this follower, and finds that out.
        job.Feed.Deferred.Clear();
        group.Core.ReportUnreachable(job.Append.To.Broker);
    }
}
