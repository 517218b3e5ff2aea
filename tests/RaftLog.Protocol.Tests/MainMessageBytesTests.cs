using System.Buffers;
using RaftLog.Model;
using RaftLog.Model.Wire;
using RaftLog.Protocol.Messages;

namespace RaftLog.Protocol.Tests;

/// <summary>The main messages byte for byte, spelled out by hand so that a reader can follow each field.</summary>
public sealed class MainMessageBytesTests
{
    [Test]
    public void ApiVersionsResponse_Version0() => AssertBytes(
        new ApiVersionsResponse { ErrorCode = ErrorCode.UnsupportedVersion, ApiKeys = [new() { ApiKey = ApiKey.ApiVersions, MaxVersion = 4 }] },
        version: 0,
        "0023",                 // error 35
        "00000001",             // one API
        "0012 0000 0004");      // ApiVersions 0-4

    [Test]
    public void ApiVersionsResponse_Version3_WithAFeatureEpoch() => AssertBytes(
        new ApiVersionsResponse { ApiKeys = [new() { ApiKey = ApiKey.Fetch, MinVersion = 4, MaxVersion = 12 }], FinalizedFeaturesEpoch = 5 },
        version: 3,
        "0000",
        "02",                   // one API, compact
        "0001 0004 000c 00",    // Fetch 4-12, no tagged fields
        "00000000",             // throttle time
        "01",                   // one tagged field
        "01 08 0000000000000005");

    [Test]
    public void MetadataRequest_Version0_ForATopic() => AssertBytes(
        new MetadataRequest { Topics = [new() { Name = "t" }] }, version: 0, "00000001", "0001 74");

    [Test]
    public void MetadataRequest_Version1_ForAllTopics() => AssertBytes(new MetadataRequest { Topics = null }, version: 1, "ffffffff");

    [Test]
    public void MetadataRequest_Version12_ByName() => AssertBytes(
        new MetadataRequest { Topics = [new() { Name = "t" }], AllowAutoTopicCreation = false },
        version: 12,
        "02",
        "00000000000000000000000000000000",     // topic id
        "02 74 00",
        "00",                   // no auto-creation
        "00",                   // no authorized operations
        "00");

    [Test]
    public void ProduceRequest_Version7() => AssertBytes(
        new ProduceRequest
        {
            Acks = -1,
            TimeoutMs = 1000,
            TransactionalId = null,
            TopicData = [new() { Name = "t", PartitionData = [new() { Index = 2, Records = new ReadOnlySequence<byte>([0xaa, 0xbb]) }] }],
        },
        version: 7,
        "ffff",                 // no transactional id
        "ffff",                 // acks -1
        "000003e8",
        "00000001 0001 74",
        "00000001 00000002",
        "00000002 aabb");

    [Test]
    public void FetchResponse_Version11() => AssertBytes(
        new FetchResponse
        {
            Responses =
            [
                new()
                {
                    Topic = "t",
                    Partitions =
                    [
                        new() { PartitionIndex = 1, HighWatermark = 9, LastStableOffset = 9, LogStartOffset = 0, Records = new ReadOnlySequence<byte>([0xcc]) },
                    ],
                },
            ],
        },
        version: 11,
        "00000000",             // throttle time
        "0000 00000000",        // error, session
        "00000001 0001 74",
        "00000001 00000001 0000",
        "0000000000000009 0000000000000009 0000000000000000",
        "00000000",             // no aborted transactions
        "ffffffff",             // no preferred replica
        "00000001 cc");

    [Test]
    public void JoinGroupRequest_Version5() => AssertBytes(
        new JoinGroupRequest
        {
            GroupId = "g",
            SessionTimeoutMs = 6000,
            RebalanceTimeoutMs = 7000,
            ProtocolType = "consumer",
            Protocols = [new() { Name = "range", Metadata = [1, 2] }],
        },
        version: 5,
        "0001 67",
        "00001770 00001b58",
        "0000",                 // no member id yet
        "ffff",                 // not static
        "0008 636f6e73756d6572",
        "00000001 0005 72616e6765 00000002 0102");

    private static void AssertBytes<T>(T message, short version, params string[] hex)
        where T : IWireMessage<T>
    {
        string expected = string.Concat(hex).Replace(" ", "");

        Assert.That(Convert.ToHexStringLower(message.ToBytes(version)), Is.EqualTo(expected));
        Assert.That(WireEncoding.FromBytes<T>(Convert.FromHexString(expected), version).ToBytes(version), Is.EqualTo(Convert.FromHexString(expected)));
    }
}
