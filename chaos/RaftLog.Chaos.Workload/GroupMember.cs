using System.Diagnostics;
using RaftLog.Chaos.History;
using RaftLog.Client;
using RaftLog.Model;

namespace RaftLog.Chaos.Workload;

/// <summary>One life of a member of a group: what it is given, where it begins, what it reads and commits, all written down.</summary>
internal sealed class GroupMember : IAsyncDisposable
{
    private static readonly TimeSpan CommitInterval = TimeSpan.FromMilliseconds(500);

    private readonly HistoryWriter _history;
    private readonly ReadRecorder _recorder;
    private readonly Consumer<string?, ReadOnlyMemory<byte>> _consumer;

    // The offset to commit of each partition that was read since its last commit.
    private readonly Dictionary<TopicPartition, TopicPartitionOffset> _uncommitted = [];
    private long _lastCommit = Stopwatch.GetTimestamp();

    public GroupMember(WorkerArguments arguments, HistoryWriter history)
    {
        _history = history;
        _recorder = new ReadRecorder(history, withLatency: false);
        _consumer = new Consumer<string?, ReadOnlyMemory<byte>>(new ConsumerOptions
        {
            BootstrapServers = arguments.BootstrapServers,
            ClientId = arguments.Name,
            GroupId = arguments.Group,
            AutoOffsetReset = AutoOffsetReset.Earliest,
            EnableAutoCommit = false,
            SessionTimeout = TimeSpan.FromSeconds(10),
            HeartbeatInterval = TimeSpan.FromSeconds(1),
            OperationTimeout = TimeSpan.FromSeconds(15),
            PartitionsAssigned = AssignedAsync,
            PartitionsRevoked = RevokedAsync,
            PartitionsLost = LostAsync,
        });
        _consumer.Subscribe(arguments.Topic);
    }

    /// <summary>Reads once; false when nothing came within <paramref name="patience"/>.</summary>
    public async Task<bool> ConsumeAsync(TimeSpan patience)
    {
        using var timeout = new CancellationTokenSource(patience);
        try
        {
            IReadOnlyList<ConsumeResult<string?, ReadOnlyMemory<byte>>> records = await _consumer.ConsumeBatchAsync(cancellationToken: timeout.Token);
            _recorder.Add(records);
            ConsumeResult<string?, ReadOnlyMemory<byte>> last = records[^1];
            _uncommitted[last.TopicPartition] = new TopicPartitionOffset(last.TopicPartition, last.Offset + 1, last.LeaderEpoch);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    public Task CommitIfDueAsync() => Stopwatch.GetElapsedTime(_lastCommit) < CommitInterval ? Task.CompletedTask : CommitAsync([.. _uncommitted.Keys]);

    /// <summary>Whether the group, all members together, has committed these ends.</summary>
    public async Task<bool> HasGroupReadAsync(IReadOnlyDictionary<TopicPartition, long> ends)
    {
        IReadOnlyList<TopicPartitionOffset> committed = await _consumer.CommittedAsync(ends.Keys);
        return ends.All(end => end.Value == 0 || committed.Any(one => one.TopicPartition == end.Key && one.Offset >= end.Value));
    }

    public async ValueTask DisposeAsync() => await _consumer.DisposeAsync();

    private async Task CommitAsync(IReadOnlyCollection<TopicPartition> partitions)
    {
        _lastCommit = Stopwatch.GetTimestamp();
        TopicPartitionOffset[] offsets = [.. partitions.Where(_uncommitted.ContainsKey).Select(partition => _uncommitted[partition])];
        if (offsets.Length == 0)
        {
            return;
        }

        // What is committed was read: the history has to say so even if this process ends here.
        _history.Flush();
        long beganUs = UnixClock.NowUs;
        Outcome outcome = Outcome.Acknowledged;
        try
        {
            await _consumer.CommitAsync(offsets);
        }
        catch (RaftLogException e)
        {
            // An attempt before the one that was refused may have been carried out.
            outcome = Outcome.Unknown;
            _history.Write(new WorkerNote(UnixClock.NowUs, $"Commit not acknowledged: {e.ErrorCode}: {e.Message}"));
        }

        long doneUs = UnixClock.NowUs;
        foreach (TopicPartitionOffset offset in offsets)
        {
            _uncommitted.Remove(offset.TopicPartition);
            _history.Write(new OffsetCommitted(beganUs, doneUs, offset.TopicPartition.Partition, offset.Offset, outcome));
        }
    }

    private async ValueTask AssignedAsync(IReadOnlyList<TopicPartition> partitions)
    {
        long askedUs = UnixClock.NowUs;
        try
        {
            IReadOnlyList<TopicPartitionOffset> committed = await _consumer.CommittedAsync(partitions);
            foreach (TopicPartition partition in partitions)
            {
                long offset = committed.Where(one => one.TopicPartition == partition).Select(one => one.Offset).DefaultIfEmpty(-1).First();
                _history.Write(new PartitionResumed(askedUs, partition.Partition, offset));
            }
        }
        catch (RaftLogException e)
        {
            _history.Write(new WorkerNote(UnixClock.NowUs, $"Committed offsets not known: {e.ErrorCode}: {e.Message}"));
        }
    }

    private async ValueTask RevokedAsync(IReadOnlyList<TopicPartition> partitions)
    {
        await CommitAsync(partitions);
        Release(partitions, lost: false);
    }

    private ValueTask LostAsync(IReadOnlyList<TopicPartition> partitions)
    {
        Release(partitions, lost: true);
        return ValueTask.CompletedTask;
    }

    private void Release(IReadOnlyList<TopicPartition> partitions, bool lost)
    {
        foreach (TopicPartition partition in partitions)
        {
            _uncommitted.Remove(partition);
        }

        _history.Write(new PartitionsReleased(UnixClock.NowUs, [.. partitions.Select(partition => partition.Partition)], lost));
    }
}
