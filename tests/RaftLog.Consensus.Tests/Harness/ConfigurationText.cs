using RaftLog.Model;

namespace RaftLog.Consensus.Tests.Harness;

/// <summary>
/// A configuration as scripts write it: broker numbers, <c>?</c> behind one whose directory is not known, <c>!</c> behind one on a replaced
/// disk.
/// </summary>
internal static class ConfigurationText
{
    public static string Of(GroupConfiguration configuration) =>
        List("", configuration.Voters) + List(" outgoing ", configuration.OutgoingVoters) + List(" learners ", configuration.Learners);

    private static string List(string title, IReadOnlyCollection<ReplicaId> replicas) =>
        replicas.Count == 0 ? "" : title + string.Join(' ', replicas.Select(Of));

    private static string Of(ReplicaId replica)
    {
        var mark = replica.Directory == DirectoryId.Unassigned ? "?" : replica == TestCluster.Id(replica.Broker.Value) ? "" : "!";
        return replica.Broker.Value + mark;
    }
}
