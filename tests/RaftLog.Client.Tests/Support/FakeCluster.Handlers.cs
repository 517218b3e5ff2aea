using System.Buffers;
using RaftLog.Model;
using RaftLog.Protocol;
using RaftLog.Protocol.Messages;

namespace RaftLog.Client.Tests;

/// <content>The answers of a healthy cluster.</content>
internal sealed partial class FakeCluster
{
    private void RegisterHandlers()
    {
        On<ApiVersionsRequest, ApiVersionsResponse>((_, _) => new ApiVersionsResponse
        {
            FinalizedFeatures = [new ApiVersionsResponse.FinalizedFeature { Name = "transaction.version", MaxVersionLevel = Transactions.Version }],
            ApiKeys =
            [
                .. _handlers.Keys.Select(key => new ApiVersionsResponse.Api
                {
                    ApiKey = key,
                    MinVersion = KafkaApi.Versions(key).Lowest,
                    MaxVersion = KafkaApi.Versions(key).Highest,
                }),
            ],
        });
        On<MetadataRequest, MetadataResponse>(Metadata);
        On<InitProducerIdRequest, InitProducerIdResponse>((_, request) => request.TransactionalId is null
            ? new InitProducerIdResponse { ProducerId = Interlocked.Increment(ref _nextProducerId), ProducerEpoch = 0 }
            : Transactions.Initialize(request));
        On<AddPartitionsToTxnRequest, AddPartitionsToTxnResponse>((_, request) => Transactions.AddPartitions(request));
        On<AddOffsetsToTxnRequest, AddOffsetsToTxnResponse>((_, request) => Transactions.AddGroup(request));
        On<TxnOffsetCommitRequest, TxnOffsetCommitResponse>((_, request) => Transactions.CommitOffsets(request));
        On<EndTxnRequest, EndTxnResponse>((_, request) => Transactions.End(request));
        On<ProduceRequest, ProduceResponse>(Produce);
        On<FetchRequest, FetchResponse>(FetchAsync);
        On<ListOffsetsRequest, ListOffsetsResponse>(ListOffsets);
        On<FindCoordinatorRequest, FindCoordinatorResponse>((_, _) => new FindCoordinatorResponse { NodeId = 0, Host = "fake", Port = BasePort });
        On<OffsetCommitRequest, OffsetCommitResponse>(Commit);
        On<OffsetFetchRequest, OffsetFetchResponse>(Committed);
        On<JoinGroupRequest, JoinGroupResponse>((_, request) => Group.JoinAsync(request));
        On<SyncGroupRequest, SyncGroupResponse>((_, request) => Group.SyncAsync(request));
        On<HeartbeatRequest, HeartbeatResponse>((_, request) => Group.Heartbeat(request));
        On<LeaveGroupRequest, LeaveGroupResponse>((_, request) => Group.Leave(request));
    }

    public long? CommittedOffset(string topic, int partition)
    {
        lock (_committed)
        {
            return _committed.TryGetValue(new TopicPartition(topic, partition), out var committed) ? committed.Offset : null;
        }
    }

    private MetadataResponse Metadata(FakeBroker broker, MetadataRequest request)
    {
        IEnumerable<string> topics = request.Topics?.Select(topic => topic.Name!) ?? _logs.Keys.Select(partition => partition.Topic).Distinct();
        return new MetadataResponse
        {
            ClusterId = "fake",
            ControllerId = 0,
            Brokers = [.. Brokers.Where(one => one.Id != Fenced).Select(one => new MetadataResponse.Broker { NodeId = one.Id, Host = "fake", Port = BasePort + one.Id })],
            Topics = [.. topics.Select(topic => _cutOff.TryGetValue((broker.Id, topic), out MetadataResponse.Topic? stale) ? stale : Describe(topic))],
        };
    }

    private MetadataResponse.Topic Describe(string topic)
    {
        var partitions = _logs.Where(log => log.Key.Topic == topic).OrderBy(log => log.Key.Partition).ToArray();
        return new MetadataResponse.Topic
        {
            Name = topic,
            TopicId = TopicId(topic),
            ErrorCode = partitions.Length == 0 ? ErrorCode.UnknownTopicOrPartition : ErrorCode.None,
            Partitions =
            [
                .. partitions.Select(log => new MetadataResponse.Partition
                {
                    PartitionIndex = log.Key.Partition,
                    LeaderId = log.Value.Leader,
                    LeaderEpoch = log.Value.LeaderEpoch,
                    ReplicaNodes = [.. Brokers.Select(broker => broker.Id)],
                    IsrNodes = [.. Brokers.Select(broker => broker.Id)],
                }),
            ],
        };
    }

    private ProduceResponse? Produce(FakeBroker broker, ProduceRequest request)
    {
        var response = new ProduceResponse();
        foreach (ProduceRequest.Topic topic in request.TopicData)
        {
            var answers = new ProduceResponse.Topic { Name = topic.Name };
            response.Responses.Add(answers);
            foreach (ProduceRequest.Partition partition in topic.PartitionData)
            {
                var place = new TopicPartition(topic.Name, partition.Index);
                ErrorCode refused = Transactions.CheckWrite(request.TransactionalId, place);
                answers.PartitionResponses.Add(
                    refused == ErrorCode.None
                        ? Append(broker, place, partition.Records!.Value.ToArray())
                        : new ProduceResponse.Partition { Index = partition.Index, ErrorCode = refused });
            }
        }

        return request.Acks == 0 ? null : response;
    }

    private ProduceResponse.Partition Append(FakeBroker broker, TopicPartition partition, byte[] batch)
    {
        _ = RecordBatchHeader.TryParse(batch, out RecordBatchHeader header);
        FakeLog log = _logs[partition];
        ErrorCode error = BeforeAppend(broker, partition, header);
        long baseOffset = -1;
        if (error == ErrorCode.None)
        {
            (error, baseOffset) = log.Leader == broker.Id ? log.Append(batch) : (ErrorCode.NotLeaderOrFollower, -1);
        }

        if (error == ErrorCode.None && !AfterAppend(broker, partition, header))
        {
            throw new IOException("The script resets the connection.");
        }

        return new ProduceResponse.Partition { Index = partition.Partition, ErrorCode = error, BaseOffset = baseOffset };
    }

    private async Task<FetchResponse?> FetchAsync(FakeBroker broker, FetchRequest request)
    {
        FetchResponse response = ReadAll(broker, request, out bool found);
        if (!found)
        {
            Task[] grown = [.. request.Topics.SelectMany(topic => topic.Partitions.Select(one => Log(topic.Topic, one.Partition).Grown))];
            await Task.WhenAny([.. grown, Task.Delay(request.MaxWaitMs)]);
            response = ReadAll(broker, request, out _);
        }

        return response;
    }

    private FetchResponse ReadAll(FakeBroker broker, FetchRequest request, out bool found)
    {
        found = false;
        var response = new FetchResponse();
        foreach (FetchRequest.FetchTopic topic in request.Topics)
        {
            var answers = new FetchResponse.FetchableTopic { Topic = topic.Topic };
            response.Responses.Add(answers);
            foreach (FetchRequest.FetchPartition partition in topic.Partitions)
            {
                FetchResponse.PartitionData answer = Read(broker, topic.Topic, partition, request.IsolationLevel == Protocol.IsolationLevel.ReadCommitted);
                found |= answer.ErrorCode != ErrorCode.None || !answer.Records!.Value.IsEmpty;
                answers.Partitions.Add(answer);
            }
        }

        return response;
    }

    private FetchResponse.PartitionData Read(FakeBroker broker, string topic, FetchRequest.FetchPartition partition, bool committed)
    {
        FakeLog log = Log(topic, partition.Partition);
        ErrorCode error = log.Leader != broker.Id ? ErrorCode.NotLeaderOrFollower
            : partition.CurrentLeaderEpoch < log.LeaderEpoch ? ErrorCode.FencedLeaderEpoch
            : partition.FetchOffset > log.EndOffset || partition.FetchOffset < log.StartOffset ? ErrorCode.OffsetOutOfRange
            : ErrorCode.None;
        byte[] data = error == ErrorCode.None ? log.Read(partition.FetchOffset, partition.PartitionMaxBytes, committed ? log.LastStableOffset : long.MaxValue) : [];
        return new FetchResponse.PartitionData
        {
            PartitionIndex = partition.Partition,
            ErrorCode = error,
            HighWatermark = log.EndOffset,
            LastStableOffset = log.LastStableOffset,
            AbortedTransactions = committed
                ? [.. log.AbortedTransactions.Select(one => new FetchResponse.AbortedTransaction { ProducerId = one.ProducerId, FirstOffset = one.FirstOffset })]
                : null,
            LogStartOffset = log.StartOffset,
            Records = new ReadOnlySequence<byte>(data),
        };
    }

    private ListOffsetsResponse ListOffsets(FakeBroker broker, ListOffsetsRequest request) => new()
    {
        Topics =
        [
            .. request.Topics.Select(topic => new ListOffsetsResponse.Topic
            {
                Name = topic.Name,
                Partitions =
                [
                    .. topic.Partitions.Select(partition => new ListOffsetsResponse.Partition
                    {
                        PartitionIndex = partition.PartitionIndex,
                        ErrorCode = Log(topic.Name, partition.PartitionIndex).Leader == broker.Id ? ErrorCode.None : ErrorCode.NotLeaderOrFollower,
                        Offset = partition.Timestamp switch
                        {
                            -2 => Log(topic.Name, partition.PartitionIndex).StartOffset,
                            -1 when request.IsolationLevel == Protocol.IsolationLevel.ReadCommitted => Log(topic.Name, partition.PartitionIndex).LastStableOffset,
                            -1 => Log(topic.Name, partition.PartitionIndex).EndOffset,
                            _ => -1,
                        },
                    }),
                ],
            }),
        ],
    };

    private OffsetCommitResponse Commit(FakeBroker broker, OffsetCommitRequest request)
    {
        ErrorCode error = (CheckMember ?? Group.Check)(request.MemberId, request.GenerationIdOrMemberEpoch);
        var response = new OffsetCommitResponse();
        foreach (OffsetCommitRequest.Topic topic in request.Topics)
        {
            var answers = new OffsetCommitResponse.Topic { Name = topic.Name };
            response.Topics.Add(answers);
            foreach (OffsetCommitRequest.Partition partition in topic.Partitions)
            {
                answers.Partitions.Add(new OffsetCommitResponse.Partition { PartitionIndex = partition.PartitionIndex, ErrorCode = error });
                lock (_committed)
                {
                    if (error == ErrorCode.None)
                    {
                        _committed[new TopicPartition(topic.Name, partition.PartitionIndex)] =
                            (partition.CommittedOffset, partition.CommittedMetadata ?? "");
                    }
                }
            }
        }

        return response;
    }

    private OffsetFetchResponse Committed(FakeBroker broker, OffsetFetchRequest request)
    {
        var response = new OffsetFetchResponse();
        foreach (OffsetFetchRequest.Topic topic in request.Topics!)
        {
            response.Topics.Add(new OffsetFetchResponse.Topic
            {
                Name = topic.Name,
                Partitions =
                [
                    .. topic.PartitionIndexes.Select(partition => new OffsetFetchResponse.Partition
                    {
                        PartitionIndex = partition,
                        CommittedOffset = CommittedOffset(topic.Name, partition) ?? -1,
                    }),
                ],
            });
        }

        return response;
    }
}
