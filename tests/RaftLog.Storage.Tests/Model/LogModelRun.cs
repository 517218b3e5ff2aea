using RaftLog.Model;

namespace RaftLog.Storage.Tests;

/// <summary>One log and its twin, and what happens to both of them.</summary>
internal sealed partial class LogModelRun
{
    private const int Keys = 40;
    private static readonly CompressionCodec[] Codecs = [.. Enum.GetValues<CompressionCodec>().Where(BatchCompression.IsAvailable)];

    private readonly LogTwin _twin;
    private readonly PartitionLogOptions _options;
    private readonly CompactionOptions _compactionOptions;
    private readonly int _cacheBytes;

    // Half of the logs lose their beginning as partitions do, the others as a group with snapshots does; only the first are compacted.
    private readonly bool _isPartition;
    private readonly int _keys;
    private TestStorage _storage;
    private PartitionLog _log;
    private LogCompaction? _compaction;
    private bool _hasLeftovers;
    private Random _random;
    private long _nowMs = 10_000;
    private int _sequence;

    public LogModelRun(int setting)
    {
        _random = new Random(setting);
        _cacheBytes = _random.Next(3) * 3000;
        _isPartition = _random.Next(4) > 0;
        _keys = _random.Next(2, Keys);
        _options = new PartitionLogOptions { SegmentBytes = 4096 + _random.Next(8000), IndexIntervalBytes = 64 + _random.Next(1500) };
        _compactionOptions = new CompactionOptions { DeleteRetention = TimeSpan.FromMilliseconds(_random.Next(4) * 400) };
        _twin = new LogTwin { DeleteRetentionMs = (long)_compactionOptions.DeleteRetention.TotalMilliseconds };
        _storage = new TestStorage(_cacheBytes);
        _log = Open();
    }

    /// <summary>What happened, for whoever has to find out why it was wrong.</summary>
    public List<string> Trace { get; } = [];

    public void Apply(LogOperation operation)
    {
        _random = new Random(operation.Seed);
        _nowMs += _random.Next(100);
        _storage.Faults.Calls.Clear();
        if (operation.DiesAfter is { } after && operation.Kind is not (LogOperationKind.Ship or LogOperationKind.Reset))
        {
            DieDuring(operation.Kind, after);
        }
        else
        {
            Do(operation.Kind);
        }

        LogIndex persisted = _storage.Listener.PersistedIndexOf(_log);
        _twin.Durable = persisted > _twin.Durable && persisted <= _twin.LastIndex ? persisted : _twin.Durable;
        RequireOnlySegmentsOfTheLog();
        Compare().Sample();
    }

    /// <summary>Everything is compacted until nothing is left to remove; then the log must be clean, and still hold what it must.</summary>
    public void End()
    {
        _random = new Random(0);
        for (int round = 0; round < 3 && _isPartition; round++)
        {
            GiveUpCompaction();
            AppendFrame(EntryKind.NoOp, FrameBuffer.ForContent([]), _log.LastTerm.Value > 0 ? _log.LastTerm : new Term(1));
            Roll();
            AppendFrame(EntryKind.NoOp, FrameBuffer.ForContent([]), _log.LastTerm);
            _log.WritePending();
            _storage.Flusher.FlushOnce();
            _twin.Durable = _twin.LastIndex;
            _twin.Committed = _twin.LastIndex;
            _nowMs += 1 + _twin.DeleteRetentionMs;
            BeginCompaction(mapBytes: 1 << 20);
            GoOnCompacting(steps: int.MaxValue);
        }

        // The tail cache may still serve what compaction removed.
        Close();
        Compare().Everything();
        if (_isPartition)
        {
            Compare().IsClean();
        }

        _log.Dispose();
    }

    private void Do(LogOperationKind kind)
    {
        switch (kind)
        {
            case LogOperationKind.Append:
                Append();
                break;
            case LogOperationKind.Flush:
                _storage.Flusher.FlushOnce();
                RemoveLeftovers();
                Trace.Add("flush");
                break;
            case LogOperationKind.Commit:
                _twin.Committed = new LogIndex(_random.NextInt64(_twin.Committed.Value, _twin.Durable.Value + 1));
                Trace.Add($"commit up to {_twin.Committed}");
                break;
            case LogOperationKind.Truncate:
                Truncate();
                break;
            case LogOperationKind.Roll:
                Roll();
                break;
            case LogOperationKind.Compact when _isPartition:
                Compact();
                break;
            case LogOperationKind.Drop when _isPartition:
                DropBelowStart();
                break;
            case LogOperationKind.Drop:
                DropBelowSnapshot();
                break;
            case LogOperationKind.Reset when !_isPartition:
                Reset();
                break;
            case LogOperationKind.Ship when _isPartition:
                Ship();
                break;
            case LogOperationKind.Scrub:
                Scrub();
                break;
            case LogOperationKind.Close:
                Close();
                break;
            case LogOperationKind.CleanStop:
                StopCleanly();
                break;
            case LogOperationKind.Kill or LogOperationKind.LosePower or LogOperationKind.LosePowerTorn:
                Crash(kind, kind == LogOperationKind.Kill ? _twin.LastIndex : _twin.Durable);
                break;
            default:
                Compare().Everything();
                break;
        }
    }

    private TwinComparison Compare() => new(_twin, _log, _random);
}
