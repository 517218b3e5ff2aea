using System.Buffers;
using RaftLog.Model.Wire;
using RaftLog.Protocol.HotPaths;
using RaftLog.Protocol.Messages;
using RaftLog.Protocol.Tests.Support;

namespace RaftLog.Protocol.Tests.HotPaths;

/// <summary>The reader by partitions against the generated codec of <see cref="ProduceRequest"/>.</summary>
public sealed class ProduceRequestReaderTests
{
    [Test]
    public void Reader_AgreesWithTheMessage([Range(0, 13)] int version, [Range(1, 5)] int seed)
    {
        byte[] bytes = Make((short)version, seed).ToBytes((short)version);
        var expected = WireEncoding.FromBytes<ProduceRequest>(bytes, (short)version);

        foreach (var message in new[] { new ReadOnlySequence<byte>(bytes), Segments.Split(bytes, size: 7) })
        {
            var reader = new ProduceRequestReader(new WireReader(message), (short)version);
            Assert.That((reader.TransactionalId, reader.Acks, reader.TimeoutMs), Is.EqualTo((expected.TransactionalId, expected.Acks, expected.TimeoutMs)));
            foreach (var topic in expected.TopicData)
            {
                bool first = true;
                foreach (var partition in topic.PartitionData)
                {
                    Assert.That(reader.TryReadPartition(out var read), Is.True);
                    Assert.That((read.IsFirstOfTopic, read.Topic, read.TopicId, read.Index), Is.EqualTo((first, topic.Name, topic.TopicId, partition.Index)));
                    Assert.That(MessageText.Of(read.Records), Is.EqualTo(MessageText.Of(partition.Records)));
                    first = false;
                }
            }

            Assert.That(reader.TryReadPartition(out _), Is.False);
            Assert.That(reader.TryReadPartition(out _), Is.False, "asked again");
        }
    }

    [Test]
    public void Reader_RefusesARequest_CutShortAnywhere([Values(0, 7, 9, 13)] int version)
    {
        byte[] bytes = Make((short)version, seed: 3).ToBytes((short)version);
        for (int length = 0; length < bytes.Length; length++)
        {
            byte[] cut = bytes[..length];
            Assert.That(() => ReadAll(cut, (short)version), Throws.TypeOf<WireFormatException>(), $"cut at {length}");
        }
    }

    [Test]
    public void Reader_AllocatesNothing_PerPartition()
    {
        const short Version = 9;
        var few = Request(partitions: 1).ToBytes(Version);
        var many = Request(partitions: 500).ToBytes(Version);
        ReadAll(few, Version);
        ReadAll(many, Version);

        long forFew = Allocated(few, Version);
        long forMany = Allocated(many, Version);

        Assert.That(forMany, Is.EqualTo(forFew));
    }

    private static long Allocated(byte[] bytes, short version)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        ReadAll(bytes, version);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static void ReadAll(byte[] bytes, short version)
    {
        var reader = new ProduceRequestReader(new WireReader(bytes.AsMemory()), version);
        while (reader.TryReadPartition(out _))
        {
        }
    }

    private static IWireWritable Make(short version, int seed) => new RandomMessage(new Random(seed), version).Make(typeof(ProduceRequest));

    private static ProduceRequest Request(int partitions) => new()
    {
        TopicData =
        [
            new()
            {
                Name = "orders",
                PartitionData = [.. Enumerable.Range(0, partitions).Select(index => new ProduceRequest.Partition
                {
                    Index = index,
                    Records = new ReadOnlySequence<byte>(new byte[20]),
                })],
            },
        ],
    };
}
