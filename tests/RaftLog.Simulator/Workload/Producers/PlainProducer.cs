using RaftLog.Model;
using RaftLog.Protocol;
using RaftLog.Protocol.Messages;
using RaftLog.Simulator.Cluster;
using RaftLog.Simulator.Workload.Connections;
using RaftLog.Simulator.Workload.Records;

namespace RaftLog.Simulator.Workload.Producers;

/// <summary>
/// Sends each batch once, several partitions to a request and several requests under way. Without an acknowledgement nobody knows
/// whether a batch is there; what was acknowledged at acks=1 is there unless the leader changes.
/// </summary>
internal sealed class PlainProducer : LoadClient
{
    private readonly string _topic;
    private readonly int _partitions;
    private readonly short _acks;
    private readonly ProducerHabits _habits;
    private readonly RoutedClient _client;
    private readonly BatchMaker _batches;
    private readonly InFlightWindow _window = new();
    private bool _isLost = true;
    private bool _hasStopped;

    public PlainProducer(WorkloadContext context, string topic, int partitions, short acks, bool isKeyed = false)
        : base(context)
    {
        _topic = topic;
        _partitions = partitions;
        _acks = acks;
        _habits = context.Mix.DrawHabits(context.World.Random);
        _client = new RoutedClient(context, topic);
        Name = $"p{context.NextProducerNumber()}";
        _batches = new BatchMaker(context, topic, Name, _habits, isKeyed);
    }

    public override string Name { get; }

    public override bool IsDone => _hasStopped;

    public override async Task RunAsync()
    {
        while (!IsStopping)
        {
            if (_isLost)
            {
                _isLost = false;
                await _client.RefreshAsync();
            }

            var broker = _client.LeaderOf(Context.World.Random.Next(_partitions));
            if (_client.Connect(broker) is { } connection)
            {
                Send(broker, connection);
            }
            else
            {
                _isLost = true;
            }

            await Context.PauseAsync(0, _habits.MaxPauseMs);
            while (_window.Count >= _habits.MaxInFlight)
            {
                await _window.WaitAsync();
            }
        }

        while (_window.Count > 0)
        {
            await _window.WaitAsync();
        }

        _hasStopped = true;
    }

    private void Send(SimulatedBroker broker, ClientConnection connection)
    {
        var chosen = Enumerable.Range(0, _partitions).Where(partition => _client.IsLedBy(partition, broker)).ToList();
        if (chosen.Count == 0)
        {
            chosen.Add(Context.World.Random.Next(_partitions));
            _isLost = true;
        }

        int count = Math.Min(chosen.Count, Context.World.Random.Next(1, _habits.MaxPartitions + 1));
        int first = Context.World.Random.Next(chosen.Count);
        var batches = Enumerable.Range(first, count).Select(i => _batches.Make(chosen[i % chosen.Count], _acks)).ToList();
        foreach (var batch in batches)
        {
            batch.Connection = connection.Number;
            batch.TermWhenSent = LeaderTerms.Of(broker, _topic, batch.Partition);
            Context.History.Send(batch);
        }

        var request = ProduceAnswers.Request(batches, _acks);
        if (_acks == 0)
        {
            connection.Send(request, ProduceAnswers.Version);
        }
        else
        {
            _window.Enter();
            Context.Begin(() => AwaitAsync(connection.CallAsync(request, ProduceAnswers.Version, TimeSpan.FromSeconds(4)), batches));
        }
    }

    private async Task AwaitAsync(Task<ProduceResponse?> call, List<SentBatch> batches)
    {
        var response = await call;
        foreach (var batch in batches)
        {
            var answer = ProduceAnswers.Find(response, batch);
            if (answer is null)
            {
                _isLost = true;
            }
            else if (Context.Errors.IsSuccess(ApiKey.Produce, answer.ErrorCode))
            {
                Context.History.Acknowledge(batch, new Place(_topic, batch.Partition), answer.BaseOffset);
            }
            else
            {
                _isLost = true;
                batch.Outcome = ProduceAnswers.IsDefiniteRefusal(answer.ErrorCode) ? SendOutcome.Refused : SendOutcome.Unknown;
                CheckIsNoSequenceError(answer.ErrorCode);
            }
        }

        _window.Leave();
    }

    private void CheckIsNoSequenceError(ErrorCode error)
    {
        if (error is ErrorCode.OutOfOrderSequenceNumber or ErrorCode.InvalidProducerEpoch)
        {
            Context.World.Fail($"{Name} sends no sequences and got {error}");
        }
    }
}
