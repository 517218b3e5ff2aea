using System.Buffers;
using System.Collections.Concurrent;
using RaftLog.Client.Network;
using RaftLog.Model;
using RaftLog.Protocol;
using RaftLog.Protocol.Messages;

namespace RaftLog.Client;

/// <summary>
/// The producer's one loop: takes finished requests in, gives up what is too old, and sends every broker one request with a batch of
/// each partition that it leads. All state of brokers, sequences and retries is touched by this loop only.
/// </summary>
internal sealed partial class ProducerSender : IAsyncDisposable
{
    private const long IdleMs = 60_000;

    // From the next one on, writing to a partition adds it to the transaction (KIP-890).
    private const short LastProduceThatAddsNothing = 11;

    private readonly ProducerOptions _options;
    private readonly ClusterClient _cluster;
    private readonly RecordAccumulator _accumulator;
    private readonly AsyncSignal _wake;
    private readonly ConcurrentQueue<ProduceOutcome> _outcomes = new();
    private readonly Dictionary<int, BrokerSendState> _brokers = [];
    private readonly MetadataPoll _metadataPoll;
    private readonly ProducerIdentitySource _identities;
    private readonly CancellationTokenSource _stopping = new();
    private readonly long _lingerMs;
    private readonly Task _loop;

    // As the turn began, so that it treats all partitions alike.
    private bool _isFlushing;
    private bool _isBufferFull;

    public ProducerSender(ProducerOptions options, ClusterClient cluster, RecordAccumulator accumulator)
    {
        _options = options;
        _cluster = cluster;
        _accumulator = accumulator;
        _wake = new AsyncSignal(options.TimeProvider);
        _metadataPoll = new MetadataPoll(cluster, _wake.Set);
        _identities = new ProducerIdentitySource(cluster, _wake.Set);
        _lingerMs = (long)options.Linger.TotalMilliseconds;
        Transactions = options.TransactionalId is null ? null : new ProducerTransactions(options, cluster, _wake.Set);
        _loop = RunAsync();
    }

    /// <summary>Null for a producer without.</summary>
    public ProducerTransactions? Transactions { get; }

    /// <summary>Tells the loop that there is something to send.</summary>
    public void Wake() => _wake.Set();

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        _wake.Set();
        await _loop.ConfigureAwait(false);
        await _metadataPoll.DisposeAsync().ConfigureAwait(false);
        await _identities.DisposeAsync().ConfigureAwait(false);
        if (Transactions is not null)
        {
            await Transactions.DisposeAsync().ConfigureAwait(false);
        }

        _wake.Dispose();
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        await Task.Yield();
        while (!_stopping.IsCancellationRequested)
        {
            long nextMs = Turn(_cluster.Clock.NowMs);
            await _wake.WaitAsync(nextMs - _cluster.Clock.NowMs).ConfigureAwait(false);
        }

        await EndRequestsAsync().ConfigureAwait(false);
        FailEverything();
    }

    /// <summary>Breaks off what is under way and waits for its end: until then it may still read the batches' bytes.</summary>
    private async Task EndRequestsAsync()
    {
        var closed = new RaftLogException(ErrorCode.NetworkException, "The producer was closed.");
        while (true)
        {
            while (_outcomes.TryDequeue(out ProduceOutcome? outcome))
            {
                outcome.Broker.InFlight.Remove(outcome.Request);
            }

            if (_brokers.Values.All(broker => broker.InFlight.Count == 0))
            {
                return;
            }

            foreach (InFlightProduce request in _brokers.Values.SelectMany(broker => broker.InFlight))
            {
                request.Channel?.Abandon(closed);
            }

            await _wake.WaitAsync(PollInterval.MaxMs).ConfigureAwait(false);
        }
    }

    /// <summary>One turn of the loop; returns when the next one is due at the latest, on the monotonic clock.</summary>
    private long Turn(long nowMs)
    {
        while (_outcomes.TryDequeue(out ProduceOutcome? outcome))
        {
            HandleOutcome(outcome, nowMs);
        }

        _identities.TakeArrived();
        _isFlushing = _accumulator.IsFlushing;
        _isBufferFull = _accumulator.Memory.IsExhausted;
        long nextMs = CollectReady(nowMs);
        foreach (BrokerSendState broker in _brokers.Values)
        {
            while (broker.Ready.Count > 0 && broker.InFlight.Count < _options.MaxInFlight)
            {
                SendOne(broker, nowMs);
            }

            broker.Ready.Clear();
            nextMs = Math.Min(nextMs, WatchSilence(broker, nowMs));
        }

        if (_cluster.Metadata.IsStale)
        {
            _metadataPoll.Request();
        }

        return nextMs;
    }

    /// <summary>Sorts the partitions that may send now under their leaders; returns when the next of the others may.</summary>
    private long CollectReady(long nowMs)
    {
        long nextMs = nowMs + IdleMs;
        ClusterMetadata metadata = _cluster.Metadata.Current;
        foreach (PartitionAccumulator partition in _accumulator.Partitions)
        {
            if (Transactions is { Session.Drops: true })
            {
                Drop(partition);
                continue;
            }

            Expire(partition, nowMs);
            if (ReadyAt(partition) is not { } readyMs)
            {
                continue;
            }

            PartitionMetadata leader = metadata.Leader(partition.Partition);
            readyMs = Math.Max(readyMs, HeldUntil(partition.Sending, leader));
            if (leader.Leader < 0 || readyMs > nowMs || !PrepareSequence(partition))
            {
                // Also when nothing wakes the loop, what waits has to be given up in time.
                nextMs = Math.Min(nextMs, readyMs > nowMs ? readyMs : nowMs + (long)_options.RetryBackoffMax.TotalMilliseconds);
                continue;
            }

            Broker(leader.Leader).Ready.Add(partition);
        }

        Transactions?.Adding.Send();
        return nextMs;
    }

    /// <summary>When the partition's next batch may go out as far as the batch itself goes; null when there is none or it must wait.</summary>
    private long? ReadyAt(PartitionAccumulator partition)
    {
        PartitionSendState sending = partition.Sending;
        if (!sending.MaySend(_options.EnableIdempotence))
        {
            return null;
        }

        if (sending.Retries.Count > 0)
        {
            return 0;
        }

        long lingerMs = _isBufferFull ? 0 : _lingerMs;
        long growthMs = sending.LastBroker?.GrowthMs(isBehindAnother: sending.InFlight.Count > 0) ?? 0;
        return partition.ReadyAtMs(_isFlushing, Math.Max(lingerMs, growthMs));
    }

    /// <summary>Until when the partition is held back after a failure; not any longer once another leader is known.</summary>
    private long HeldUntil(PartitionSendState sending, PartitionMetadata leader)
    {
        if (leader.Leader < 0)
        {
            _metadataPoll.Request();
            return 0;
        }

        if (sending.Suspect is not { } suspect)
        {
            return sending.NotBeforeMs;
        }

        if (suspect != leader)
        {
            return 0;
        }

        _metadataPoll.Request();
        long channelMs = _cluster.Channel(leader.Leader, ConnectionPurpose.Produce)?.NotBeforeMs ?? 0;
        return Math.Max(sending.NotBeforeMs, channelMs);
    }

    private void SendOne(BrokerSendState broker, long nowMs)
    {
        var batches = new List<(PartitionAccumulator Partition, ProducerBatch Batch)>();
        long bytes = 0;
        int looked = 0;
        while (looked < broker.Ready.Count)
        {
            PartitionAccumulator partition = broker.Ready[looked];
            ProducerBatch? batch = TakeNext(broker, partition, batches.Count == 0 ? long.MaxValue : _options.MaxRequestBytes - bytes);
            looked++;
            if (batch is not null)
            {
                batches.Add((partition, batch));
                bytes += batch.Data.Length;
            }
        }

        // A partition may have more than one batch ready, but a request has room for one of each.
        broker.Ready.RemoveAll(partition => !IsReadyAgain(partition, nowMs));
        if (batches.Count > 0)
        {
            var request = new InFlightProduce(batches, nowMs, IsAlone: broker.InFlight.Count == 0);
            broker.InFlight.Add(request);
            Send(broker, request);
        }
    }

    private bool IsReadyAgain(PartitionAccumulator partition, long nowMs) =>
        partition.Sending.Suspect is null && ReadyAt(partition) is { } readyMs && readyMs <= nowMs;

    private ProducerBatch? TakeNext(BrokerSendState broker, PartitionAccumulator partition, long roomBytes)
    {
        PartitionSendState sending = partition.Sending;
        if (!sending.MaySend(_options.EnableIdempotence))
        {
            return null;
        }

        ProducerBatch? batch = null;
        if (sending.Retries.Count > 0)
        {
            batch = sending.Retries.Values[0];
            if (batch.Data.Length > roomBytes)
            {
                return null;
            }
        }
        else if (partition.TryPeek(out int sizeInBytes, out _) && sizeInBytes <= roomBytes)
        {
            batch = partition.Take();
            batch?.Build(_options.Compression, _options.TransactionalId is not null, isNumbered: _options.EnableIdempotence);
        }

        if (batch is not null)
        {
            sending.Sent(batch, _options.EnableIdempotence);
            sending.LastBroker = broker;
        }

        return batch;
    }

    private void Send(BrokerSendState broker, InFlightProduce request)
    {
        var message = new ProduceRequest
        {
            TransactionalId = _options.TransactionalId,
            Acks = (short)_options.Acks,
            TimeoutMs = (int)Math.Min(_options.RequestTimeout.TotalMilliseconds, int.MaxValue),
        };
        ProduceRequest.Topic? topic = null;
        Dictionary<string, ProduceRequest.Topic>? topics = null; // Most requests are about one topic, and need none.
        foreach ((PartitionAccumulator partition, ProducerBatch batch) in request.Batches)
        {
            if (topic?.Name != partition.Partition.Topic)
            {
                string name = partition.Partition.Topic;
                topic = topic is null ? null : (topics ??= message.TopicData.ToDictionary(known => known.Name)).GetValueOrDefault(name);
                if (topic is null)
                {
                    topic = new ProduceRequest.Topic { Name = name };
                    topics?.Add(name, topic);
                    message.TopicData.Add(topic);
                }
            }

            topic.PartitionData.Add(new ProduceRequest.Partition
            {
                Index = partition.Partition.Partition,
                Records = new ReadOnlySequence<byte>(batch.Data.Memory),
            });
        }

        _ = SendAsync(broker, request, message); // Its end is an outcome, which the loop counts on before it stops.
    }

    private async Task SendAsync(BrokerSendState broker, InFlightProduce request, ProduceRequest message)
    {
        ProduceResponse? response = null;
        RaftLogException? failure = null;
        try
        {
            BrokerChannel channel = _cluster.Channel(broker.BrokerId, ConnectionPurpose.Produce)
                ?? throw new RaftLogException(ErrorCode.NetworkException, $"Broker {broker.BrokerId} has left the cluster's metadata.");
            request.Channel = channel;
            BrokerConnection connection = await channel.GetAsync().ConfigureAwait(false);
            response = await ExchangeAsync(connection, message, request.Payloads).ConfigureAwait(false);
        }
        catch (RaftLogException exception)
        {
            failure = exception;
        }
        catch (Exception exception)
        {
            failure = new RaftLogException(ErrorCode.NetworkException, $"Producing failed: {exception.Message}", null, exception);
        }

        _outcomes.Enqueue(new ProduceOutcome(broker, request, response, failure));
        if (_stopping.IsCancellationRequested)
        {
            _wake.Set();
            return;
        }

        // On the thread that read the response: the acknowledgement, and the next batch, are not to wait for another one to wake.
        _wake.SetAndRun();
    }

    private async Task<ProduceResponse?> ExchangeAsync(BrokerConnection connection, ProduceRequest message, IReadOnlyList<PooledBuffer> payloads)
    {
        short version = connection.ApiVersions.Choose(
            ApiKey.Produce, Transactions is { Session.AddsImplicitly: false } ? LastProduceThatAddsNothing : short.MaxValue);
        if (_options.Acks == Acks.None)
        {
            connection.SendOneWay(message, ApiKey.Produce, version, payloads);
            return null;
        }

        Received<ProduceResponse> received = await connection
            .SendAsync<ProduceRequest, ProduceResponse>(message, version, _options.RequestTimeout, continuesInline: true, payloads: payloads)
            .ConfigureAwait(false);
        return received.Message;
    }

    /// <summary>
    /// Looks after a broker that does not answer but keeps its connection open, as a stopped process does: the others are asked whether
    /// what it is to append has another leader by now, and if so, it is given up.
    /// </summary>
    private long WatchSilence(BrokerSendState broker, long nowMs)
    {
        if (broker.InFlight.Count == 0)
        {
            return long.MaxValue;
        }

        InFlightProduce oldest = broker.InFlight[0];
        long suspiciousMs = oldest.SentMs + (long)_options.SilentLeaderCheck.TotalMilliseconds;
        if (nowMs < suspiciousMs)
        {
            return suspiciousMs;
        }

        ClusterMetadata metadata = _cluster.Metadata.Current;
        foreach ((PartitionAccumulator partition, _) in oldest.Batches)
        {
            int leader = metadata.Leader(partition.Partition).Leader;
            if (leader >= 0 && leader != broker.BrokerId)
            {
                ClientLog.SilentLeader(_cluster.Logger, broker.BrokerId);
                oldest.Channel?.Abandon(new RaftLogException(
                    ErrorCode.NetworkException, $"Broker {broker.BrokerId} is silent and no longer leads {partition.Partition}."));
                return long.MaxValue;
            }
        }

        _metadataPoll.Request();
        return nowMs + PollInterval.MaxMs;
    }

    private BrokerSendState Broker(int brokerId)
    {
        if (!_brokers.TryGetValue(brokerId, out BrokerSendState? broker))
        {
            broker = new BrokerSendState(brokerId);
            _brokers.Add(brokerId, broker);
        }

        return broker;
    }
}
