using RaftLog.Simulator.Workload.Records;

namespace RaftLog.Simulator.Workload.Groups;

/// <summary>What a member is in one generation, and how far it has come in its partitions.</summary>
internal sealed record Membership(string MemberId, int Generation)
{
    public Dictionary<Place, long> Positions { get; } = [];
}
