using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>What a replica directory says about itself.</summary>
/// <param name="TopicId">The topic's id; a topic created anew under the same name has another.</param>
/// <param name="Partition">The partition.</param>
/// <param name="TopicName">The topic's name, for people who look at the disk.</param>
/// <param name="Group">The Raft group of the partition.</param>
/// <param name="Directory">The data directory in which the replica was created.</param>
public sealed record ReplicaManifest(Guid TopicId, int Partition, string TopicName, GroupId Group, DirectoryId Directory)
{
    /// <summary>The name of the replica's directory.</summary>
    public string DirectoryName => $"{TopicId:N}-{Partition}";
}
