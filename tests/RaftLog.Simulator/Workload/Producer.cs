using System.Buffers;
using System.Globalization;
using System.Text;
using RaftLog.Model;
using RaftLog.Protocol.Messages;
using RaftLog.Simulator.Cluster;

namespace RaftLog.Simulator.Workload;

/// <summary>
/// Writes numbered records to one partition at acks=all. An idempotent one sends a batch again until it is acknowledged; a plain one sends
/// each batch once, and without an acknowledgement nobody knows whether it is there.
/// </summary>
internal sealed class Producer(SimulatedCluster cluster, History history, string topic, int number, int partition, bool isIdempotent)
{
    private const short ProduceVersion = 9;
    private const short InitProducerIdVersion = 4;
    private const int ProduceTimeoutMs = 2_000;

    private readonly SimulatedClient _client = new(cluster);
    private long _producerId = RecordBatchHeader.NoProducerId;
    private short _producerEpoch = -1;
    private int _sequence;
    private int _next;

    /// <summary>Set to end after the batch under way.</summary>
    public bool IsStopping { get; set; }

    public bool IsDone { get; private set; }

    public string Name => $"{(isIdempotent ? "idempotent" : "plain")} producer {number}";

    public async Task RunAsync()
    {
        while (isIdempotent && _producerId < 0 && !IsStopping)
        {
            await GetProducerIdAsync();
        }

        while (!IsStopping)
        {
            await ProduceAsync();
            await _client.PauseAsync(0, 80);
        }

        IsDone = true;
    }

    private async Task GetProducerIdAsync()
    {
        var response = await _client.CallAsync(new InitProducerIdRequest { TransactionalId = null }, InitProducerIdVersion);
        if (response is { ErrorCode: ErrorCode.None })
        {
            _producerId = response.ProducerId;
            _producerEpoch = response.ProducerEpoch;
        }
        else
        {
            await _client.LookElsewhereAsync();
        }
    }

    private async Task ProduceAsync()
    {
        var values = Enumerable.Range(_next, cluster.World.Random.Next(1, 5)).Select(Value).ToList();
        _next += values.Count;
        byte[] batch = Batch(values);
        do
        {
            if (await TryProduceAsync(batch) is { } baseOffset)
            {
                history.Acknowledge(partition, baseOffset, values);
                break;
            }

            await _client.LookElsewhereAsync();
        }
        while (isIdempotent);
        _sequence += values.Count;
    }

    private async Task<long?> TryProduceAsync(byte[] batch)
    {
        var request = new ProduceRequest
        {
            Acks = -1,
            TimeoutMs = ProduceTimeoutMs,
            TopicData =
            [
                new() { Name = topic, PartitionData = [new() { Index = partition, Records = new ReadOnlySequence<byte>(batch) }] },
            ],
        };
        var response = await _client.CallAsync(request, ProduceVersion);
        return response?.Responses[0].PartitionResponses[0] is { ErrorCode: ErrorCode.None } answer ? answer.BaseOffset : null;
    }

    private byte[] Batch(List<string> values)
    {
        long nowMs = cluster.World.Outside.Time.GetUtcNow().ToUnixTimeMilliseconds();
        using var builder = new RecordBatchBuilder();
        foreach (string value in values)
        {
            builder.Append(nowMs, NullableBytes.Null, Encoding.UTF8.GetBytes(value));
        }

        using var batch = builder.Build();
        if (isIdempotent)
        {
            RecordBatch.SetProducerState(batch.Span, _producerId, _producerEpoch, _sequence);
        }

        return batch.Span.ToArray();
    }

    private string Value(int record) => string.Create(CultureInfo.InvariantCulture, $"{(isIdempotent ? 'i' : 'p')}{number}-{record}");
}
