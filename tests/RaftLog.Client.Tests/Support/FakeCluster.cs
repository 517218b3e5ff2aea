using System.Collections.Concurrent;
using System.Net;
using RaftLog.Model;
using RaftLog.Model.Wire;
using RaftLog.Protocol;
using RaftLog.Protocol.Messages;

namespace RaftLog.Client.Tests;

/// <summary>
/// A cluster in memory that speaks the protocol: brokers, topics, logs and one group coordinator. A test replaces any answer by
/// <see cref="On{TRequest,TResponse}"/>.
/// </summary>
internal sealed partial class FakeCluster : IAsyncDisposable
{
    private const int BasePort = 9000;

    private readonly ConcurrentDictionary<ApiKey, Func<FakeBroker, short, ReadOnlyMemory<byte>, Task<IKafkaResponse?>>> _handlers = new();
    private readonly ConcurrentDictionary<TopicPartition, FakeLog> _logs = new();
    private readonly ConcurrentDictionary<(int Broker, string Topic), MetadataResponse.Topic> _cutOff = new();
    private readonly ConcurrentBag<Task> _serving = [];
    private readonly Dictionary<TopicPartition, (long Offset, string Metadata)> _committed = [];
    private long _nextProducerId = 1000;

    public FakeCluster(int brokers = 3)
    {
        Brokers = [.. Enumerable.Range(0, brokers).Select(id => new FakeBroker(this, id))];
        Transactions = new FakeTransactions(this);
        RegisterHandlers();
    }

    /// <summary>Takes an offset as committed.</summary>
    public void SetCommitted(TopicPartition partition, long offset)
    {
        lock (_committed)
        {
            _committed[partition] = (offset, "");
        }
    }

    public FakeBroker[] Brokers { get; }

    /// <summary>A broker that the metadata leave out: the cluster takes it for dead.</summary>
    public int? Fenced { get; set; }

    public FakeGroup Group { get; } = new();

    public FakeTransactions Transactions { get; }

    /// <summary>Says whether a member may commit; null leaves it to <see cref="Group"/>.</summary>
    public Func<string, int, ErrorCode>? CheckMember { get; set; }

    /// <summary>Every request, as broker and key, in the order of arrival.</summary>
    public ConcurrentQueue<(int Broker, ApiKey Key)> Requests { get; } = new();

    /// <summary>Called for each batch before it is appended; an error other than none is answered in its place.</summary>
    public Func<FakeBroker, TopicPartition, RecordBatchHeader, ErrorCode> BeforeAppend { get; set; } = static (_, _, _) => ErrorCode.None;

    /// <summary>Called for each batch after it was appended; false resets the connection, so that the answer is lost.</summary>
    public Func<FakeBroker, TopicPartition, RecordBatchHeader, bool> AfterAppend { get; set; } = static (_, _, _) => true;

    public string Bootstrap => string.Join(',', Brokers.Select(broker => $"fake:{BasePort + broker.Id}"));

    /// <summary>The id of a topic, made of its name.</summary>
    public static Guid TopicId(string topic) => new(topic.Length, (short)topic[0], 1, new byte[8]);

    public FakeLog Log(string topic, int partition) => _logs[new TopicPartition(topic, partition)];

    public bool HasLog(string topic, int partition) => _logs.ContainsKey(new TopicPartition(topic, partition));

    public void AddTopic(string topic, int partitions)
    {
        for (int partition = 0; partition < partitions; partition++)
        {
            _logs[new TopicPartition(topic, partition)] = new FakeLog { Leader = partition % Brokers.Length };
        }
    }

    /// <summary>A broker that no longer hears the others: for ever it knows of the topic what it knows now, and of no leader.</summary>
    public void CutOff(int broker, string topic)
    {
        MetadataResponse.Topic known = Describe(topic);
        known.Partitions.ForEach(static partition => partition.LeaderId = -1);
        _cutOff[(broker, topic)] = known;
    }

    /// <summary>Elects another leader.</summary>
    public void MoveLeader(string topic, int partition, int leader)
    {
        FakeLog log = Log(topic, partition);
        log.LeaderEpoch++;
        log.Leader = leader;
    }

    public ValueTask<Stream> DialAsync(DnsEndPoint endPoint, CancellationToken cancellationToken)
    {
        int id = endPoint.Port - BasePort;
        return id >= 0 && id < Brokers.Length
            ? ValueTask.FromResult(Brokers[id].Accept())
            : ValueTask.FromException<Stream>(new IOException("No such host."));
    }

    /// <summary>Answers requests of one kind from now on; null answers nothing, an <see cref="IOException"/> closes the connection.</summary>
    public void On<TRequest, TResponse>(Func<FakeBroker, TRequest, Task<TResponse?>> handler)
        where TRequest : IKafkaRequest<TRequest, TResponse>
        where TResponse : class, IKafkaResponse<TResponse> =>
        _handlers[TRequest.MessageId] = async (broker, version, body) => await handler(broker, Read<TRequest>(body, version));

    public void On<TRequest, TResponse>(Func<FakeBroker, TRequest, TResponse?> handler)
        where TRequest : IKafkaRequest<TRequest, TResponse>
        where TResponse : class, IKafkaResponse<TResponse> =>
        On<TRequest, TResponse>((broker, request) => Task.FromResult(handler(broker, request)));

    public Task<IKafkaResponse?> AnswerAsync(FakeBroker broker, ApiKey key, short version, ReadOnlyMemory<byte> body)
    {
        Requests.Enqueue((broker.Id, key));
        return _handlers[key](broker, version, body);
    }

    public void Track(Task serving) => _serving.Add(serving);

    public async ValueTask DisposeAsync()
    {
        foreach (FakeBroker broker in Brokers)
        {
            broker.Resume();
            broker.Kill();
        }

        Group.Close();
        await Task.WhenAll(_serving);
    }

    public ProducerOptions ProducerOptions() => new()
    {
        BootstrapServers = Bootstrap,
        Dial = DialAsync,
        RandomSeed = 1,
        RetryBackoff = TimeSpan.FromMilliseconds(1),
        RetryBackoffMax = TimeSpan.FromMilliseconds(20),
    };

    public ConsumerOptions ConsumerOptions() => new()
    {
        BootstrapServers = Bootstrap,
        Dial = DialAsync,
        RandomSeed = 1,
        RetryBackoff = TimeSpan.FromMilliseconds(1),
        RetryBackoffMax = TimeSpan.FromMilliseconds(20),
        FetchMaxWait = TimeSpan.FromMilliseconds(20),
        HeartbeatInterval = TimeSpan.FromMilliseconds(20),
        AutoOffsetReset = AutoOffsetReset.Earliest,
    };

    public ClientOptions ClientOptions() => new()
    {
        BootstrapServers = Bootstrap,
        Dial = DialAsync,
        RandomSeed = 1,
        RetryBackoff = TimeSpan.FromMilliseconds(1),
        RetryBackoffMax = TimeSpan.FromMilliseconds(20),
    };

    private static TRequest Read<TRequest>(ReadOnlyMemory<byte> body, short version)
        where TRequest : IWireValue<TRequest>
    {
        var reader = new WireReader(body);
        return TRequest.Read(ref reader, version);
    }
}
