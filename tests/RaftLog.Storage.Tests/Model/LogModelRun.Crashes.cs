using RaftLog.Model;

namespace RaftLog.Storage.Tests;

// What ends the life of a broker's process, and the next one's beginning.
internal sealed partial class LogModelRun
{
    // Where a truncation that may have happened has cut.
    private LogIndex _leastAfterTruncation;

    // Whatever the operation was, the process dies before one of its file operations, or right behind it.
    private void DieDuring(LogOperationKind kind, int after)
    {
        LogOperationKind crash = _random.Next(3) switch { 0 => LogOperationKind.Kill, 1 => LogOperationKind.LosePower, _ => LogOperationKind.LosePowerTorn };
        bool losesPower = crash != LogOperationKind.Kill || kind is LogOperationKind.LosePower or LogOperationKind.LosePowerTorn;
        LogIndex least = losesPower ? _twin.Durable : _twin.LastIndex;
        _leastAfterTruncation = _twin.LastIndex;
        int done = 0;
        _storage.Faults.Before = (operation, path) =>
        {
            if (done++ >= after)
            {
                throw new IOException($"The process died before it could {operation} {path}.");
            }
        };
        try
        {
            Do(kind);
        }
        catch (Exception died) when (died is IOException and not LogCorruptException)
        {
            Trace.Add($"{kind}: {died.Message}");
        }

        _storage.Faults.Before = static (_, _) => { };
        Crash(crash, _leastAfterTruncation < least ? _leastAfterTruncation : least);
    }

    private void Crash(LogOperationKind how, LogIndex least)
    {
        Trace.Add($"{how}");
        _compaction = null;
        switch (how)
        {
            case LogOperationKind.Kill:
                _storage.Restart();
                break;
            case LogOperationKind.LosePower:
                _storage.LosePower();
                break;
            default:
                _storage.LosePower(_random);
                break;
        }

        Reopen(least);
    }

    private void Close()
    {
        Trace.Add("close");
        GiveUpCompaction();
        _log.Dispose();
        Reopen(_twin.LastIndex);
    }

    private void StopCleanly()
    {
        Trace.Add("clean stop");
        GiveUpCompaction();
        _log.Dispose();
        _storage.Context.Run!.End();
        _storage.Restart();
        Reopen(_twin.LastIndex);
    }

    private PartitionLog Open()
    {
        _storage.Context.Run ??= StorageRun.Begin(_storage.Faults, "/data", _random, _storage.Context.Logger);
        return _storage.Open(_options);
    }

    private void Reopen(LogIndex least)
    {
        _log = Open();
        _hasLeftovers = false;
        Trace.Add($"  opened with {_log.FirstIndex} to {_log.LastIndex}, cleaned up to {_log.CleanedUpTo}, twin {_twin.LastIndex}, durable {_twin.Durable}");
        if (_log.LastIndex < least || _log.LastIndex > _twin.LastIndex)
        {
            throw new ModelDifferenceException($"The log ends at {_log.LastIndex}, which must be between {least} and {_twin.LastIndex}.");
        }

        _twin.TruncateFrom(_log.LastIndex.Next());
        _twin.Durable = _twin.LastIndex;
        _twin.NoteCleaned(_log.CleanedUpTo);
        RequireOnlyFilesOfTheLog();

        // The host finds it in the log again, or the checkpoint has it.
        _log.AdvanceLogStart(_twin.Start);
        Compare().Everything();
    }

    // What was compacted, truncated or dropped is gone at once or when it was said to go, not only with the next start.
    private void RequireOnlySegmentsOfTheLog()
    {
        var files = _storage.Files(SegmentName.LogSuffix).ToHashSet();
        IEnumerable<string> segments = _log.Segments.Select(segment => segment.Path);
        if (_hasLeftovers ? !files.IsSupersetOf(segments) : !files.SetEquals(segments))
        {
            throw new ModelDifferenceException($"The segments on the disk are {string.Join(' ', _storage.Disk.EnumerateFiles(TestStorage.LogPath))}.");
        }
    }

    private void RequireOnlyFilesOfTheLog()
    {
        string[] segments = [.. _log.Segments.Select(segment => segment.Path)];
        RequireOnlySegmentsOfTheLog();
        bool isTidy = _storage.Files(SegmentName.IndexSuffix).All(index => segments.Contains(Path.ChangeExtension(index, SegmentName.LogSuffix)))
            && _storage.Files(FileSystemOperations.TemporarySuffix).Count == 0;
        if (!isTidy)
        {
            throw new ModelDifferenceException($"There are stray files among {string.Join(' ', _storage.Disk.EnumerateFiles(TestStorage.LogPath))}.");
        }
    }
}
