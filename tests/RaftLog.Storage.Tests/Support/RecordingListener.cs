using RaftLog.Model;

namespace RaftLog.Storage.Tests;

/// <summary>Remembers what a flusher reported.</summary>
internal sealed class RecordingListener : IFlushListener
{
    public List<(PartitionLog Log, LogIndex UpTo, Term Term)> Logs { get; } = [];

    public List<(GroupId Group, StoredHardState State)> HardStates { get; } = [];

    public List<LogOfflineException> Failures { get; } = [];

    /// <summary>The durable end that was reported last for a log.</summary>
    public LogIndex PersistedIndexOf(PartitionLog log) => Logs.LastOrDefault(report => report.Log == log).UpTo;

    public void LogPersisted(PartitionLog log, LogIndex upTo, Term term) => Logs.Add((log, upTo, term));

    public void LogFailed(PartitionLog log, LogOfflineException failure) => Failures.Add(failure);

    public void HardStatePersisted(GroupId group, StoredHardState state) => HardStates.Add((group, state));

    public void HardStateFailed(HardStateStore store, LogOfflineException failure) => Failures.Add(failure);
}
