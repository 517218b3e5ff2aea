using RaftLog.Broker.Tests.Support;
using RaftLog.Model;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Tests.Transactions;

/// <summary>A transactional producer that does what it is told, with the producer id and epoch that it was given.</summary>
internal sealed class TransactionScript(TestClient client)
{
    public const string Id = "tx";

    public long ProducerId { get; private set; } = -1;

    public short ProducerEpoch { get; private set; } = -1;

    public async Task InitAsync(int timeoutMs = 60_000)
    {
        var response = await client.CallAsync(new InitProducerIdRequest { TransactionalId = Id, TransactionTimeoutMs = timeoutMs }, version: 5);
        Assert.That(response.ErrorCode, Is.EqualTo(ErrorCode.None));
        (ProducerId, ProducerEpoch) = (response.ProducerId, response.ProducerEpoch);
    }

    public async Task AddAsync(params (string Topic, int Partition)[] partitions) =>
        Assert.That(await TryAddAsync(version: 3, partitions), Is.All.EqualTo(ErrorCode.None));

    public async Task<List<ErrorCode>> TryAddAsync(short version, params (string Topic, int Partition)[] partitions)
    {
        var request = new AddPartitionsToTxnRequest
        {
            V3AndBelowTransactionalId = Id,
            V3AndBelowProducerId = ProducerId,
            V3AndBelowProducerEpoch = ProducerEpoch,
            V3AndBelowTopics = [.. partitions.Select(partition => new AddPartitionsToTxnRequest.Topic { Name = partition.Topic, Partitions = [partition.Partition] })],
        };
        var response = await client.CallAsync(request, version);
        return [.. response.ResultsByTopicV3AndBelow.SelectMany(topic => topic.ResultsByPartition.Select(partition => partition.PartitionErrorCode))];
    }

    public async Task AddOffsetsAsync(string group)
    {
        var response = await client.CallAsync(
            new AddOffsetsToTxnRequest { TransactionalId = Id, ProducerId = ProducerId, ProducerEpoch = ProducerEpoch, GroupId = group }, version: 3);
        Assert.That(response.ErrorCode, Is.EqualTo(ErrorCode.None));
    }

    public async Task<ErrorCode> CommitOffsetAsync(
        string group, string topic, int partition, long offset, short version = 3, int generation = -1, string member = "")
    {
        var response = await client.CallAsync(
            new TxnOffsetCommitRequest
            {
                TransactionalId = Id,
                GroupId = group,
                ProducerId = ProducerId,
                ProducerEpoch = ProducerEpoch,
                GenerationId = generation,
                MemberId = member,
                Topics =
                [
                    new TxnOffsetCommitRequest.Topic
                    {
                        Name = topic,
                        Partitions = [new TxnOffsetCommitRequest.Partition { PartitionIndex = partition, CommittedOffset = offset }],
                    },
                ],
            },
            version);
        return response.Topics.Single().Partitions.Single().ErrorCode;
    }

    public async Task<EndTxnResponse> EndAsync(bool commit, short version = 3) => await client.CallAsync(
        new EndTxnRequest { TransactionalId = Id, ProducerId = ProducerId, ProducerEpoch = ProducerEpoch, Committed = commit }, version);

    public async Task<DescribeTransactionsResponse.Transaction> DescribeAsync() =>
        (await client.CallAsync(new DescribeTransactionsRequest { TransactionalIds = [Id] }, version: 0)).TransactionStates.Single();

    /// <summary>Waits until the transaction is in a state.</summary>
    public async Task CompletedAsync(string state)
    {
        while ((await DescribeAsync()).TransactionState != state)
        {
            await Task.Yield();
        }
    }
}
