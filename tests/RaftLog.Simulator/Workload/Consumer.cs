using System.Buffers;
using System.Text;
using RaftLog.Model;
using RaftLog.Protocol.Messages;
using RaftLog.Simulator.Cluster;

namespace RaftLog.Simulator.Workload;

/// <summary>Reads one partition from its start and requires every offset, one after the other.</summary>
internal sealed class Consumer(SimulatedCluster cluster, History history, string topic, int partition)
{
    private const short FetchVersion = 12;

    private readonly SimulatedClient _client = new(cluster);
    private long _position;

    public bool IsStopping { get; set; }

    public async Task RunAsync()
    {
        while (!IsStopping)
        {
            var response = await _client.CallAsync(Request(), FetchVersion);
            if (response is { ErrorCode: ErrorCode.None } && response.Responses[0].Partitions[0] is { ErrorCode: ErrorCode.None } read)
            {
                Take(read.Records ?? default);
            }
            else
            {
                await _client.LookElsewhereAsync();
            }
        }
    }

    private FetchRequest Request() => new()
    {
        MaxWaitMs = 500,
        MinBytes = 1,
        MaxBytes = 1 << 20,
        SessionEpoch = -1,
        Topics =
        [
            new() { Topic = topic, Partitions = [new() { Partition = partition, FetchOffset = _position, PartitionMaxBytes = 1 << 16 }] },
        ],
    };

    private void Take(ReadOnlySequence<byte> records)
    {
        ReadOnlyMemory<byte> data = records.ToArray();
        while (RecordBatch.TryCut(ref data, out var batch))
        {
            if (RecordBatch.Validate(batch.Span) != RecordBatchProblem.None)
            {
                cluster.World.Fail($"a consumer got a damaged batch of partition {partition} at offset {_position}");
                return;
            }

            using var reader = RecordReader.Open(batch);
            while (reader.TryRead(out var record))
            {
                TakeOne(reader.Header.BaseOffset.Value + record.OffsetDelta, Encoding.UTF8.GetString(record.Value!.Value.Span));
            }
        }
    }

    private void TakeOne(long offset, string value)
    {
        if (offset < _position)
        {
            return;
        }

        if (offset > _position)
        {
            cluster.World.Fail($"a consumer of partition {partition} wanted offset {_position} and got {offset}");
        }

        history.Read(partition, offset, value);
        _position = offset + 1;
    }
}
