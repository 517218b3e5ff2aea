using System.Text.Json.Serialization;

namespace RaftLog.Chaos.History;

/// <summary>What a worker does.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WorkerRole>))]
public enum WorkerRole
{
    /// <summary>Appends records at acks=all and tells what became of each.</summary>
    [JsonStringEnumMemberName("producer")]
    Producer,

    /// <summary>Reads the partitions that its group gives it, and commits.</summary>
    [JsonStringEnumMemberName("member")]
    Member,

    /// <summary>Reads all partitions from their ends on, as the records come.</summary>
    [JsonStringEnumMemberName("tail")]
    Tail,

    /// <summary>Reads all partitions from beginning to end once the workload has ended: the log that all else is compared with.</summary>
    [JsonStringEnumMemberName("final")]
    Final,

    /// <summary>The log as one replica has it on its disk, read once its broker was stopped.</summary>
    [JsonStringEnumMemberName("replica")]
    Replica,
}
