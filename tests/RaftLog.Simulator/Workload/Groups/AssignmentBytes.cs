namespace RaftLog.Simulator.Workload.Groups;

/// <summary>What group members tell each other through the coordinator, who does not look into it: here, a byte for each partition.</summary>
internal static class AssignmentBytes
{
    public static byte[] Write(IEnumerable<int> partitions) => [.. partitions.Select(partition => (byte)partition)];

    public static IEnumerable<int> Read(byte[] assignment) => assignment.Select(partition => (int)partition);
}
