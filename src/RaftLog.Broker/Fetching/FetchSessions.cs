using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Fetching;

/// <summary>
/// The fetch sessions of a broker (KIP-227): so many at most, found by their ids. A client without one is served all the same, by full requests and
/// answers. Thread-safe.
/// </summary>
/// <remarks>
/// Who gets a slot when all are taken is Kafka's rule: the session that was used least recently goes if that is two minutes ago; otherwise, of the
/// sessions that are older than that, the one with the fewest partitions, but only for one that has more. Followers, which Kafka prefers to
/// clients there, do not fetch by this protocol here.
/// </remarks>
internal sealed class FetchSessions(int slots, TimeProvider time, Random random)
{
    /// <summary>The id that stands for no session.</summary>
    public const int NoSession = 0;

    private const int FullFetchEpoch = 0;
    private const int FinalEpoch = -1;
    private const short FirstVersionWithTopicIds = 13;

    private static readonly TimeSpan LeastLife = TimeSpan.FromMinutes(2);

    private readonly Lock _gate = new();

    // Guarded by _gate, and so is the randomness.
    private readonly Dictionary<int, Slot> _taken = [];

    /// <summary>How many sessions there are.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _taken.Count;
            }
        }
    }

    /// <summary>Finds out what a request stands for.</summary>
    /// <param name="request">The request.</param>
    /// <param name="version">Its version.</param>
    /// <param name="context">How to serve it; null with an error.</param>
    public ErrorCode Begin(FetchRequest request, short version, out FetchContext? context)
    {
        bool usesTopicIds = version >= FirstVersionWithTopicIds;
        if (request.SessionEpoch is FullFetchEpoch or FinalEpoch)
        {
            // Either way the client is done with the session that it had.
            Close(request.SessionId);
            context = request.SessionEpoch == FullFetchEpoch ? new FullFetch(this, request, usesTopicIds) : new SessionlessFetch(request);
            return ErrorCode.None;
        }

        if (Use(request.SessionId) is not { } session)
        {
            context = null;
            return ErrorCode.FetchSessionIdNotFound;
        }

        var error = session.Continue(request, usesTopicIds, out context);
        int partitions = session.PartitionCount;
        if (error == ErrorCode.None && partitions is 0 or > FetchSession.MaxPartitions)
        {
            // Nothing is left to keep, or too much.
            Close(session.Id);
            context = new SessionlessFetch(new FetchRequest { Topics = context!.Topics });
        }

        return error;
    }

    /// <summary>Opens a session for a client that was answered in full.</summary>
    /// <returns>Its id, or <see cref="NoSession"/> when the client goes on without.</returns>
    public int Open(FetchRequest request, FetchResponse response, bool usesTopicIds)
    {
        int partitions = request.Topics.Sum(topic => topic.Partitions.Count);
        if (partitions is 0 or > FetchSession.MaxPartitions)
        {
            return NoSession;
        }

        lock (_gate)
        {
            if (_taken.Count >= slots && !TryEvict(partitions))
            {
                return NoSession;
            }

            var session = new FetchSession(UnusedId(), usesTopicIds);
            session.Begin(request, response);
            long now = time.GetTimestamp();
            _taken.Add(session.Id, new Slot(session, now) { LastUsed = now });
            return session.Id;
        }
    }

    private void Close(int id)
    {
        lock (_gate)
        {
            _taken.Remove(id);
        }
    }

    private FetchSession? Use(int id)
    {
        lock (_gate)
        {
            if (!_taken.TryGetValue(id, out var slot))
            {
                return null;
            }

            slot.LastUsed = time.GetTimestamp();
            return slot.Session;
        }
    }

    // Only when a client comes that has no session and all slots are taken, so looking through them costs little.
    private bool TryEvict(int partitions)
    {
        if (_taken.Count == 0)
        {
            return false;
        }

        var idlest = _taken.Values.MinBy(slot => slot.LastUsed)!;
        if (time.GetElapsedTime(idlest.LastUsed) > LeastLife)
        {
            return _taken.Remove(idlest.Session.Id);
        }

        var smallest = _taken.Values
            .Where(slot => time.GetElapsedTime(slot.OpenedAt) > LeastLife)
            .MinBy(slot => (slot.Session.PartitionCount, slot.Session.Id));
        return smallest is not null && smallest.Session.PartitionCount < partitions && _taken.Remove(smallest.Session.Id);
    }

    // By chance, so that a client of this broker's former life is told that its session is gone.
    private int UnusedId()
    {
        int id;
        do
        {
            id = random.Next(1, int.MaxValue);
        }
        while (_taken.ContainsKey(id));
        return id;
    }

    private sealed class Slot(FetchSession session, long openedAt)
    {
        public FetchSession Session { get; } = session;

        public long OpenedAt { get; } = openedAt;

        public long LastUsed { get; set; }
    }
}
