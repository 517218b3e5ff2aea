using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>
/// Term and vote of all groups of a broker in one append-only file, so that one flush serves every group that votes at the same time.
/// Thread-safe: any shard saves, a flusher thread writes.
/// </summary>
public sealed class HardStateStore : IDisposable
{
    // Rewriting pays when most records are out of date; a small file is left alone.
    private const int LeastRecordsToRewrite = 4096;
    private const int StaleRecordsPerGroup = 8;

    private readonly StorageContext _storage;
    private readonly HardStateFile _file;
    private readonly HardStateFlushTarget _target;

    // Guards _states and _changes.
    private readonly Lock _gate = new();
    private readonly Dictionary<GroupId, StoredHardState> _states;

    // Held while the file is written, so that states become durable and are reported in their order.
    private readonly Lock _writing = new();
    private List<(GroupId Group, StoredHardState? State)> _changes = [];
    private List<(GroupId Group, StoredHardState? State)> _spare = [];
    private volatile LogOfflineException? _failure;
    private bool _disposed;

    private HardStateStore(StorageContext storage, string path, Dictionary<GroupId, StoredHardState> states, HardStateFile file)
    {
        _storage = storage;
        Path = path;
        _states = states;
        _file = file;
        _target = new HardStateFlushTarget(this);
    }

    /// <summary>Opens the file or, when <paramref name="create"/> is set, begins an empty one if there is none.</summary>
    /// <exception cref="LogCorruptException">A state that had been durable cannot be read.</exception>
    /// <exception cref="FileNotFoundException">It is not there and must not be created.</exception>
    public static HardStateStore Open(StorageContext storage, string path, bool create)
    {
        ArgumentNullException.ThrowIfNull(storage);
        if (create && !storage.FileSystem.FileExists(path))
        {
            HardStateFile.Create(storage.FileSystem, path);
        }

        var states = new Dictionary<GroupId, StoredHardState>();
        var file = HardStateFile.Open(storage.FileSystem, path, states);
        return new HardStateStore(storage, path, states, file);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The failure that ended writing; null while all is well.</summary>
    public LogOfflineException? Failure => _failure;

    /// <summary>The groups that have a state, which are the groups that have a replica in this data directory.</summary>
    public IReadOnlyCollection<GroupId> Groups
    {
        get
        {
            lock (_gate)
            {
                return [.. _states.Keys];
            }
        }
    }

    /// <summary>The last saved state of a group, persisted or not; false when the group is unknown.</summary>
    public bool TryGet(GroupId group, out StoredHardState state)
    {
        lock (_gate)
        {
            return _states.TryGetValue(group, out state);
        }
    }

    /// <summary>Replaces the state of a group. The flusher's listener is told when it is durable.</summary>
    /// <exception cref="LogOfflineException">An earlier write failed.</exception>
    public void Save(GroupId group, StoredHardState state)
    {
        RequireOnline();
        lock (_gate)
        {
            _states[group] = state;
            _changes.Add((group, state));
        }

        _storage.Flusher.MarkDirty(_target);
    }

    /// <summary>Forgets a group whose replica is being deleted. Durable with the next flush; not reported.</summary>
    /// <exception cref="LogOfflineException">An earlier write failed.</exception>
    public void Forget(GroupId group)
    {
        RequireOnline();
        lock (_gate)
        {
            if (!_states.Remove(group))
            {
                return;
            }

            _changes.Add((group, null));
        }

        _storage.Flusher.MarkDirty(_target);
    }

    /// <summary>Writes and flushes everything saved so far before it returns, and reports it to the flusher's listener.</summary>
    /// <exception cref="LogOfflineException">It failed, now or before.</exception>
    public void FlushNow()
    {
        Flush(_storage.Flusher.Listener);
        RequireOnline();
    }

    /// <summary>Reads the file and, when it does not hold what was written to it, replaces it; returns what was wrong.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public string? CheckAndRepair()
    {
        lock (_writing)
        {
            if (_disposed || _failure is not null || FindDamage() is not { } damage)
            {
                return null;
            }

            try
            {
                _file.Rewrite(States());
            }
            catch (IOException exception)
            {
                _failure = new LogOfflineException($"Could not write {Path}: {exception.Message}", exception) { File = Path };
                StorageEvents.HardStateOffline(_storage.Logger, _failure.Message);
                _storage.Flusher.Listener.HardStateFailed(this, _failure);
            }

            return damage;
        }
    }

    /// <summary>Goes on after a failed write: replaces the file by one that holds everything saved so far. Nothing happens when none has failed.</summary>
    /// <exception cref="IOException">It cannot be written yet.</exception>
    public void Reopen()
    {
        lock (_writing)
        {
            if (_failure is not null && !_disposed)
            {
                // A new file, for what the failed write has left in the old one is unknown.
                _file.Rewrite(States());
                _failure = null;
            }
        }
    }

    /// <summary>Flushes and closes the file.</summary>
    public void Dispose()
    {
        if (!_disposed)
        {
            Flush(_storage.Flusher.Listener);
            lock (_writing)
            {
                _disposed = true;
                _file.Dispose();
            }
        }
    }

    internal void Flush(IFlushListener listener)
    {
        lock (_writing)
        {
            if (_disposed || _failure is not null)
            {
                return;
            }

            List<(GroupId Group, StoredHardState? State)> changes = TakeChanges();
            try
            {
                if (changes.Count > 0)
                {
                    _file.Append(changes);
                    Report(changes, listener);
                    RewriteIfStale();
                }
            }
            catch (IOException exception)
            {
                _failure = new LogOfflineException($"Could not write {Path}: {exception.Message}", exception) { File = Path };
                StorageEvents.HardStateOffline(_storage.Logger, _failure.Message);
                listener.HardStateFailed(this, _failure);
            }
            finally
            {
                changes.Clear();
            }
        }
    }

    private static void Report(List<(GroupId Group, StoredHardState? State)> changes, IFlushListener listener)
    {
        foreach ((GroupId group, StoredHardState? state) in changes)
        {
            if (state is { } saved)
            {
                listener.HardStatePersisted(group, saved);
            }
        }
    }

    private List<(GroupId Group, StoredHardState? State)> TakeChanges()
    {
        lock (_gate)
        {
            List<(GroupId Group, StoredHardState? State)> changes = _changes;
            _changes = _spare;
            _spare = changes;
            return changes;
        }
    }

    private void RewriteIfStale()
    {
        int groups;
        lock (_gate)
        {
            groups = _states.Count;
        }

        if (_file.Records >= Math.Max(LeastRecordsToRewrite, (long)groups * StaleRecordsPerGroup))
        {
            _file.Rewrite(States());
        }
    }

    // May contain states saved since; they are written once more by the next flush, and reported then.
    private KeyValuePair<GroupId, StoredHardState>[] States()
    {
        lock (_gate)
        {
            return [.. _states];
        }
    }

    // A record that cannot be read at the end looks torn, but the number of those that were flushed is known here.
    private string? FindDamage()
    {
        try
        {
            int records = HardStateFile.Read(_storage.FileSystem, Path, [], out _, out _);
            return records == _file.Records ? null : $"it holds {records} records that can be read, and {_file.Records} were written.";
        }
        catch (LogCorruptException damage)
        {
            return damage.Message;
        }
        catch (FileNotFoundException)
        {
            return "it is missing.";
        }
    }

    private void RequireOnline()
    {
        if (_failure is { } failure)
        {
            throw new LogOfflineException(failure.Message, failure) { File = failure.File };
        }
    }
}
