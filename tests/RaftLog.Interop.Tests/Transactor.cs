namespace RaftLog.Interop.Tests;

/// <summary>A transactional producer in another language, one step at a time.</summary>
internal sealed class Transactor : IAsyncDisposable
{
    private readonly ForeignProcess _process;

    private Transactor(ForeignProcess process) => _process = process;

    /// <summary>Starts one, which takes the transactional id over.</summary>
    public static async Task<Transactor> StartAsync(ForeignClient client, string topic, string transactionalId, CancellationToken cancellation)
    {
        var transactor = new Transactor(client.Start("transact", topic, transactionalId));
        Assert.That(await transactor.AnswerAsync("init", cancellation), Is.EqualTo("ok"));
        return transactor;
    }

    /// <summary>A whole transaction.</summary>
    public async Task TransactAsync(IEnumerable<string> values, string end, CancellationToken cancellation)
    {
        await BeginAsync(values, cancellation);
        Assert.That(await DoAsync(end, cancellation), Is.EqualTo("ok"), () => _process.Errors);
    }

    /// <summary>Begins a transaction, produces, and waits until that is delivered.</summary>
    public async Task BeginAsync(IEnumerable<string> values, CancellationToken cancellation)
    {
        Assert.That(await DoAsync("begin", cancellation), Is.EqualTo("ok"), () => _process.Errors);
        await _process.WriteLinesAsync(values.Select(value => new ForeignRecord("key", value, "txn").ToLine()), cancellation);
        Assert.That(await DoAsync("flush", cancellation), Is.EqualTo("ok"), () => _process.Errors);
    }

    /// <summary>Does one step: <c>begin</c>, <c>flush</c>, <c>commit</c> or <c>abort</c>.</summary>
    /// <returns><c>ok</c>, <c>fenced</c> or <c>failed</c>.</returns>
    public async Task<string> DoAsync(string step, CancellationToken cancellation)
    {
        await _process.WriteLinesAsync([step], cancellation);
        return await AnswerAsync(step, cancellation);
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private async Task<string> AnswerAsync(string step, CancellationToken cancellation)
    {
        try
        {
            await foreach (string line in _process.Lines.ReadAllAsync(cancellation))
            {
                string[] fields = line.Split('\t');
                if (fields[0] is "ok" or "fenced" or "failed" && fields[1] == step)
                {
                    return fields[0];
                }
            }
        }
        catch (OperationCanceledException e)
        {
            throw new AssertionException($"'{step}' was not answered in time.\n{_process.Errors}", e);
        }

        throw new AssertionException($"The client ended at '{step}'.\n{_process.Errors}");
    }
}
