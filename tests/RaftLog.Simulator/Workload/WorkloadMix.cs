using System.Text;
using RaftLog.Model;
using RaftLog.Simulator.Workload.Producers;

namespace RaftLog.Simulator.Workload;

/// <summary>
/// What the clients of one run do, drawn from the seed: a random subset of all kinds, because what is never left out hides what only
/// happens without it.
/// </summary>
internal sealed record WorkloadMix
{
    private const int MaxPartitions = 4;
    private const int LargeValueBytes = 8 * 1024;

    private const WorkloadKind Writing =
        WorkloadKind.Idempotent | WorkloadKind.PlainAll | WorkloadKind.PlainLeader | WorkloadKind.PlainNone;

    public required WorkloadKind Kinds { get; init; }

    /// <summary>How many partitions the topic has that most clients use.</summary>
    public required int Partitions { get; init; }

    /// <summary>The longest pause of a producer between two requests, in milliseconds.</summary>
    public required int MaxPauseMs { get; init; }

    public static WorkloadMix Of(int seed)
    {
        // Of its own, so that what is drawn later does not depend on how the mix is drawn.
        var random = new Random(unchecked((seed * 48_611) ^ 0x5eed));
        var kinds = WorkloadKind.None;
        foreach (var kind in Enum.GetValues<WorkloadKind>().Where(kind => kind < WorkloadKind.Transactions))
        {
            kinds |= random.Next(2) == 0 ? kind : WorkloadKind.None;
        }

        // What is drawn last was thought of last: a seed keeps the rest of its mix.
        var mix = new WorkloadMix
        {
            Kinds = (kinds & Writing) == 0 ? kinds | WorkloadKind.Idempotent : kinds,
            Partitions = random.Next(1, MaxPartitions + 1),
            MaxPauseMs = random.Next(20, 300),
        };
        foreach (var kind in new[] { WorkloadKind.Transactions, WorkloadKind.Balances })
        {
            mix = random.Next(2) == 0 ? mix with { Kinds = mix.Kinds | kind } : mix;
        }

        return mix;
    }

    public bool Has(WorkloadKind kind) => (Kinds & kind) == kind;

    /// <summary>How one producer of this mix works.</summary>
    public ProducerHabits DrawHabits(Random random) => new()
    {
        MaxInFlight = random.Next(1, 6),
        MaxPartitions = random.Next(1, Partitions + 1),
        MaxRecords = random.Next(1, 8),
        MaxPaddingBytes = Has(WorkloadKind.LargeBatches) ? LargeValueBytes : random.Next(0, 64),
        MaxPauseMs = MaxPauseMs,
        Codec = Has(WorkloadKind.Compression) ? (CompressionCodec)random.Next(0, 3) : CompressionCodec.None,
    };

    public override string ToString()
    {
        var words = new StringBuilder($"{Partitions} partitions");
        foreach (var kind in Enum.GetValues<WorkloadKind>().Where(kind => kind != WorkloadKind.None && Has(kind)))
        {
            words.Append(", ").Append(InWords(kind));
        }

        return words.ToString();
    }

    private static string InWords(WorkloadKind kind) => kind switch
    {
        WorkloadKind.PlainAll => "acks=all",
        WorkloadKind.PlainLeader => "acks=1",
        WorkloadKind.PlainNone => "acks=0",
        WorkloadKind.LargeBatches => "large batches",
        WorkloadKind.OffsetQuestions => "offset questions",
        WorkloadKind.Expiry => "records that expire",
        WorkloadKind.Compaction => "records that are superseded",
        WorkloadKind.Balances => "balances in transactions",
        WorkloadKind.TopicChurn => "topics deleted and created",
        _ => kind.ToString().ToLowerInvariant(),
    };
}
