using System.CommandLine;
using System.Text;
using RaftLog.Cli.Output;
using RaftLog.Cli.Topics;
using RaftLog.Client;
using RaftLog.Model;

namespace RaftLog.Cli.Produce;

/// <summary><c>raftlog produce</c>: a record for each line of standard input or a file.</summary>
internal static class ProduceCommand
{
    private static readonly Argument<string> Topic = TopicArgument.Create();

    private static readonly Option<string?> InputFile = new("--file", "-f") { Description = "The file to read; standard input if left out." };

    private static readonly Option<string?> KeySeparator = new("--key-separator", "-k")
    {
        Description = "What ends the key at the beginning of a line; a line without it has no key.",
    };

    private static readonly Option<int?> Partition = new("--partition", "-p") { Description = "The partition; chosen by the key if left out." };

    private static readonly Option<string[]> Headers = new("--header", "-H")
    {
        Description = "A header of every record, name=value; may be repeated.",
        DefaultValueFactory = _ => [],
    };

    private static readonly Option<Acks> AcksOption = new("--acks", "-a")
    {
        Description = "What acknowledges a record.",
        DefaultValueFactory = _ => Acks.All,
    };

    private static readonly Option<CompressionCodec> Compression = new("--compression", "-z")
    {
        Description = "The codec of the batches.",
        DefaultValueFactory = _ => CompressionCodec.None,
    };

    public static Command Create(CliContext context) => CliCommand.Create(
        "produce",
        "Produces a record for each line of a file or of standard input.",
        context,
        (parsed, cancellation) => RunAsync(context, parsed, cancellation),
        Topic,
        InputFile,
        KeySeparator,
        Partition,
        Headers,
        AcksOption,
        Compression);

    private static async Task RunAsync(CliContext context, ParseResult parsed, CancellationToken cancellation)
    {
        var acks = parsed.GetValue(AcksOption);
        var options = ConnectionOptions.Apply(new ProducerOptions(), parsed) with
        {
            Acks = acks,
            EnableIdempotence = acks == Acks.All,
            Compression = parsed.GetValue(Compression),
        };
        var template = new ProducerRecord<byte[]?, ReadOnlyMemory<byte>>
        {
            Topic = parsed.GetRequiredValue(Topic),
            Partition = parsed.GetValue(Partition),
            Headers = ParseHeaders(parsed.GetRequiredValue(Headers)),
        };
        byte[] separator = Encoding.UTF8.GetBytes(Escapes.Expand(parsed.GetValue(KeySeparator) ?? ""));

        string? path = parsed.GetValue(InputFile);
        await using var file = path is null ? null : File.OpenRead(path);
        await using var producer = new Producer<byte[]?, ReadOnlyMemory<byte>>(options);
        long started = context.Time.GetTimestamp();
        var progress = new ProduceProgress();
        await ProgressDisplay.RunAsync(context, path is null ? null : file!.Length, progress, async () =>
        {
            await foreach (var line in LineReader.ReadAsync(file ?? context.Input, cancellation))
            {
                await producer.SendAsync(ToRecord(template, line, separator), cancellation);
                progress.Add(line.Length);
            }

            await producer.FlushAsync(cancellation);
        });
        Report(context, parsed, template.Topic, progress, context.Time.GetElapsedTime(started));
    }

    private static ProducerRecord<byte[]?, ReadOnlyMemory<byte>> ToRecord(
        in ProducerRecord<byte[]?, ReadOnlyMemory<byte>> template, ReadOnlyMemory<byte> line, byte[] separator)
    {
        int end = separator.Length == 0 ? -1 : line.Span.IndexOf(separator);
        return end < 0
            ? template with { Value = line }
            : template with { Key = line[..end].ToArray(), Value = line[(end + separator.Length)..] };
    }

    private static RecordHeader[]? ParseHeaders(string[] texts) => texts.Length == 0
        ? null
        : [.. texts.Select(NameAndValue.Parse).Select(pair => new RecordHeader(pair.Name, Encoding.UTF8.GetBytes(pair.Value)))];

    private static void Report(CliContext context, ParseResult parsed, string topic, ProduceProgress progress, TimeSpan elapsed)
    {
        if (parsed.GetValue(ConnectionOptions.Json))
        {
            JsonOutput.Write(context, new { topic, records = progress.Records, bytes = progress.Bytes, seconds = elapsed.TotalSeconds });
        }
        else
        {
            context.Error.WriteLine($"{progress.Records:N0} records ({progress.Bytes:N0} bytes) delivered to {topic} in {elapsed.TotalSeconds:0.00} s");
        }
    }
}
