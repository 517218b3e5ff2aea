using RaftLog.Metadata;

namespace RaftLog.Broker.Groups;

/// <summary>Where a member stands: what it may read, what it is asked to give up, and the epoch that it has reached.</summary>
internal sealed record MemberPlace
{
    // Before Newcomer, whose initialisers take it.
    private static readonly HashSet<TopicIdPartition> Nothing = [];

    /// <summary>A member that has just come.</summary>
    public static readonly MemberPlace Newcomer = new();

    public ConsumerMemberState State { get; init; }

    /// <summary>Rises with each target assignment that the member takes on.</summary>
    public int Epoch { get; init; }

    /// <summary>The epoch before: that of a member whose answer was lost.</summary>
    public int PreviousEpoch { get; init; }

    /// <summary>What it may read.</summary>
    public IReadOnlySet<TopicIdPartition> Assigned { get; init; } = Nothing;

    /// <summary>What it may read no longer and has not said yet that it does not; nobody else's until then.</summary>
    public IReadOnlySet<TopicIdPartition> Revoked { get; init; } = Nothing;

    /// <summary>All that nobody else may read.</summary>
    public IEnumerable<TopicIdPartition> Held => Assigned.Concat(Revoked);
}
