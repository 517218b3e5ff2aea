using System.CommandLine;
using RaftLog.Cli.Topics;
using RaftLog.Client;
using RaftLog.Model;

namespace RaftLog.Cli.Bench;

/// <summary><c>raftlog bench produce</c>.</summary>
internal static class BenchProduceCommand
{
    private const int PayloadSeed = 1;

    private static readonly Argument<string> Topic = TopicArgument.Create();

    private static readonly Option<long> Records = new("--records", "-n") { Description = "How many records to measure.", DefaultValueFactory = _ => 1_000_000 };

    private static readonly Option<long> WarmUp = new("--warm-up") { Description = "How many records to send before that.", DefaultValueFactory = _ => 100_000 };

    private static readonly Option<double?> Seconds = new("--seconds") { Description = "How long to measure; it replaces --records." };

    private static readonly Option<double?> WarmUpSeconds = new("--warm-up-seconds") { Description = "How long to send before that; it replaces --warm-up." };

    private static readonly Option<int> Size = new("--size", "-s") { Description = "Bytes of each value.", DefaultValueFactory = _ => 100 };

    private static readonly Option<int> Keys = new("--keys") { Description = "How many keys the records have in turn; 0 for records without one." };

    private static readonly Option<double?> Rate = new("--rate")
    {
        Description = "Records per second, in an open loop; as fast as possible if left out.",
    };

    private static readonly Option<bool> OneAtATime = new("--one-at-a-time") { Description = "Send each record when the one before is acknowledged." };

    private static readonly Option<Acks> AcksOption = new("--acks", "-a") { Description = "What acknowledges a record.", DefaultValueFactory = _ => Acks.All };

    private static readonly Option<CompressionCodec> Compression = new("--compression", "-z")
    {
        Description = "The codec of the batches; values are random bytes.",
        DefaultValueFactory = _ => CompressionCodec.None,
    };

    private static readonly Option<double> LingerMs = new("--linger-ms") { Description = "How long a batch waits for more records." };

    private static readonly Option<int> BatchBytes = new("--batch-bytes")
    {
        Description = "The size at which a batch is full.",
        DefaultValueFactory = _ => new ProducerOptions().BatchBytes,
    };

    private static readonly Option<int> Producers = new("--producers")
    {
        Description = "How many producers send, each with connections and batches of its own; one after the other with --rate or --one-at-a-time.",
        DefaultValueFactory = _ => 1,
    };

    public static Command Create(CliContext context) => CliCommand.Create(
        "produce",
        "Measures how fast records are acknowledged.",
        context,
        (parsed, cancellation) => RunAsync(context, parsed, cancellation),
        Topic,
        Records,
        WarmUp,
        Seconds,
        WarmUpSeconds,
        Size,
        Keys,
        Rate,
        OneAtATime,
        AcksOption,
        Compression,
        LingerMs,
        BatchBytes,
        Producers,
        StartGate.WaitForStart);

    private static async Task RunAsync(CliContext context, ParseResult parsed, CancellationToken cancellation)
    {
        if (parsed.GetValue(OneAtATime))
        {
            InlineCompletions.Use();
        }

        var acks = parsed.GetValue(AcksOption);
        var options = ConnectionOptions.Apply(new ProducerOptions(), parsed) with
        {
            Acks = acks,
            EnableIdempotence = acks == Acks.All,
            Compression = parsed.GetValue(Compression),
            Linger = TimeSpan.FromMilliseconds(parsed.GetValue(LingerMs)),
            BatchBytes = parsed.GetValue(BatchBytes),
            UnsafePreferInlineScheduling = parsed.GetValue(OneAtATime),
        };
        long batches = 0;
        options = options with { DeliveryHandler = _ => Interlocked.Increment(ref batches) };
        byte[] value = new byte[parsed.GetValue(Size)];
        new Random(PayloadSeed).NextBytes(value);
        await using var load = new ProduceLoad(options, parsed.GetValue(Producers), parsed.GetRequiredValue(Topic), value, parsed.GetValue(Keys), context.Time);

        // Compiles the hot path, opens the connections and fills the page cache; none of that is the cluster's speed.
        await MeasureAsync(load, parsed, LoadLength.Of(parsed.GetValue(WarmUp), parsed.GetValue(WarmUpSeconds)), cancellation);
        await StartGate.PassAsync(context, parsed, cancellation);
        long batchesBefore = Interlocked.Read(ref batches);
        var before = BenchCost.SoFar();
        var result = await MeasureAsync(load, parsed, LoadLength.Of(parsed.GetValue(Records), parsed.GetValue(Seconds)), cancellation);
        result = result with { Cost = BenchCost.SoFar().Since(before), Batches = Interlocked.Read(ref batches) - batchesBefore };
        result.Write(context, parsed.GetValue(ConnectionOptions.Json));
    }

    private static Task<BenchResult> MeasureAsync(ProduceLoad load, ParseResult parsed, LoadLength length, CancellationToken cancellation)
    {
        if (parsed.GetValue(Rate) is { } perSecond)
        {
            return load.RunAtRateAsync(length, perSecond, cancellation);
        }

        return parsed.GetValue(OneAtATime)
            ? load.RunOneAtATimeAsync(length, cancellation)
            : load.RunAtFullSpeedAsync(length, cancellation);
    }
}
