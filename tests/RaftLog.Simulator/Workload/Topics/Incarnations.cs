using RaftLog.Simulator.Workload.Records;

namespace RaftLog.Simulator.Workload.Topics;

/// <summary>How the incarnations of a topic are told apart that is deleted and created again.</summary>
internal static class Incarnations
{
    public static Place Place(string topic, Guid id, int partition) => new(NameOf(topic, id), partition);

    public static string NameOf(string topic, Guid id) => $"{topic}#{id:N}";
}
