namespace RaftLog.Interop.Tests;

/// <summary>A member of a consumer group in another language; follows what it prints.</summary>
internal sealed class ForeignConsumer(ForeignProcess process, Func<string, string?> parseAssignment, Func<ForeignProcess, CancellationToken, Task> stop)
    : IAsyncDisposable
{
    private readonly List<ConsumedRecord> _records = [];

    /// <summary>The partitions of the last assignment, as the client listed them; null before the first, empty for none.</summary>
    public string? Assignment { get; private set; }

    /// <summary>What was consumed, in the order of the client's output.</summary>
    public IReadOnlyList<ConsumedRecord> Records => _records;

    /// <summary>Whether the last assignment has so many partitions.</summary>
    public bool HasPartitions(int count) => Assignment is { Length: > 0 } && Assignment.Split(',').Length == count;

    /// <summary>Reads what the members print, whichever speaks, until <paramref name="condition"/> holds.</summary>
    public static async Task ReadUntilAsync(Func<bool> condition, CancellationToken cancellation, params ForeignConsumer[] members)
    {
        while (true)
        {
            foreach (ForeignConsumer member in members)
            {
                member.TakeWhatIsThere();
            }

            if (condition())
            {
                return;
            }

            try
            {
                Task<bool> spoken = await Task.WhenAny(members.Select(m => m.WaitAsync(cancellation)));
                Assert.That(await spoken, Is.True, () => $"A consumer ended early.\n{Describe(members)}");
            }
            catch (OperationCanceledException e)
            {
                throw new AssertionException($"The consumers fell silent.\n{Describe(members)}", e);
            }
        }
    }

    /// <summary>Has the member leave its group and end, and takes what it printed until then.</summary>
    public async Task StopAsync(CancellationToken cancellation)
    {
        await stop(process, cancellation);
        while (await process.Lines.WaitToReadAsync(cancellation))
        {
            TakeWhatIsThere();
        }
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();

    private static string Describe(ForeignConsumer[] members) =>
        string.Join('\n', members.Select(m => $"{m._records.Count} records, assignment '{m.Assignment}'; it said:\n{m.Errors}"));

    private string Errors => process.Errors;

    private Task<bool> WaitAsync(CancellationToken cancellation) => process.Lines.WaitToReadAsync(cancellation).AsTask();

    private void TakeWhatIsThere()
    {
        while (process.Lines.TryRead(out string? line))
        {
            if (line.StartsWith("R\t", StringComparison.Ordinal))
            {
                _records.Add(ConsumedRecord.Parse(line));
            }
            else if (parseAssignment(line) is { } assignment)
            {
                Assignment = assignment;
            }
        }
    }
}
