using System.Collections.Immutable;
using RaftLog.Model;

namespace RaftLog.Replication;

/// <summary>Who shall belong to a group. The group's leader drives the actual configuration there, whoever leads, and again after every restart.</summary>
/// <param name="Voters">The replicas that shall vote.</param>
public sealed record WantedMembers(ImmutableArray<ReplicaId> Voters)
{
    /// <summary>The replicas that shall receive the log for good without a vote.</summary>
    public ImmutableArray<ReplicaId> Learners { get; init; } = [];

    /// <summary>When given, this is wanted by the leader of that term only: a later one may know better.</summary>
    public Term? OnlyInTerm { get; init; }

    /// <summary>Compares the members one by one: arrays as such compare by identity.</summary>
    public bool Equals(WantedMembers? other) =>
        other is not null
        && OnlyInTerm == other.OnlyInTerm
        && Voters.AsSpan().SequenceEqual(other.Voters.AsSpan())
        && Learners.AsSpan().SequenceEqual(other.Learners.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Voters.Length, Learners.Length, OnlyInTerm);
}
