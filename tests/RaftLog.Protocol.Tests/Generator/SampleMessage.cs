using System.Buffers;
using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Tests.Generator;

/// <summary>A message with every kind of field, also those that no Kafka message has; tests over all messages include it.</summary>
[WireMessage(SampleId.Everything, "0-2")]
public sealed partial class SampleMessage
{
    [WireField("0+")]
    public required string Name { get; init; } = "none";

    [WireField("0+")]
    public byte Byte { get; init; }

    [WireField("0+")]
    public ushort UInt16 { get; init; }

    [WireField("0+")]
    public uint UInt32 { get; init; }

    [WireField("0+")]
    public ulong UInt64 { get; init; }

    [WireField("0+")]
    public double Float64 { get; init; }

    [WireField("0+")]
    public SampleId Id { get; init; } = SampleId.Other;

    [WireField("0+")]
    public BrokerId Broker { get; init; } = BrokerId.None;

    [WireField("0+")]
    public ReplicaId Replica { get; init; }

    [WireField("0+")]
    public IReadOnlyList<ReplicaId> Replicas { get; init; } = [];

    [WireField("0+")]
    public Offset[] Offsets { get; init; } = [];

    [WireField("0+", Nullable = "1+")]
    public ReadOnlyMemory<byte>? MaybeMemory { get; init; } = new();

    [WireField("0+")]
    public ReadOnlyMemory<byte> Memory { get; init; }

    [WireField("0+")]
    public ReadOnlySequence<byte> Sequence { get; init; }

    [WireField("1+", Nullable = "1+")]
    public Part? Optional { get; init; }

    [WireField("1+", Nullable = "2+")]
    public IReadOnlyList<string>? MaybeList { get; init; } = [];

    [WireField("2+", Tag = 3)]
    public string? TaggedText { get; init; }

    [WireField("1+", Tag = 0)]
    public int TaggedNumber { get; init; } = 7;

    [WireField("2+", Tag = 200)]
    public List<Part> TaggedParts { get; init; } = [];

    [WireStruct]
    public readonly partial record struct Part
    {
        [WireField("0+")]
        public long Number { get; init; }

        [WireField("2+", Ignorable = true)]
        public bool Flag { get; init; }
    }
}
