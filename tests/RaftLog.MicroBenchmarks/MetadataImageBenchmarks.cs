using BenchmarkDotNet.Attributes;
using RaftLog.Metadata;
using RaftLog.Model;

namespace RaftLog.MicroBenchmarks;

/// <summary>One record applied to an image of a topic with so many partitions.</summary>
public class MetadataImageBenchmarks
{
    private static readonly Guid Topic = new("00112233-4455-6677-8899-aabbccddeeff");
    private static readonly IReadOnlyList<ReplicaId> Replicas = [Replica(1), Replica(2), Replica(3)];

    private MetadataImage _image = MetadataImage.Empty;
    private PartitionRecord? _change;

    /// <summary>How many partitions there are.</summary>
    [Params(100, 3_000)]
    public int Partitions { get; set; }

    /// <summary>Builds the image.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var delta = new MetadataDelta(MetadataImage.Empty);
        delta.Apply(new TopicRecord { TopicId = Topic, Name = "orders" });
        for (int partition = 0; partition < Partitions; partition++)
        {
            delta.Apply(Record(partition));
        }

        _image = delta.Finish(new LogIndex(1)).New;
        _change = Record(Partitions / 2);
    }

    /// <summary>What every broker does with a committed change of a partition.</summary>
    [Benchmark]
    public MetadataImage ApplyAPartition()
    {
        var delta = new MetadataDelta(_image);
        delta.Apply(_change!);
        return delta.Finish(new LogIndex(2)).New;
    }

    private static PartitionRecord Record(int partition) =>
        new() { TopicId = Topic, Partition = partition, Group = new GroupId(partition + 1), Replicas = Replicas, Initial = Replicas };

    private static ReplicaId Replica(int number) => new(new BrokerId(number), new DirectoryId((ulong)number));
}
