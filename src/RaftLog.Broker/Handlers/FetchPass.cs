using System.Buffers;
using RaftLog.Broker.Partitions;
using RaftLog.Metadata;
using RaftLog.Protocol;
using RaftLog.Protocol.Messages;
using RaftLog.Storage;

namespace RaftLog.Broker.Handlers;

/// <summary>One look at all partitions of a fetch request, under one image. A fetch that waits makes a new pass for each look.</summary>
internal sealed class FetchPass
{
    private const short FirstVersionWithZstd = 10;
    private const short FirstVersionWithLeaderHints = 12;
    private const short FirstVersionWithTopicIds = 13;
    private const short FirstVersionWithEndpoints = 16;

    private readonly PartitionRegistry _partitions;
    private readonly FetchRequest _request;
    private readonly short _version;
    private readonly LeaderHints _hints;
    private readonly List<Item> _items = [];

    // The answer so far, in the order of the request.
    private readonly FetchResponse _response = new();

    // What is left of the limit for the whole response.
    private int _bytesLeft;

    public FetchPass(ClusterView cluster, PartitionRegistry partitions, FetchRequest request, short version, int maxBytes)
    {
        _partitions = partitions;
        _request = request;
        _version = version;
        _bytesLeft = Math.Min(Math.Max(0, request.MaxBytes), maxBytes);
        var image = cluster.Image;
        _hints = new LeaderHints(cluster, image);
        foreach (var topic in request.Topics)
        {
            AddTopic(image, topic);
        }
    }

    public int PartitionCount => _items.Count;

    /// <summary>How many bytes were read from files.</summary>
    public long FileBytes { get; private set; }

    /// <summary>Reads all partitions, beginning with the one numbered <paramref name="start"/>.</summary>
    /// <returns>Whether the answer should go out now: there is enough, or something that the client should know at once.</returns>
    public bool Run(int start, FetchedRecords records)
    {
        bool urgent = _items.Count == 0;
        for (int i = 0; i < _items.Count; i++)
        {
            var item = _items[(start + i) % _items.Count];
            Read(item, records);
            urgent |= item.Answer.ErrorCode != ErrorCode.None || item.Answer.DivergingEpoch is not null;
        }

        return urgent || records.TotalBytes >= _request.MinBytes;
    }

    /// <summary>The answer, whatever was found by now.</summary>
    public async ValueTask<FetchResponse> CompleteAsync()
    {
        await ConfirmEndsAsync();
        if (_version >= FirstVersionWithEndpoints)
        {
            _response.NodeEndpoints = [.. _hints.Named.Select(Endpoint)];
        }

        return _response;
    }

    /// <summary>Has <paramref name="fetch"/> woken by every partition that was read.</summary>
    public void Watch(DelayedFetch fetch)
    {
        foreach (var item in _items)
        {
            if (item.Leader is { } leader)
            {
                fetch.Watch(leader);
            }
        }
    }

    private void AddTopic(MetadataImage image, FetchRequest.FetchTopic wanted)
    {
        TopicImage? topic;
        bool byId = _version >= FirstVersionWithTopicIds;
        _ = byId ? image.Topics.TryGet(wanted.TopicId, out topic) : image.Topics.TryGet(wanted.Topic, out topic);
        var answers = new FetchResponse.FetchableTopic { Topic = wanted.Topic, TopicId = wanted.TopicId };
        _response.Responses.Add(answers);
        foreach (var partition in wanted.Partitions)
        {
            var answer = new FetchResponse.PartitionData
            {
                PartitionIndex = partition.Partition,
                HighWatermark = -1,
                Records = ReadOnlySequence<byte>.Empty,
                ErrorCode = byId && topic is null ? ErrorCode.UnknownTopicId : ErrorCode.None,
            };
            answers.Partitions.Add(answer);
            _items.Add(new Item(topic, partition, answer));
        }
    }

    private void Read(Item item, FetchedRecords records)
    {
        var answer = item.Answer;
        if (answer.ErrorCode == ErrorCode.None)
        {
            answer.ErrorCode = _partitions.FindLeader(
                item.Topic, item.Wanted.Partition, item.Wanted.CurrentLeaderEpoch, out var leader);
            item.Leader = leader;
        }

        if (item.Leader is null)
        {
            Hint(item);
            return;
        }

        if (Diverges(item, answer))
        {
            return;
        }

        // KIP-74: the first batch of the answer comes whole however large it is, or its consumer would never get past it.
        var slices = records.ForNextRead();
        int limit = Math.Min(Math.Max(0, item.Wanted.PartitionMaxBytes), Math.Max(0, _bytesLeft));
        List<AbortedTransaction>? aborted = _request.IsolationLevel == IsolationLevel.ReadCommitted ? [] : null;
        var read = item.Leader.Read(new Offset(item.Wanted.FetchOffset), limit, atLeastOne: records.TotalBytes == 0, slices, aborted);
        FileBytes += read.FileBytes;
        answer.AbortedTransactions = aborted?.ConvertAll(ToWire);
        answer.ErrorCode = read.Error;
        answer.LogStartOffset = read.LogStartOffset.Value;
        answer.HighWatermark = read.HighWatermark.Value;
        answer.LastStableOffset = read.LastStableOffset.Value;
        if (_version < FirstVersionWithZstd && ZstdScan.Finds(slices))
        {
            slices.Clear();
            answer.ErrorCode = ErrorCode.UnsupportedCompressionType;
        }

        _bytesLeft -= (int)slices.TotalBytes;
        answer.Records = records.TakeRead();
    }

    private static FetchResponse.AbortedTransaction ToWire(AbortedTransaction aborted) =>
        new() { ProducerId = aborted.ProducerId, FirstOffset = aborted.First.Value };

    // KIP-595, KIP-320: the client's last record is of a term that ended before the offset it wants, so its log is another one than ours.
    private static bool Diverges(Item item, FetchResponse.PartitionData answer)
    {
        if (item.Wanted.LastFetchedEpoch < 0)
        {
            return false;
        }

        var lastFetched = new Term(item.Wanted.LastFetchedEpoch);
        var end = item.Leader!.Log.EndOffsetForEpoch(lastFetched);
        if (end is not { } known)
        {
            answer.ErrorCode = ErrorCode.OffsetOutOfRange;
            return true;
        }

        if (known.Term == lastFetched && known.EndOffset >= new Offset(item.Wanted.FetchOffset))
        {
            return false;
        }

        answer.HighWatermark = item.Leader.State.HighWatermark.Value;
        answer.LastStableOffset = item.Leader.ReadableEnd(IsolationLevel.ReadCommitted).Value;
        answer.DivergingEpoch = new FetchResponse.EpochEndOffset { Epoch = known.Term.Value, EndOffset = known.EndOffset.Value };
        return true;
    }

    // A leader that stood still while it was replaced does not know of what was written since, and who believes it that an offset lies behind the
    // end of the log begins anew. Only once a majority has answered to it can there be no other.
    private async ValueTask ConfirmEndsAsync()
    {
        foreach (var item in _items)
        {
            if (item.Answer.ErrorCode == ErrorCode.OffsetOutOfRange
                && item.Leader is { } leader
                && item.Wanted.FetchOffset >= leader.Log.LogStartOffset.Value
                && !await leader.ConfirmLeadershipAsync())
            {
                item.Answer.ErrorCode = ErrorCode.NotLeaderOrFollower;
                Hint(item);
            }
        }
    }

    private void Hint(Item item)
    {
        if (_version >= FirstVersionWithLeaderHints
            && item.Answer.ErrorCode is ErrorCode.NotLeaderOrFollower or ErrorCode.FencedLeaderEpoch
            && _hints.TryName(item.Topic, item.Wanted.Partition, out int leaderId, out int leaderEpoch))
        {
            item.Answer.CurrentLeader = new FetchResponse.LeaderIdAndEpoch { LeaderId = leaderId, LeaderEpoch = leaderEpoch };
        }
    }

    private static FetchResponse.NodeEndpoint Endpoint(BrokerRegistration broker) => new()
    {
        NodeId = broker.Id.Value,
        Host = broker.Kafka.Host,
        Port = broker.Kafka.Port,
        Rack = broker.Rack,
    };

    private sealed class Item(TopicImage? topic, FetchRequest.FetchPartition wanted, FetchResponse.PartitionData answer)
    {
        public TopicImage? Topic { get; } = topic;

        public FetchRequest.FetchPartition Wanted { get; } = wanted;

        public FetchResponse.PartitionData Answer { get; } = answer;

        public PartitionReplica? Leader { get; set; }
    }
}
