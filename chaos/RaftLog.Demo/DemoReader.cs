using RaftLog.Client;

namespace RaftLog.Demo;

/// <summary>Reads the topic back with a group of two and puts the files together again.</summary>
internal sealed class DemoReader(string bootstrapServers, string topic)
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<(int Number, byte[] Line)>> _files = new(StringComparer.Ordinal);
    private readonly long[] _perMember = new long[2];
    private long _read;

    /// <summary>Records returned to the two members.</summary>
    public long Read => Interlocked.Read(ref _read);

    /// <summary>How many records each member got.</summary>
    public IReadOnlyList<long> PerMember => _perMember;

    /// <summary>Reads until as many records have come as were acknowledged, or nothing comes any more.</summary>
    public async Task RunAsync(long acknowledged, Action<long> progress, CancellationToken cancellation)
    {
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        done.CancelAfter(Silence);
        await Task.WhenAll(ReadAsync(0, acknowledged, progress, done), ReadAsync(1, acknowledged, progress, done));
        cancellation.ThrowIfCancellationRequested();
    }

    /// <summary>The bytes of a file as the log gives them back.</summary>
    public byte[] Rebuild(string path)
    {
        lock (_gate)
        {
            return _files.TryGetValue(path, out var lines) ? [.. lines.SelectMany(l => l.Line)] : [];
        }
    }

    /// <summary>How many records came more than once.</summary>
    public long Duplicates()
    {
        lock (_gate)
        {
            return _files.Values.Sum(lines => lines.Count - lines.DistinctBy(l => l.Number).Count());
        }
    }

    private async Task ReadAsync(int member, long acknowledged, Action<long> progress, CancellationTokenSource done)
    {
        var options = new ConsumerOptions
        {
            BootstrapServers = bootstrapServers,
            ClientId = $"demo-consumer-{member}",
            GroupId = $"{topic}-readers",
            AutoOffsetReset = AutoOffsetReset.Earliest,
        };
        await using var consumer = new Consumer<string, byte[]>(options);
        consumer.Subscribe(topic);
        try
        {
            while (Read < acknowledged)
            {
                IReadOnlyList<ConsumeResult<string, byte[]>> records = await consumer.ConsumeBatchAsync(cancellationToken: done.Token);
                Take(records);
                _perMember[member] += records.Count;
                progress(Interlocked.Add(ref _read, records.Count));
                done.CancelAfter(Silence);
            }

            // The other member may be waiting for records that will not come.
            await done.CancelAsync();
        }
        catch (OperationCanceledException)
        {
            // Everything was read, or nothing came for so long that the report has to say what is missing.
        }
    }

    private void Take(IReadOnlyList<ConsumeResult<string, byte[]>> records)
    {
        lock (_gate)
        {
            foreach (ConsumeResult<string, byte[]> record in records)
            {
                if (!_files.TryGetValue(record.Key, out var lines))
                {
                    _files.Add(record.Key, lines = []);
                }

                lines.Add((BitConverter.ToInt32(record.Headers[0].Value!.Value.Span), record.Value));
            }
        }
    }
}
