using RaftLog.Protocol;
using RaftLog.Simulator.Workload.Connections;
using RaftLog.Simulator.Workload.Producers;
using RaftLog.Simulator.Workload.Records;

namespace RaftLog.Simulator.Workload.Topics;

/// <summary>
/// Writes to a topic that comes and goes, at acks=all and each batch once. Produce names topics, so which incarnation took a batch is
/// known only when the broker named the same id right before and right after on the same connection.
/// </summary>
internal sealed class VolatileProducer : LoadClient
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    private readonly string _topic;
    private readonly int _partitions;
    private readonly ProducerHabits _habits;
    private readonly RoutedClient _client;
    private readonly BatchMaker _batches;
    private bool _hasStopped;

    public VolatileProducer(WorkloadContext context, string topic, int partitions)
        : base(context)
    {
        _topic = topic;
        _partitions = partitions;
        _habits = context.Mix.DrawHabits(context.World.Random);
        _client = new RoutedClient(context, topic);
        Name = $"v{context.NextProducerNumber()}";
        _batches = new BatchMaker(context, topic, Name, _habits);
    }

    public override string Name { get; }

    public override bool IsDone => _hasStopped;

    public override async Task RunAsync()
    {
        await _client.RefreshAsync();
        while (!IsStopping)
        {
            if (!await ProduceAsync(Context.World.Random.Next(_partitions)))
            {
                await _client.RefreshAsync();
            }

            await Context.PauseAsync(0, _habits.MaxPauseMs);
        }

        _hasStopped = true;
    }

    private async Task<bool> ProduceAsync(int partition)
    {
        if (_client.Connect(_client.LeaderOf(partition)) is not { } connection)
        {
            return false;
        }

        var batch = _batches.Make(partition, SentBatch.AcksAll);
        batch.Connection = connection.Number;
        Context.History.Send(batch);
        var before = _client.AskIdAsync(connection);
        var produced = connection.CallAsync(ProduceAnswers.Request([batch], SentBatch.AcksAll), ProduceAnswers.Version, Patience);
        var after = _client.AskIdAsync(connection);
        var (idBefore, answer, idAfter) = (await before, ProduceAnswers.Find(await produced, batch), await after);
        if (answer is null || !Context.Errors.IsSuccess(ApiKey.Produce, answer.ErrorCode))
        {
            bool isRefused = answer is not null && ProduceAnswers.IsDefiniteRefusal(answer.ErrorCode);
            batch.Outcome = isRefused ? SendOutcome.Refused : SendOutcome.Unknown;
            return false;
        }

        if (idBefore == idAfter && idBefore != Guid.Empty)
        {
            Context.History.Acknowledge(batch, Incarnations.Place(_topic, idBefore, partition), answer.BaseOffset);
        }

        return true;
    }
}
