using System.Buffers;
using NUnit.Framework.Constraints;
using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Metadata.Tests.Records;

public sealed class MetadataEntryTests
{
    /// <summary>One record of each type, every field set.</summary>
    private static readonly MetadataRecord[] OneOfEach =
    [
        new ClusterRecord { ClusterId = "c" },
        new IdCountersRecord { NextGroup = new GroupId(8), NextBrokerEpoch = 9 },
        new BrokerRegistrationRecord
        {
            Broker = new BrokerId(1), IncarnationId = new Guid(1, 2, 3, new byte[8]), BrokerEpoch = 4, Directory = new DirectoryId(ulong.MaxValue),
            MetadataReplica = new DirectoryId(12),
            KafkaHost = "k", KafkaPort = 1, PeerHost = "p", PeerPort = 2, Rack = "r", IsFenced = false, IsShuttingDown = true,
        },
        new BrokerStateRecord { Broker = new BrokerId(1), IsFenced = true, IsShuttingDown = true },
        new UnregisterBrokerRecord { Broker = new BrokerId(1) },
        new TopicRecord { TopicId = new Guid(7, 0, 0, new byte[8]), Name = "t" },
        new PartitionRecord { TopicId = new Guid(7, 0, 0, new byte[8]), Partition = 3, Group = new GroupId(5), Replicas = [new ReplicaId(new BrokerId(1), new DirectoryId(2))] },
        new RemoveTopicRecord { TopicId = new Guid(7, 0, 0, new byte[8]) },
        new ConfigRecord { ResourceType = ConfigResourceType.Broker, ResourceName = "1", Name = "n", Value = "v" },
        new ConsumerGroupRecord { ConsumerGroup = "g", Generation = 6, ProtocolType = "consumer", State = [1, 2] },
        OffsetCommitRecord.Of("g", 77, [new(new TopicPartition("t", 1), new CommittedOffset(new Offset(5), 2, "note", 77))]),
        new RemoveOffsetsRecord { ConsumerGroup = "g", Topic = "t", Partitions = [1, 2] },
        new RemoveConsumerGroupRecord { ConsumerGroup = "g" },
        new ProducerIdsRecord { NextProducerId = 1_000 },
        new TransactionRecord
        {
            TransactionalId = "x", State = TransactionState.PrepareCommit, ProducerId = 5, ProducerEpoch = 6, PreviousProducerId = 4, LastProducerEpoch = 7, NextProducerId = 8,
            TimeoutMs = 9, Version = 2, StartTimestampMs = 10, UpdateTimestampMs = 11,
        },
        TransactionPartitionsRecord.Of("x", [new TopicPartition("t", 1), new TopicPartition("t", 2), new TopicPartition("u", 0)]),
        TransactionOffsetsRecord.Of("x", "g", 77, [new(new TopicPartition("t", 1), new CommittedOffset(new Offset(5), 2, "note", 77))]),
        new RemoveTransactionRecord { TransactionalId = "x" },
    ];

    [Test]
    public void EveryType_HasAnExampleHere() =>
        Assert.That(OneOfEach.Select(record => MetadataRecordFormat.Of(record).Type), Is.EquivalentTo(Enum.GetValues<MetadataRecordType>()));

    [Test]
    public void Entry_IsReadAsItWasWritten()
    {
        byte[] bytes = MetadataEntry.Encode(OneOfEach);
        var read = MetadataEntry.Decode(bytes);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(read.Select(record => record.GetType()), Is.EqualTo(OneOfEach.Select(record => record.GetType())));
            Assert.That(MetadataEntry.Encode(read), Is.EqualTo(bytes));
        }
    }

    [TestCaseSource(nameof(OneOfEach))]
    public void SizeOf_IsWhatARecordTakes(MetadataRecord record) =>
        Assert.That(MetadataEntry.SizeOf(record), Is.EqualTo(MetadataEntry.Encode([record]).Length - 1));

    [Test]
    public void RecordOfAnUnknownType_IsRefused_WithTheAdviceToUpgrade() =>
        Assert.That(() => MetadataEntry.Decode(Raw(type: 900, version: 0, 1, 2, 3)), Refused("900", "upgraded"));

    [Test]
    public void RecordOfANewerVersion_IsRefused_WithTheAdviceToUpgrade() =>
        Assert.That(() => MetadataEntry.Decode(Raw((uint)MetadataRecordType.Topic, version: 7, 1, 2, 3)), Refused("Topic", "version 7", "up to 0"));

    [Test]
    public void RecordWhoseLengthLies_IsRefused() =>
        Assert.That(() => MetadataEntry.Decode(Raw((uint)MetadataRecordType.ProducerIds, version: 0, new byte[20])), Refused("as its length says"));

    [Test]
    public void CutEntry_IsRefused_WhereverItIsCut()
    {
        byte[] bytes = MetadataEntry.Encode(OneOfEach);
        for (int length = 0; length < bytes.Length; length++)
        {
            Assert.That(() => MetadataEntry.Decode(bytes.AsSpan(0, length)), Throws.TypeOf<MetadataFormatException>(), $"cut at {length}");
        }
    }

    [Test]
    public void EntryThatClaimsFarTooManyRecords_AllocatesNothingForThem() =>
        Assert.That(() => MetadataEntry.Decode([0xFF, 0xFF, 0xFF, 0xFF, 0x0F]), Throws.TypeOf<MetadataFormatException>());

    private static Constraint Refused(params string[] parts) =>
        parts.Aggregate(
            (Constraint)Throws.TypeOf<MetadataFormatException>(),
            (constraint, part) => constraint.With.Message.Contains(part));

    private static byte[] Raw(uint type, uint version, params byte[] content)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new WireWriter(output);
        writer.WriteUnsignedVarint(1);
        writer.WriteUnsignedVarint(type);
        writer.WriteUnsignedVarint(version);
        writer.WriteUnsignedVarint((uint)content.Length);
        writer.WriteRaw(content);
        writer.Flush();
        return output.WrittenSpan.ToArray();
    }
}
