using RaftLog.Model;
using RaftLog.Protocol;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Tests.Support;

/// <summary>A transactional producer of one topic, request by request.</summary>
internal sealed class TestTransaction
{
    /// <summary>The last version of Produce whose producers tell the coordinator of partitions themselves.</summary>
    public const short ProduceThatVerifies = 11;

    /// <summary>The first version of Produce that takes partitions into the transaction.</summary>
    public const short ProduceThatAdds = 12;

    private readonly TestClient _client;
    private readonly string _id;

    private TestTransaction(TestClient client, string id, InitProducerIdResponse given)
    {
        _client = client;
        _id = id;
        ProducerId = given.ProducerId;
        Epoch = given.ProducerEpoch;
    }

    public long ProducerId { get; private set; }

    public short Epoch { get; set; }

    public int Sequence { get; set; }

    public static async Task<TestTransaction> BeginAsync(TestBroker broker, string id = "tx")
    {
        var client = broker.Connect();
        while (true)
        {
            var given = await client.CallAsync(new InitProducerIdRequest { TransactionalId = id, TransactionTimeoutMs = 60_000 }, version: 4);
            if (given.ErrorCode == ErrorCode.None)
            {
                return new TestTransaction(client, id, given);
            }

            Assert.That(given.ErrorCode, Is.EqualTo(ErrorCode.ConcurrentTransactions).Or.EqualTo(ErrorCode.CoordinatorLoadInProgress));
        }
    }

    /// <summary>Tells the coordinator of a partition; waits for the end of the transaction before.</summary>
    public async Task AddAsync(string topic, int partition)
    {
        var request = new AddPartitionsToTxnRequest
        {
            V3AndBelowTransactionalId = _id,
            V3AndBelowProducerId = ProducerId,
            V3AndBelowProducerEpoch = Epoch,
            V3AndBelowTopics = [new AddPartitionsToTxnRequest.Topic { Name = topic, Partitions = [partition] }],
        };
        ErrorCode error;
        do
        {
            var answer = await _client.CallAsync(request, version: 3);
            error = answer.ResultsByTopicV3AndBelow.Single().ResultsByPartition.Single().PartitionErrorCode;
        }
        while (error == ErrorCode.ConcurrentTransactions);
        Assert.That(error, Is.EqualTo(ErrorCode.None));
    }

    /// <summary>Sends one batch.</summary>
    public async Task<ErrorCode> ProduceAsync(string topic, int partition, string value, short version = ProduceThatVerifies, bool isTransactional = true)
    {
        var batch = isTransactional ? Batches.Transactional(value) : Batches.Of(value);
        var request = Batches.Produce(topic, partition, Batches.WithProducer(batch, ProducerId, Epoch, Sequence));
        request.TransactionalId = _id;
        var answer = (await _client.CallAsync(request, version)).Responses.Single().PartitionResponses.Single();
        Sequence += answer.ErrorCode == ErrorCode.None ? 1 : 0;
        return answer.ErrorCode;
    }

    /// <summary>Sends the first batch of a transaction to several partitions in one request.</summary>
    public async Task<IReadOnlyList<ErrorCode>> ProduceToAllAsync(string topic, IEnumerable<int> partitions, short version = ProduceThatVerifies)
    {
        var request = new ProduceRequest { TransactionalId = _id, Acks = -1, TimeoutMs = 30_000 };
        request.TopicData.AddRange(partitions.Select(partition =>
            Batches.Topic(topic, partition, Batches.WithProducer(Batches.Transactional($"in {partition}"), ProducerId, Epoch, sequence: 0))));
        var answer = await _client.CallAsync(request, version);
        return [.. answer.Responses.SelectMany(one => one.PartitionResponses).Select(one => one.ErrorCode)];
    }

    /// <summary>Ends the transaction; from version 5 on the next one has another epoch.</summary>
    public async Task EndAsync(bool commit, short version = 3)
    {
        var answer = await _client.CallAsync(
            new EndTxnRequest { TransactionalId = _id, ProducerId = ProducerId, ProducerEpoch = Epoch, Committed = commit }, version);
        Assert.That(answer.ErrorCode, Is.EqualTo(ErrorCode.None));
        if (version >= 5)
        {
            (ProducerId, Epoch, Sequence) = (answer.ProducerId, answer.ProducerEpoch, 0);
        }
    }
}
