using RaftLog.Model;
using RaftLog.Protocol.Messages;

namespace RaftLog.Client.Tests;

/// <summary>A coordinator of transactions with one transactional id, as Kafka's behaves at either level of <c>transaction.version</c>.</summary>
internal sealed class FakeTransactions(FakeCluster cluster)
{
    private const long ProducerId = 5000;

    private readonly Lock _lock = new();
    private readonly HashSet<TopicPartition> _partitions = [];
    private readonly Dictionary<TopicPartition, long> _offsets = [];
    private bool _isOngoing;
    private bool _lastWasCommit;

    /// <summary>The level that the cluster works at; 2 for an epoch for each transaction (KIP-890).</summary>
    public short Version { get; set; } = 2;

    public short Epoch { get; private set; } = -1;

    public List<bool> Ends { get; } = [];

    public InitProducerIdResponse Initialize(InitProducerIdRequest request)
    {
        lock (_lock)
        {
            if (request.ProducerId >= 0 && request.ProducerEpoch != Epoch)
            {
                return new InitProducerIdResponse { ErrorCode = ErrorCode.ProducerFenced };
            }

            End(commit: false);
            Epoch++;
            return new InitProducerIdResponse { ProducerId = ProducerId, ProducerEpoch = Epoch };
        }
    }

    public AddPartitionsToTxnResponse AddPartitions(AddPartitionsToTxnRequest request)
    {
        lock (_lock)
        {
            ErrorCode error = Check(request.V3AndBelowProducerEpoch);
            if (error == ErrorCode.None)
            {
                _isOngoing = true;
                _partitions.UnionWith(request.V3AndBelowTopics.SelectMany(topic => topic.Partitions, (topic, one) => new TopicPartition(topic.Name, one)));
            }

            return new AddPartitionsToTxnResponse
            {
                ResultsByTopicV3AndBelow =
                [
                    .. request.V3AndBelowTopics.Select(topic => new AddPartitionsToTxnResponse.Topic
                    {
                        Name = topic.Name,
                        ResultsByPartition =
                        [
                            .. topic.Partitions.Select(one => new AddPartitionsToTxnResponse.Partition { PartitionIndex = one, PartitionErrorCode = error }),
                        ],
                    }),
                ],
            };
        }
    }

    public AddOffsetsToTxnResponse AddGroup(AddOffsetsToTxnRequest request)
    {
        lock (_lock)
        {
            ErrorCode error = Check(request.ProducerEpoch);
            _isOngoing |= error == ErrorCode.None;
            return new AddOffsetsToTxnResponse { ErrorCode = error };
        }
    }

    public TxnOffsetCommitResponse CommitOffsets(TxnOffsetCommitRequest request)
    {
        lock (_lock)
        {
            ErrorCode error = Check(request.ProducerEpoch);
            error = error == ErrorCode.None ? cluster.Group.Check(request.MemberId, request.GenerationId) : error;
            error = error == ErrorCode.None && Version < 2 && !_isOngoing ? ErrorCode.InvalidTxnState : error;
            if (error == ErrorCode.None)
            {
                _isOngoing = true;
                foreach (TxnOffsetCommitRequest.Topic topic in request.Topics)
                {
                    topic.Partitions.ForEach(one => _offsets[new TopicPartition(topic.Name, one.PartitionIndex)] = one.CommittedOffset);
                }
            }

            return new TxnOffsetCommitResponse
            {
                Topics =
                [
                    .. request.Topics.Select(topic => new TxnOffsetCommitResponse.Topic
                    {
                        Name = topic.Name,
                        Partitions =
                        [
                            .. topic.Partitions.Select(one => new TxnOffsetCommitResponse.Partition { PartitionIndex = one.PartitionIndex, ErrorCode = error }),
                        ],
                    }),
                ],
            };
        }
    }

    public EndTxnResponse End(EndTxnRequest request)
    {
        lock (_lock)
        {
            // The same question again, after its answer was lost.
            bool isRepeated = !_isOngoing && request.ProducerEpoch == (Version >= 2 ? Epoch - 1 : Epoch) && Ends.Count > 0 && _lastWasCommit == request.Committed;
            ErrorCode error = isRepeated ? ErrorCode.None
                : Check(request.ProducerEpoch) is not ErrorCode.None and var refused ? refused
                : !_isOngoing && (Version < 2 || request.Committed) ? ErrorCode.InvalidTxnState
                : ErrorCode.None;
            if (error != ErrorCode.None)
            {
                return new EndTxnResponse { ErrorCode = error };
            }

            if (!isRepeated)
            {
                End(request.Committed);
                Epoch += Version >= 2 ? (short)1 : (short)0;
            }

            return Version >= 2 ? new EndTxnResponse { ProducerId = ProducerId, ProducerEpoch = Epoch } : new EndTxnResponse();
        }
    }

    /// <summary>What a leader finds out about a write before it appends.</summary>
    public ErrorCode CheckWrite(string? transactionalId, TopicPartition partition)
    {
        lock (_lock)
        {
            if (transactionalId is null || _partitions.Contains(partition))
            {
                return ErrorCode.None;
            }

            if (Version < 2)
            {
                return ErrorCode.InvalidTxnState;
            }

            _isOngoing = true;
            _partitions.Add(partition);
            return ErrorCode.None;
        }
    }

    private ErrorCode Check(short epoch) => epoch == Epoch ? ErrorCode.None : ErrorCode.ProducerFenced;

    private void End(bool commit)
    {
        if (!_isOngoing)
        {
            return;
        }

        foreach (TopicPartition partition in _partitions)
        {
            cluster.Log(partition.Topic, partition.Partition).EndTransaction(ProducerId, Epoch, commit);
        }

        foreach ((TopicPartition partition, long offset) in commit ? _offsets : [])
        {
            cluster.SetCommitted(partition, offset);
        }

        Ends.Add(commit);
        _lastWasCommit = commit;
        _isOngoing = false;
        _partitions.Clear();
        _offsets.Clear();
    }
}
