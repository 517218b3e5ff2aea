using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>
/// The log of one Raft group, which for a partition is the partition: frames with a Raft index each, record batches among them with Kafka
/// offsets, in segment files. It knows nothing of leaders, commits or votes.
/// </summary>
/// <remarks>
/// <para>Threads: one writer (the shard loop) calls everything that changes the log; the properties and the reads may be used by any thread
/// at the same time. A reader must stay below what can still be truncated: a fetch passes the high watermark as its limit.</para>
/// <para>A turn of the writer is: any number of <see cref="StampAndAppend"/> or <see cref="Append"/>, which only buffer (the frames can be
/// read at once), then one <see cref="WritePending"/>, which writes them all with one gathered write and queues the flush.</para>
/// <para>A failed write or flush takes the log offline for good (<see cref="Failure"/>): whatever changes it then throws
/// <see cref="LogOfflineException"/>. Close it and open it again to recover.</para>
/// <para>On open everything in the log is durable: a host may count every entry as persisted.</para>
/// </remarks>
public sealed partial class PartitionLog : IDisposable
{
    private readonly StorageContext _storage;
    private readonly IFileSystem _fileSystem;
    private readonly LogFlushTarget _flush;
    private readonly TailCache _tail;
    private readonly LogReader _reader;
    private readonly ProducerSnapshots _producerSnapshots;
    private readonly LeftoverFiles _leftovers = new();

    // Ascending and contiguous, never empty; the last one is appended to. A change publishes a new array: readers keep the one they have.
    private volatile LogSegment[] _segments = [];
    private volatile LogIndex[] _configurations = [];
    private volatile LogIndex[] _commands = [];
    private readonly bool _findsCommands;
    private volatile LogOfflineException? _failure;
    private volatile bool _disposed;
    private volatile bool _hasReaders;

    // Published after the frame can be found, so a reader that sees an end finds everything below it.
    private long _lastIndex;
    private long _logEndOffset;
    private int _lastTerm;

    private PartitionLog(StorageContext storage, string directory, PartitionLogOptions options)
    {
        _storage = storage;
        _fileSystem = storage.FileSystem;
        Directory = directory;
        Options = options;
        _findsCommands = options.FindsCommands;
        _flush = new LogFlushTarget(this, _fileSystem);
        _tail = new TailCache(storage.TailCache);
        _reader = new LogReader(this, _tail);
        _producerSnapshots = new ProducerSnapshots(_fileSystem, directory, storage.Logger);
    }

    /// <summary>
    /// Opens the log in <paramref name="directory"/>, or begins an empty one at index 1 and offset 0. A tail that a crash tore is cut; it was
    /// never durable.
    /// </summary>
    /// <param name="storage">What it shares with the other logs.</param>
    /// <param name="directory">Where it is.</param>
    /// <param name="options">Its settings.</param>
    /// <param name="isNameDurable">Whether the directory is known to be there, and to survive a power loss; otherwise that is seen to first.</param>
    /// <exception cref="LogCorruptException">Something that had been durable is damaged; nothing was cut.</exception>
    public static PartitionLog Open(StorageContext storage, string directory, PartitionLogOptions options, bool isNameDurable = false)
    {
        ArgumentNullException.ThrowIfNull(storage);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        if (!isNameDurable)
        {
            storage.FileSystem.CreateDirectoryDurably(directory);
        }

        storage.FileSystem.DeleteTemporaryFiles(directory);
        IncomingDirectory.Settle(storage.FileSystem, directory);
        var log = new PartitionLog(storage, directory, options);
        log._checkpoint = LogCheckpointFile.Load(storage.FileSystem, directory);
        if (log._checkpoint is { } checkpoint)
        {
            InterruptedDrop.Finish(storage.FileSystem, directory, checkpoint);
        }

        log.Take(new LogRecovery(storage, directory, options.IndexIntervalBytes, options.FindsCommands).Run());
        log.TakeCheckpoint();
        log.RestoreProducers();
        return log;
    }

    /// <summary>The directory of the log's files.</summary>
    public string Directory { get; }

    /// <summary>Whatever the host wants to find again from a log that the flusher reports, such as its group.</summary>
    public object? Owner { get; set; }

    /// <summary>The settings; the writer may replace them, and they hold from the next append on.</summary>
    public PartitionLogOptions Options { get; set; }

    /// <summary>The first index that is in the log, or that the next entry gets when the log is empty.</summary>
    public LogIndex FirstIndex => _segments[0].FirstIndex;

    /// <summary>The last index in the log (inclusive), written or not; <see cref="FirstIndex"/> - 1 when it is empty.</summary>
    public LogIndex LastIndex => new(Volatile.Read(ref _lastIndex));

    /// <summary>The term of the entry at <see cref="LastIndex"/>; <see cref="PreviousTerm"/> when the log is empty.</summary>
    public Term LastTerm => new(Volatile.Read(ref _lastTerm));

    /// <summary>The term of the entry before <see cref="FirstIndex"/>; zero when there never was one.</summary>
    public Term PreviousTerm => _segments[0].Header.PreviousTerm;

    /// <summary>The offset that the next record gets (exclusive end).</summary>
    public Offset LogEndOffset => new(Volatile.Read(ref _logEndOffset));

    /// <summary>The bytes of all segment files and of what is not written yet. For the writer; other threads see it a little late.</summary>
    public long SizeInBytes
    {
        get
        {
            long bytes = 0;
            foreach (LogSegment segment in _segments)
            {
                bytes += segment.AppendPosition;
            }

            return bytes;
        }
    }

    /// <summary>Where each term begins.</summary>
    public LeaderEpochTable Epochs { get; } = new();

    /// <summary>The indexes of the configuration entries in the log, ascending; so a host finds them after a restart without reading the whole log.</summary>
    public IReadOnlyList<LogIndex> ConfigurationIndexes => _configurations;

    /// <summary>The indexes of the commands in the log, ascending; empty without <see cref="PartitionLogOptions.FindsCommands"/>.</summary>
    public IReadOnlyList<LogIndex> CommandIndexes => _commands;

    /// <summary>What the idempotent producers appended last. For the writer only.</summary>
    public ProducerStateTable Producers { get; } = new();

    /// <summary>Why the log is offline; null while it works.</summary>
    public LogOfflineException? Failure => _failure;

    internal LogSegment[] Segments => _segments;

    /// <summary>Whether the entries are stamped here, by the leader, from which consumers read; other replicas only store what it sends.</summary>
    internal bool HasReaders => _hasReaders;

    internal bool IsDisposed => _disposed;

    private LogSegment Active => _segments[^1];

    /// <summary>Writes, flushes and closes everything, so that the next open need not scan. An offline log is only closed.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        if (_failure is null)
        {
            try
            {
                WritePending();
                GiveBackSpace(Active);
                _producerSnapshots.Write(Producers, LastIndex.Next());
                _flush.FlushNow();
                _leftovers.Remove(_fileSystem, Directory);
                NoteCleanStop();
            }
            catch (IOException exception)
            {
                // There is nobody to tell but the event log: what was not flushed was not reported as durable either.
                Fail(Directory, "close", exception);
            }
        }

        _disposed = true;
        _flush.Close();
        foreach (LogSegment segment in _segments)
        {
            Retire(segment);
        }

        _tail.Clear();
    }

    /// <summary>Takes the log offline, once; returns the failure that holds.</summary>
    internal LogOfflineException Fail(string file, string operation, Exception cause)
    {
        if (cause is LogOfflineException already)
        {
            return already;
        }

        var failure = new LogOfflineException($"Could not {operation} {file}: {cause.Message}", cause) { File = file };
        LogOfflineException? first = Interlocked.CompareExchange(ref _failure, failure, null);
        if (first is not null)
        {
            return first;
        }

        StorageEvents.LogOffline(_storage.Logger, Directory, failure.Message);
        return failure;
    }

    private void Take(List<LogSegment> segments)
    {
        _segments = [.. segments];
        var configurations = new List<LogIndex>();
        var commands = new List<LogIndex>();
        foreach (LogSegment segment in segments)
        {
            // A term that goes on from before the first segment has no record of its own.
            bool beginsTerm = segment.Epochs.Count > 0 && segment.Epochs[0].FirstIndex == segment.FirstIndex;
            if (Epochs.Last is null && !segment.IsEmpty && !beginsTerm)
            {
                Epochs.Append(new LeaderEpoch(segment.Header.PreviousTerm, segment.FirstIndex, segment.FirstOffset));
            }

            foreach (LeaderEpoch epoch in segment.Epochs)
            {
                Epochs.Append(epoch);
            }

            configurations.AddRange(segment.Configurations);
            commands.AddRange(segment.Commands);
        }

        _configurations = [.. configurations];
        _commands = [.. commands];
        PublishEnd();
    }

    private void NoteCleanStop()
    {
        if (_storage.Run is { } run)
        {
            CleanStopFile.Write(_fileSystem, Directory, run.Id, _segments);
        }
    }

    private void PublishEnd()
    {
        LogSegment active = Active;
        Volatile.Write(ref _lastTerm, active.LastTerm.Value);
        Volatile.Write(ref _logEndOffset, active.NextOffset.Value);
        Volatile.Write(ref _lastIndex, active.LastIndex.Value);
    }

    private void RestoreProducers()
    {
        LogIndex next = _producerSnapshots.Restore(Producers, LastIndex.Next());
        if (_checkpoint is { } checkpoint && next < checkpoint.ProducersNext)
        {
            // The snapshot files are caches: what is older than the entries that are left cannot be replayed up to now.
            next = TakeProducers(checkpoint);
        }

        using LogCursor cursor = OpenCursor(next < FirstIndex ? FirstIndex : next);
        while (cursor.MoveNext(LastIndex))
        {
            if (cursor.Current.Header.Kind == EntryKind.Data)
            {
                NoteProducer(cursor.Current.Payload.Span);
            }
        }
    }

    private void RequireOnline()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_failure is { } failure)
        {
            // A new object each time: the first one's stack belongs to the thread that failed.
            throw new LogOfflineException(failure.Message, failure) { File = failure.File };
        }
    }

    private static void Retire(LogSegment segment)
    {
        segment.IndexFile.Dispose();
        segment.File.Retire();
    }
}
