using RaftLog.Metadata;

namespace RaftLog.Broker.Partitions;

/// <summary>The topics that changed and were not dealt with yet: noted on a shard's thread, taken by the supervisor's loop.</summary>
/// <remarks>
/// What is taken comes with the image that the newest of its changes led to, so that whoever takes it sees in that image all that woke him. With
/// an image read a moment before, a registration noted in between would wake nobody again, and the broker would never say it has caught up.
/// </remarks>
internal sealed class PendingTopics
{
    private readonly Lock _gate = new();

    // Guarded by _gate. _signal is complete when there is something to do.
    private HashSet<Guid> _topics = [];
    private MetadataImage _image = MetadataImage.Empty;
    private TaskCompletionSource<bool> _signal = NewSignal();
    private bool _completed;

    /// <summary>Notes what a change touches. Most changes (committed offsets) touch nothing here.</summary>
    public void Note(MetadataChange change)
    {
        var touched = change.Configs.Count == 0 ? change.Topics : change.Topics.Concat(Configured(change));
        lock (_gate)
        {
            _image = change.New;
            int before = _topics.Count;
            _topics.UnionWith(touched);

            // A registration matters as well: with its own the broker learns that it has caught up.
            if (_topics.Count > before || change.Brokers.Count > 0)
            {
                _signal.TrySetResult(true);
            }
        }
    }

    /// <summary>Notes a topic whose replicas here need to be looked at.</summary>
    public void Note(Guid topic)
    {
        lock (_gate)
        {
            _topics.Add(topic);
            _signal.TrySetResult(true);
        }
    }

    /// <summary>There is something to do besides the topics.</summary>
    public void Wake()
    {
        lock (_gate)
        {
            _signal.TrySetResult(true);
        }
    }

    /// <summary>Completes when there is something to do; false when there will be nothing any more.</summary>
    public Task<bool> WaitAsync()
    {
        lock (_gate)
        {
            return _signal.Task;
        }
    }

    /// <summary>Takes everything noted, with the image that the newest change noted led to.</summary>
    public (IReadOnlyCollection<Guid> Topics, MetadataImage Image) Take()
    {
        lock (_gate)
        {
            var taken = _topics;
            _topics = [];
            if (!_completed)
            {
                _signal = NewSignal();
            }

            return (taken, _image);
        }
    }

    /// <summary>Ends the waiting.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            _completed = true;
            if (!_signal.TrySetResult(false))
            {
                _signal = NewSignal();
                _signal.SetResult(false);
            }
        }
    }

    // A broker's configuration is the default of every topic's.
    private static IEnumerable<Guid> Configured(MetadataChange change)
    {
        if (change.Configs.Any(resource => resource.Type == ConfigResourceType.Broker))
        {
            return change.New.Topics.ById.Keys;
        }

        return change.Configs
            .Select(resource => change.New.Topics.TryGet(resource.Name, out var topic) ? topic.Id : Guid.Empty)
            .Where(id => id != Guid.Empty);
    }

    private static TaskCompletionSource<bool> NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
