using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Transactions;

/// <summary>The markers that one broker is sent at once, and how they stand in the request and its answer.</summary>
internal sealed class MarkerBatch(IReadOnlyList<PartitionMarker> markers)
{
    private const sbyte EpochPerTransaction = 2;

    public IReadOnlyList<PartitionMarker> Markers => markers;

    /// <summary>One marker of the request for each transaction.</summary>
    public WriteTxnMarkersRequest ToRequest() => new()
    {
        Markers =
        [
            .. from partition in markers
               group partition.Partition by partition.Marker into marker
               select new WriteTxnMarkersRequest.Marker
               {
                   ProducerId = marker.Key.ProducerId,
                   ProducerEpoch = marker.Key.ProducerEpoch,
                   TransactionResult = marker.Key.Commit,
                   CoordinatorEpoch = marker.Key.CoordinatorEpoch,
                   TransactionVersion = marker.Key.EndsLowerEpochs ? EpochPerTransaction : (sbyte)1,
                   Topics =
                   [
                       .. from partition in marker
                          group partition.Partition by partition.Topic into topic
                          select new WriteTxnMarkersRequest.Topic { Name = topic.Key, PartitionIndexes = [.. topic] },
                   ],
               },
        ],
    };

    /// <summary>What became of each marker; one that the answer leaves out is taken for not written.</summary>
    public IEnumerable<(PartitionMarker Marker, ErrorCode Error)> Outcomes(WriteTxnMarkersResponse? response)
    {
        var errors = new Dictionary<(long, TopicPartition), ErrorCode>();
        foreach (var marker in response?.Markers ?? [])
        {
            foreach (var topic in marker.Topics)
            {
                foreach (var partition in topic.Partitions)
                {
                    errors[(marker.ProducerId, new TopicPartition(topic.Name, partition.PartitionIndex))] = partition.ErrorCode;
                }
            }
        }

        return markers.Select(marker => (marker, errors.GetValueOrDefault((marker.Marker.ProducerId, marker.Partition), ErrorCode.NetworkException)));
    }
}
