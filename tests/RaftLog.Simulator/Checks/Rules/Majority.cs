using System.Collections.Immutable;
using RaftLog.Consensus;
using RaftLog.Model;

namespace RaftLog.Simulator.Checks.Rules;

/// <summary>The obvious way to count a majority, to be compared with the fast ones of the core.</summary>
internal static class Majority
{
    /// <summary>Whether it is true of a majority of the voters; of a joint configuration, of both of its halves.</summary>
    public static bool Of(GroupConfiguration configuration, Func<ReplicaId, bool> isTrueOf) =>
        Of(configuration.Voters, isTrueOf) && (!configuration.IsJoint || Of(configuration.OutgoingVoters, isTrueOf));

    private static bool Of(ImmutableArray<ReplicaId> voters, Func<ReplicaId, bool> isTrueOf) => voters.Count(isTrueOf) > voters.Length / 2;
}
