using RaftLog.Model;
using RaftLog.Protocol;
using RaftLog.Protocol.Messages;
using RaftLog.Simulator.Cluster;
using RaftLog.Simulator.Workload.Connections;
using RaftLog.Simulator.Workload.Records;

namespace RaftLog.Simulator.Workload.Producers;

/// <summary>
/// Sends every batch until it is acknowledged, several under way in the order of their sequences: once each, in order, whatever happens.
/// It may die, and then comes back as another.
/// </summary>
internal sealed class IdempotentProducer : LoadClient
{
    private const short InitProducerIdVersion = 4;
    private const double ChanceOfDeath = 0.01;
    private const double ChanceOfRepeat = 0.05;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    private readonly string _topic;
    private readonly int _partitions;
    private readonly bool _isKeyed;
    private readonly ProducerHabits _habits;
    private readonly RoutedClient _client;
    private readonly InFlightWindow _window = new();
    private readonly Repeater _repeater;
    private ProducerLife? _life;
    private bool _isLost = true;

    public IdempotentProducer(WorkloadContext context, string topic, int partitions, bool isKeyed = false)
        : base(context)
    {
        _topic = topic;
        _partitions = partitions;
        _isKeyed = isKeyed;
        _habits = context.Mix.DrawHabits(context.World.Random);
        _client = new RoutedClient(context, topic);
        _repeater = new Repeater(context, _client);
        Name = $"i{context.NextProducerNumber()}";
    }

    public override string Name { get; }

    public override bool IsDone => _life is null || _life.IsIdle;

    public override async Task RunAsync()
    {
        while (!IsStopping || !IsDone)
        {
            if (_isLost)
            {
                _isLost = false;
                await _client.RefreshAsync();
            }

            if (_life is null)
            {
                _life = await BeginLifeAsync();
                _isLost = _life is null;
                continue;
            }

            var ready = _life.Partitions.Where(IsReady).ToList();
            if (ready.Count > 0)
            {
                SendSome(_life, ready);
                await Context.PauseAsync(0, IsStopping ? 5 : _habits.MaxPauseMs);
            }
            else if (!IsDone)
            {
                await _window.WaitAsync();
            }

            Misbehave(_life);
        }
    }

    private bool IsReady(SequencedPartition partition) =>
        partition.MaySend(_habits.MaxInFlight) && (partition.HasRetries || !IsStopping);

    private async Task<ProducerLife?> BeginLifeAsync()
    {
        var response = await _client.CallAnyAsync(new InitProducerIdRequest { TransactionalId = null }, InitProducerIdVersion);
        if (response is null || !Context.Errors.IsSuccess(ApiKey.InitProducerId, response.ErrorCode))
        {
            return null;
        }

        Context.History.NoteProducerId(response.ProducerId);
        string name = $"i{Context.NextProducerNumber()}";
        var partitions = Enumerable.Range(0, _partitions)
            .Select(number => new SequencedPartition(number, new ProducerSession(name, new Place(_topic, number))))
            .ToList();
        Context.History.Sessions.AddRange(partitions.Select(partition => partition.Session));
        return new ProducerLife(
            name, response.ProducerId, response.ProducerEpoch, partitions, new BatchMaker(Context, _topic, name, _habits, _isKeyed));
    }

    private void SendSome(ProducerLife life, List<SequencedPartition> ready)
    {
        var wanted = ready[Context.World.Random.Next(ready.Count)];
        if (_client.KnownLeaderOf(wanted.Number) is not { } broker || _client.Connect(broker) is not { } connection)
        {
            _isLost = true;
            return;
        }

        var others = ready.Where(partition => partition != wanted && _client.IsLedBy(partition.Number, broker));
        var sent = others.Take(Context.World.Random.Next(_habits.MaxPartitions)).Prepend(wanted).Select(partition => Take(life, partition)).ToList();
        var request = ProduceAnswers.Request(sent.Select(each => each.Batch), SentBatch.AcksAll);
        _window.Enter();
        Context.Begin(() => AwaitAsync(connection.CallAsync(request, ProduceAnswers.Version, Patience), sent));
    }

    private (SequencedPartition Partition, int Sequence, SentBatch Batch) Take(ProducerLife life, SequencedPartition partition)
    {
        if (partition.HasRetries)
        {
            var (sequence, retried) = partition.TakeRetry();
            return (partition, sequence, retried);
        }

        var batch = life.Make(partition);
        Context.History.Send(batch);
        return (partition, partition.Take(batch), batch);
    }

    private async Task AwaitAsync(Task<ProduceResponse?> call, List<(SequencedPartition Partition, int Sequence, SentBatch Batch)> sent)
    {
        var response = await call;
        foreach (var (partition, sequence, batch) in sent)
        {
            var answer = ProduceAnswers.Find(response, batch);
            if (answer is not null && Context.Errors.IsSuccess(ApiKey.Produce, answer.ErrorCode))
            {
                Context.History.Acknowledge(batch, partition.Session.Place, answer.BaseOffset);
                partition.Succeeded(sequence);
                continue;
            }

            CheckOrder(partition, sequence, batch, answer?.ErrorCode ?? ErrorCode.None);
            partition.Failed(sequence, batch);
            _isLost = true;
        }

        _window.Leave();
    }

    private void CheckOrder(SequencedPartition partition, int sequence, SentBatch batch, ErrorCode error)
    {
        bool isWrong = error == ErrorCode.OutOfOrderSequenceNumber
            ? partition.IsFirst(sequence)
            : error is ErrorCode.InvalidProducerEpoch or ErrorCode.UnknownProducerId or ErrorCode.DuplicateSequenceNumber;
        if (isWrong)
        {
            Context.World.Fail($"{partition.Session.Name} sends in order and got {error} for {batch} of {partition.Session.Place}, sequence {sequence}");
        }
    }

    private void Misbehave(ProducerLife life)
    {
        if (IsStopping)
        {
            return;
        }

        if (Context.Mix.Has(WorkloadKind.Rebirths) && Context.World.Chance(ChanceOfDeath))
        {
            _client.CloseAll();
            _life = null;
        }
        else if (Context.Mix.Has(WorkloadKind.Repeats) && Context.World.Chance(ChanceOfRepeat))
        {
            _repeater.Repeat(life, life.Partitions[Context.World.Random.Next(_partitions)]);
        }
    }
}
