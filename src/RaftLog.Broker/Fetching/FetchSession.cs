using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Fetching;

/// <summary>
/// What the broker keeps of a client's fetches (KIP-227): the partitions that it reads and what it was told of each, so that a request
/// says only what differs from the one before, and the answer too. Thread-safe.
/// </summary>
/// <remarks>
/// Every request carries an epoch, one more than the one before. A client that did not get an answer cannot know the next one, so its repetition does
/// not fit and it begins anew with a full fetch: what it was told in vain, it is told again.
/// </remarks>
internal sealed class FetchSession
{
    /// <summary>The most partitions of one session. Who reads more of one broker is served without.</summary>
    public const int MaxPartitions = 10_000;

    private const int FirstEpoch = 1;

    private readonly Lock _gate = new();

    // Guarded by _gate. The order in which they are read: who had records goes to the end, so that a small limit does not always go to the same ones.
    private readonly LinkedList<FetchSessionPartition> _inTurn = [];
    private readonly Dictionary<FetchPartitionKey, LinkedListNode<FetchSessionPartition>> _partitions = [];

    // Guarded by _gate: what the next request must say.
    private int _epoch = FirstEpoch;

    public FetchSession(int id, bool usesTopicIds)
    {
        Id = id;
        UsesTopicIds = usesTopicIds;
    }

    public int Id { get; }

    /// <summary>Whether the client names topics by their ids. It cannot change its mind within a session.</summary>
    public bool UsesTopicIds { get; }

    public int PartitionCount
    {
        get
        {
            lock (_gate)
            {
                return _partitions.Count;
            }
        }
    }

    /// <summary>The epoch that follows another. Epoch 0 stands for a full fetch, and so is passed over.</summary>
    public static int EpochAfter(int epoch) => epoch == int.MaxValue ? FirstEpoch : epoch + 1;

    /// <summary>Takes over the partitions of a full fetch, and what its answer tells of them.</summary>
    public void Begin(FetchRequest request, FetchResponse response)
    {
        lock (_gate)
        {
            Add(request);
            foreach (var topic in response.Responses)
            {
                foreach (var answer in topic.Partitions)
                {
                    Find(topic, answer)?.Value.TakeNote(answer);
                }
            }
        }
    }

    /// <summary>Changes the session as a request says, and begins to serve it.</summary>
    /// <param name="request">An incremental fetch.</param>
    /// <param name="usesTopicIds">Whether it names topics by ids.</param>
    /// <param name="context">How to serve it; null with an error.</param>
    public ErrorCode Continue(FetchRequest request, bool usesTopicIds, out FetchContext? context)
    {
        context = null;
        lock (_gate)
        {
            if (request.SessionEpoch != _epoch)
            {
                return ErrorCode.InvalidFetchSessionEpoch;
            }

            if (usesTopicIds != UsesTopicIds)
            {
                return ErrorCode.FetchSessionTopicIdError;
            }

            Add(request);
            Forget(request);
            _epoch = EpochAfter(_epoch);
            context = new IncrementalFetch(this, _epoch, TopicsInTurn());
            return ErrorCode.None;
        }
    }

    /// <summary>Leaves in an answer what is news, and notes it as told.</summary>
    /// <param name="epoch">The epoch after the request's.</param>
    /// <param name="response">The answer for all partitions.</param>
    public void Complete(int epoch, FetchResponse response)
    {
        lock (_gate)
        {
            response.SessionId = Id;
            if (epoch != _epoch)
            {
                // The client did not wait for this answer, and what it then asked was served: nobody could tell now which of the two it has seen.
                response.SessionId = FetchSessions.NoSession;
                response.ErrorCode = ErrorCode.InvalidFetchSessionEpoch;
                response.Responses.Clear();
                return;
            }

            foreach (var topic in response.Responses)
            {
                topic.Partitions.RemoveAll(answer => !TakeNote(topic, answer));
            }

            response.Responses.RemoveAll(topic => topic.Partitions.Count == 0);
        }
    }

    private bool TakeNote(FetchResponse.FetchableTopic topic, FetchResponse.PartitionData answer)
    {
        if (Find(topic, answer) is not { } node)
        {
            return true;
        }

        bool isNews = node.Value.TakeNote(answer);
        if (FetchSessionPartition.HasRecords(answer))
        {
            _inTurn.Remove(node);
            _inTurn.AddLast(node);
        }

        return isNews;
    }

    private LinkedListNode<FetchSessionPartition>? Find(FetchResponse.FetchableTopic topic, FetchResponse.PartitionData answer) =>
        _partitions.GetValueOrDefault(FetchPartitionKey.Of(topic, answer.PartitionIndex));

    private void Add(FetchRequest request)
    {
        foreach (var topic in request.Topics)
        {
            foreach (var wanted in topic.Partitions)
            {
                var key = FetchPartitionKey.Of(topic, wanted.Partition);
                if (_partitions.TryGetValue(key, out var known))
                {
                    known.Value.Wanted = wanted;
                }
                else
                {
                    _partitions.Add(key, _inTurn.AddLast(new FetchSessionPartition(key, wanted)));
                }
            }
        }
    }

    private void Forget(FetchRequest request)
    {
        foreach (var topic in request.ForgottenTopicsData)
        {
            foreach (int partition in topic.Partitions)
            {
                if (_partitions.Remove(FetchPartitionKey.Of(topic, partition), out var node))
                {
                    _inTurn.Remove(node);
                }
            }
        }
    }

    // Neighbours of one topic go together; a topic may come several times, as in Kafka.
    private List<FetchRequest.FetchTopic> TopicsInTurn()
    {
        var topics = new List<FetchRequest.FetchTopic>();
        foreach (var partition in _inTurn)
        {
            var key = partition.Key;
            if (topics.Count == 0 || !key.IsOfSameTopic(topics[^1]))
            {
                topics.Add(new FetchRequest.FetchTopic { Topic = key.Topic, TopicId = key.TopicId });
            }

            topics[^1].Partitions.Add(partition.Wanted);
        }

        return topics;
    }
}
