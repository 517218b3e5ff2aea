using System.Collections.Immutable;
using RaftLog.Consensus;
using RaftLog.Model;

namespace RaftLog.Simulator.Tests.Rules;

/// <summary>Groups for hand-made states.</summary>
internal static class Voters
{
    public static readonly GroupId Group = new(7);

    /// <summary>The replica of a broker, in the directory of the same number.</summary>
    public static ReplicaId Replica(int broker) => new(new BrokerId(broker), new DirectoryId((ulong)broker));

    public static ImmutableArray<ReplicaId> Of(params int[] brokers) => [.. brokers.Select(Replica)];

    public static GroupConfiguration Configuration(params int[] brokers) => new(Of(brokers));
}
