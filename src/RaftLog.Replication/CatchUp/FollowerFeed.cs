using RaftLog.Consensus;
using RaftLog.Model;

namespace RaftLog.Replication;

/// <summary>
/// The appends to one follower that could not be sent in the turn that asked for them, because their entries are only in files. They and
/// whatever follows them leave in order: the one in front is read in the background, and all of them take the bulk lane until the follower has
/// acknowledged them, since an append that overtakes another on the other connection would only be refused.
/// </summary>
internal sealed class FollowerFeed
{
    public Queue<RaftMessage> Deferred { get; } = new();

    /// <summary>Where the last of the deferred appends ends.</summary>
    public LogIndex LastDeferred { get; set; }

    /// <summary>Whether the front of the queue is being read.</summary>
    public bool IsReading { get; set; }

    /// <summary>The last index sent on the bulk lane and not acknowledged since; zero when the control lane is free to use.</summary>
    public LogIndex BulkUntil { get; set; }

    public PeerLane Lane => BulkUntil > LogIndex.Zero ? PeerLane.Bulk : PeerLane.Control;

    /// <summary>Whether an append must wait its turn.</summary>
    public bool HasDeferred => IsReading || Deferred.Count > 0;

    public void Acknowledged(in RaftMessage response)
    {
        // A refusal makes the core begin again from where the logs agree; what is in flight on either lane does not matter any more.
        if (response.Reject || response.Index >= BulkUntil)
        {
            BulkUntil = LogIndex.Zero;
        }
    }
}
