using RaftLog.Broker.Handlers;
using RaftLog.Broker.Partitions;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Transactions;

/// <summary>Appends markers to the partitions that are led here.</summary>
internal sealed class MarkerWriter(ClusterView cluster, PartitionRegistry partitions, BrokerMetrics metrics)
{
    private const sbyte EpochPerTransaction = 2;

    /// <summary>Appends them side by side; completes when each is committed or known not to be.</summary>
    public async ValueTask<WriteTxnMarkersResponse> WriteAsync(WriteTxnMarkersRequest request)
    {
        var appends = new List<(WriteTxnMarkersResponse.Partition Answer, Task<ErrorCode> Outcome)>();
        var response = new WriteTxnMarkersResponse();
        foreach (var asked in request.Markers)
        {
            var marker = new TransactionMarker(asked.ProducerId, asked.ProducerEpoch, asked.CoordinatorEpoch, asked.TransactionResult)
            {
                EndsLowerEpochs = asked.TransactionVersion >= EpochPerTransaction,
            };
            var answers = new WriteTxnMarkersResponse.Marker { ProducerId = asked.ProducerId };
            response.Markers.Add(answers);
            foreach (var topic in asked.Topics)
            {
                var results = new WriteTxnMarkersResponse.Topic { Name = topic.Name };
                answers.Topics.Add(results);
                foreach (int partition in topic.PartitionIndexes)
                {
                    var answer = new WriteTxnMarkersResponse.Partition { PartitionIndex = partition };
                    results.Partitions.Add(answer);
                    appends.Add((answer, AppendAsync(topic.Name, partition, marker)));
                }
            }
        }

        foreach (var (answer, outcome) in appends)
        {
            answer.ErrorCode = await outcome;
        }

        return response;
    }

    private async Task<ErrorCode> AppendAsync(string name, int partition, TransactionMarker marker)
    {
        cluster.Image.Topics.TryGet(name, out var topic);
        var error = partitions.FindLeader(topic, partition, clientEpoch: -1, out var replica);
        if (error != ErrorCode.None)
        {
            return error;
        }

        error = KafkaErrors.Of((await replica!.AppendMarkerAsync(marker)).Status);
        if (error == ErrorCode.None)
        {
            metrics.MarkerWritten(marker.Commit);
        }

        return error;
    }
}
