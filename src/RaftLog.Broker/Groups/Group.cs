namespace RaftLog.Broker.Groups;

/// <summary>
/// One group as a synchronous state machine: time comes in as milliseconds. Knows nothing of offsets, connections or timers. Touched only under the
/// lock of <see cref="GroupCoordinator"/>.
/// </summary>
internal abstract class Group(string id, long now)
{
    /// <summary>The group's name.</summary>
    public string Id { get; } = id;

    public abstract GroupType Type { get; }

    /// <summary>Kafka's name of where the group stands.</summary>
    public abstract string StateName { get; }

    /// <summary>Counts the changes of the group; never goes back.</summary>
    public abstract int Generation { get; }

    /// <summary><c>consumer</c> for consumers; empty when nobody has said it.</summary>
    public abstract string ProtocolType { get; }

    public abstract bool HasMembers { get; }

    /// <summary>Since when the group has had no member; of no meaning while it has.</summary>
    public long EmptySince { get; protected set; } = now;

    /// <summary>Whether the group is gone; the object answers nothing any more.</summary>
    public bool IsDead { get; protected set; }

    /// <summary>When <see cref="Tick"/> has something to do next; it may find nothing then, since heartbeats only ever put it off.</summary>
    public abstract long NextDeadline { get; }

    /// <summary>Does what is due. Returns the ids of the members put out.</summary>
    public abstract IReadOnlyList<string> Tick(long now);

    /// <summary>Whether a commit by <paramref name="claim"/> may be taken now.</summary>
    public abstract ErrorCode CheckCommit(in MemberClaim claim, long now);

    /// <summary>Whether offsets may be read by a member that says who it is.</summary>
    public abstract ErrorCode CheckFetch(string memberId, int memberEpoch);

    /// <summary>Lets one member go.</summary>
    /// <param name="memberId">The member, or empty to remove a static member by its name alone (as an administrator does).</param>
    /// <param name="instanceId">The static member's name, or null.</param>
    /// <param name="now">The present.</param>
    public abstract ErrorCode Leave(string memberId, string? instanceId, long now);

    /// <summary>Whether a member may read <paramref name="topic"/>; while that cannot be told, as if it did.</summary>
    public abstract bool IsSubscribedTo(string topic);

    public abstract GroupDescription Describe();

    /// <summary>Ends the group; whoever waits gets <paramref name="error"/>.</summary>
    public abstract void Die(ErrorCode error);
}
