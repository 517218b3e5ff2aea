using RaftLog.Storage;

namespace RaftLog.Broker.Partitions;

/// <summary>
/// Logs that were opened several at a time, until the supervisor's loop comes by their replicas. One that could not be opened is not among them:
/// the loop tries it again and deals with the failure. Of that loop only.
/// </summary>
internal sealed class LogsAhead(DiskThreads threads)
{
    private readonly Dictionary<GroupId, PartitionLog> _logs = [];

    public void Open(IReadOnlyList<(ReplicaDirectory Directory, StorageContext Storage, PartitionLogOptions Options)> wanted)
    {
        var opened = new PartitionLog?[wanted.Count];
        threads.ForEach([.. Enumerable.Range(0, wanted.Count)], i => opened[i] = Open(wanted[i].Storage, wanted[i].Directory, wanted[i].Options));
        for (int i = 0; i < opened.Length; i++)
        {
            if (opened[i] is { } log)
            {
                _logs[wanted[i].Directory.Manifest.Group] = log;
            }
        }
    }

    /// <summary>The log of a replica, opened now if it was not before; the caller's from now on.</summary>
    public PartitionLog Take(ReplicaDirectory directory, StorageContext storage, PartitionLogOptions options)
    {
        if (!_logs.Remove(directory.Manifest.Group, out var log))
        {
            return Open(storage, directory, options);
        }

        log.Options = options;
        return log;
    }

    /// <summary>Closes a log that nobody has taken: its files are about to change or to go.</summary>
    public void Close(GroupId group)
    {
        if (_logs.Remove(group, out var log))
        {
            log.Dispose();
        }
    }

    /// <summary>Closes those that nobody has taken: the image has changed meanwhile.</summary>
    public void CloseAll()
    {
        foreach (var group in _logs.Keys.ToList())
        {
            Close(group);
        }
    }

    // Whoever found the directory has flushed its name.
    private static PartitionLog Open(StorageContext storage, ReplicaDirectory directory, PartitionLogOptions options) =>
        PartitionLog.Open(storage, directory.Path, options, isNameDurable: true);
}
