using System.Diagnostics;
using RaftLog.Client;

namespace RaftLog.Demo;

/// <summary>
/// What the producer was told: how many records of each partition were acknowledged, and the longest silence between two
/// acknowledgements of one partition once the leader was killed. Called from the producer's loop, read by the demo.
/// </summary>
internal sealed class AckLog(int partitions)
{
    private readonly Lock _gate = new();
    private readonly long[] _acknowledged = new long[partitions];
    private readonly long[] _lastAck = new long[partitions];
    private HashSet<int> _orphaned = [];
    private TimeSpan _longestGap;

    /// <summary>Records acknowledged so far.</summary>
    public long Acknowledged
    {
        get
        {
            lock (_gate)
            {
                return _acknowledged.Sum();
            }
        }
    }

    /// <summary>The first failure, if any.</summary>
    public RaftLogException? Failure { get; private set; }

    /// <summary>The longest silence, from the last acknowledgement before the kill or a later one to the next, of a partition whose leader was killed.</summary>
    public TimeSpan LongestGap
    {
        get
        {
            lock (_gate)
            {
                return _longestGap;
            }
        }
    }

    /// <summary>The partition with the most acknowledged records.</summary>
    public int Busiest()
    {
        lock (_gate)
        {
            return Array.IndexOf(_acknowledged, _acknowledged.Max());
        }
    }

    /// <summary>From now on silences of these partitions count, since their leader is about to be killed.</summary>
    public void LeaderKilled(IEnumerable<int> orphaned)
    {
        lock (_gate)
        {
            _orphaned = [.. orphaned];
            Array.Fill(_lastAck, Stopwatch.GetTimestamp());
        }
    }

    /// <summary>Takes the report of a batch.</summary>
    public void Report(DeliveryReport report)
    {
        long now = Stopwatch.GetTimestamp();
        lock (_gate)
        {
            if (report.Error is not null)
            {
                Failure ??= report.Error;
                return;
            }

            int partition = report.TopicPartition.Partition;
            _acknowledged[partition] += report.RecordCount;
            if (_orphaned.Contains(partition))
            {
                TimeSpan gap = Stopwatch.GetElapsedTime(_lastAck[partition], now);
                _longestGap = gap > _longestGap ? gap : _longestGap;
            }

            _lastAck[partition] = now;
        }
    }
}
