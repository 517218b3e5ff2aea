namespace RaftLog.Client;

/// <summary>
/// Keeps the order of the records of a topic whose acceptance has to wait: once one waits, for metadata or for memory, the later ones of
/// its topic queue up behind it. Costs one read of a field while nobody waits.
/// </summary>
internal sealed class AcceptOrder
{
    private readonly Lock _lock = new();

    // Guarded by _lock. A topic is a key while one of its records holds the turn; the list has those behind it.
    private readonly Dictionary<string, LinkedList<TaskCompletionSource>> _topics = [];
    private volatile int _topicCount;

    /// <summary>Whether a record of the topic has to queue up.</summary>
    public bool MustWait(string topic)
    {
        if (_topicCount == 0)
        {
            return false;
        }

        lock (_lock)
        {
            return _topics.ContainsKey(topic);
        }
    }

    /// <summary>Waits for the turn; the place in the queue is taken before this returns. Whoever got the turn passes it on by <see cref="Exit"/>.</summary>
    public async Task EnterAsync(string topic, CancellationToken cancellationToken)
    {
        LinkedListNode<TaskCompletionSource> node;
        lock (_lock)
        {
            if (!_topics.TryGetValue(topic, out LinkedList<TaskCompletionSource>? behind))
            {
                _topics.Add(topic, new LinkedList<TaskCompletionSource>());
                _topicCount = _topics.Count;
                return;
            }

            node = behind.AddLast(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        try
        {
            await node.Value.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Withdraw(topic, node);
            throw;
        }
    }

    /// <summary>Passes the turn on.</summary>
    public void Exit(string topic)
    {
        lock (_lock)
        {
            LinkedList<TaskCompletionSource> behind = _topics[topic];
            if (behind.First is { } next)
            {
                behind.RemoveFirst();
                next.Value.SetResult();
            }
            else
            {
                _topics.Remove(topic);
                _topicCount = _topics.Count;
            }
        }
    }

    private void Withdraw(string topic, LinkedListNode<TaskCompletionSource> node)
    {
        lock (_lock)
        {
            if (node.List is not null)
            {
                node.List.Remove(node);
                return;
            }
        }

        Exit(topic); // The turn came while the wait was being cancelled.
    }
}
