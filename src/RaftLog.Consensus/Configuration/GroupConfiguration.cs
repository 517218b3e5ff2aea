using System.Collections.Immutable;
using RaftLog.Model;

namespace RaftLog.Consensus;

/// <summary>
/// Who belongs to a group. While a change is under way the configuration is joint (thesis §4.3): decisions need a majority of
/// <see cref="Voters"/> and another of <see cref="OutgoingVoters"/>. Immutable; equal by value, order included.
/// </summary>
/// <remarks>
/// Guarantees of an instance: (1) no list names a replica twice, where an unassigned directory equals every directory of its broker;
/// (2) no learner is among the <see cref="Voters"/>, though it may be among the outgoing ones, who then still vote.
/// </remarks>
public sealed class GroupConfiguration : IEquatable<GroupConfiguration>
{
    /// <summary>Nobody: what a replica starts with that is yet to hear from its leader.</summary>
    public static readonly GroupConfiguration Empty = new([]);

    /// <summary>Creates a configuration.</summary>
    /// <param name="voters">The voters, the preferred leader first.</param>
    /// <param name="outgoingVoters">The voters of the configuration that is being left; empty unless joint.</param>
    /// <param name="learners">Replicas that receive the log and have no vote.</param>
    /// <exception cref="ArgumentException">A replica is named twice.</exception>
    public GroupConfiguration(
        ImmutableArray<ReplicaId> voters,
        ImmutableArray<ReplicaId> outgoingVoters = default,
        ImmutableArray<ReplicaId> learners = default)
    {
        Voters = voters.IsDefault ? [] : voters;
        OutgoingVoters = outgoingVoters.IsDefault ? [] : outgoingVoters;
        Learners = learners.IsDefault ? [] : learners;
        if (FindProblem(Voters, OutgoingVoters, Learners) is { } problem)
        {
            throw new ArgumentException(problem, nameof(voters));
        }
    }

    /// <summary>The voters; of the configuration being entered when joint.</summary>
    public ImmutableArray<ReplicaId> Voters { get; }

    /// <summary>The voters of the configuration being left; empty unless joint.</summary>
    public ImmutableArray<ReplicaId> OutgoingVoters { get; }

    /// <summary>Replicas that receive the log and have no vote, once they are not outgoing voters any more.</summary>
    public ImmutableArray<ReplicaId> Learners { get; }

    /// <summary>Whether a change is under way.</summary>
    public bool IsJoint => !OutgoingVoters.IsEmpty;

    /// <summary>Whether the replica has a vote now.</summary>
    public bool IsVoter(ReplicaId replica) => Find(Voters, replica) >= 0 || Find(OutgoingVoters, replica) >= 0;

    /// <summary>Whether the replica receives the log without having a vote.</summary>
    public bool IsLearner(ReplicaId replica) => !IsVoter(replica) && Find(Learners, replica) >= 0;

    /// <summary>Whether the replica belongs to the group at all.</summary>
    public bool Contains(ReplicaId replica) => IsVoter(replica) || Find(Learners, replica) >= 0;

    /// <summary>
    /// The same configuration with <paramref name="replica"/> in the place of its broker's entry without a directory, or this very
    /// instance when there is none.
    /// </summary>
    public GroupConfiguration Pin(ReplicaId replica)
    {
        if (replica.Directory == DirectoryId.Unassigned)
        {
            return this;
        }

        var unassigned = replica with { Directory = DirectoryId.Unassigned };
        if (!Voters.Contains(unassigned) && !OutgoingVoters.Contains(unassigned) && !Learners.Contains(unassigned))
        {
            return this;
        }

        return new(Pin(Voters, unassigned, replica), Pin(OutgoingVoters, unassigned, replica), Pin(Learners, unassigned, replica));
    }

    /// <inheritdoc/>
    public bool Equals(GroupConfiguration? other) =>
        other is not null
        && Voters.AsSpan().SequenceEqual(other.Voters.AsSpan())
        && OutgoingVoters.AsSpan().SequenceEqual(other.OutgoingVoters.AsSpan())
        && Learners.AsSpan().SequenceEqual(other.Learners.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as GroupConfiguration);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var voter in Voters)
        {
            hash.Add(voter);
        }

        hash.Add(OutgoingVoters.Length);
        hash.Add(Learners.Length);
        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"voters=({string.Join(' ', Voters)})"
        + (IsJoint ? $" outgoing=({string.Join(' ', OutgoingVoters)})" : "")
        + (Learners.IsEmpty ? "" : $" learners=({string.Join(' ', Learners)})");

    /// <summary>What keeps the lists from being a configuration, or null.</summary>
    internal static string? FindProblem(
        ImmutableArray<ReplicaId> voters, ImmutableArray<ReplicaId> outgoingVoters, ImmutableArray<ReplicaId> learners)
    {
        if (HasTwice(voters) || HasTwice(outgoingVoters) || HasTwice(learners))
        {
            return "A replica is named twice.";
        }

        foreach (var learner in learners)
        {
            if (Find(voters, learner) >= 0)
            {
                return $"{learner} is a voter and a learner.";
            }
        }

        return null;
    }

    /// <summary>The position of the entry that matches the replica, or -1.</summary>
    internal static int Find(ImmutableArray<ReplicaId> replicas, ReplicaId wanted)
    {
        for (int i = 0; i < replicas.Length; i++)
        {
            if (replicas[i].Matches(wanted))
            {
                return i;
            }
        }

        return -1;
    }

    private static bool HasTwice(ImmutableArray<ReplicaId> replicas)
    {
        for (int i = 0; i < replicas.Length; i++)
        {
            if (Find(replicas, replicas[i]) < i)
            {
                return true;
            }
        }

        return false;
    }

    private static ImmutableArray<ReplicaId> Pin(ImmutableArray<ReplicaId> replicas, ReplicaId unassigned, ReplicaId pinned) =>
        replicas.Contains(unassigned) ? replicas.Replace(unassigned, pinned) : replicas;
}
