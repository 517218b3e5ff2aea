namespace RaftLog.Simulator.Workload.Transactions;

/// <summary>
/// Reads one partition, transforms and writes, again and again under one transactional id: one life after the other, the next one also when the one before only
/// fell asleep. In the end it takes the id once more, so that nothing stays open, and says where the group stands.
/// </summary>
internal sealed class Transformer(WorkloadContext context, TransactionLedger ledger, int input) : LoadClient(context)
{
    private const string Group = "transformers";

    private bool _isClosed;

    public override string Name => $"the transformer of input {input}";

    public override bool IsDone => _isClosed;

    public override async Task RunAsync()
    {
        while (!IsStopping)
        {
            var life = NewLife();
            var over = new TaskCompletionSource();
            Context.Begin(async () =>
            {
                await life.RunAsync();
                over.TrySetResult();
            });
            Context.Begin(async () =>
            {
                await life.Asleep;
                over.TrySetResult();
            });
            await over.Task;
        }

        await CloseAsync();
    }

    private TransformerLife NewLife() => new(Context, ledger, $"tx-{input}", Group, input, () => IsStopping);

    private async Task CloseAsync()
    {
        var last = NewLife();
        await last.BeginAsync(isTooLate: () => false);
        while (true)
        {
            if (await last.Client.PositionAsync(input) is { } position)
            {
                ledger.Finish(input, position);
                _isClosed = true;
                return;
            }

            await last.Client.FindAsync();
        }
    }
}
