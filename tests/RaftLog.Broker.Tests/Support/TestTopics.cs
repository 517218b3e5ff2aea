using RaftLog.Metadata;
using RaftLog.Model;

namespace RaftLog.Broker.Tests.Support;

/// <summary>An image that has topics, and groups that were kept.</summary>
internal sealed class TestTopics
{
    private long _groups;

    public MetadataImage Image { get; private set; } = MetadataImage.Empty;

    public TopicsImage Topics => Image.Topics;

    /// <summary>The id of a topic, made of its name so that topics sort by it.</summary>
    public static Guid IdOf(string name) => new(name[0], 0, 0, new byte[8]);

    /// <summary>Creates a topic, or lets it grow.</summary>
    public void Set(string name, int partitions)
    {
        var records = new List<MetadataRecord>();
        int first = 0;
        if (Topics.TryGet(name, out var known))
        {
            first = known.Partitions.Length;
        }
        else
        {
            records.Add(new TopicRecord { TopicId = IdOf(name), Name = name });
        }

        for (int partition = first; partition < partitions; partition++)
        {
            var replica = new ReplicaId(new BrokerId(1), new DirectoryId(1));
            records.Add(new PartitionRecord { TopicId = IdOf(name), Partition = partition, Group = new GroupId(++_groups), Replicas = [replica] });
        }

        Apply([.. records]);
    }

    public void Remove(string name) => Apply(new RemoveTopicRecord { TopicId = IdOf(name) });

    public void Keep(string groupId, int generation, byte[] state) =>
        Apply(new ConsumerGroupRecord { ConsumerGroup = groupId, Generation = generation, ProtocolType = "consumer", State = state });

    private void Apply(params MetadataRecord[] records)
    {
        var delta = new MetadataDelta(Image);
        delta.Apply(records);
        Image = delta.Finish(new LogIndex(Image.Index.Value + 1)).New;
    }
}
