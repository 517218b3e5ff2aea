using RaftLog.Model;

namespace RaftLog.Replication.Tests;

/// <summary>A client of a <see cref="TestCluster"/>: appends numbered values without waiting, and remembers which of them were acknowledged, and where.</summary>
internal sealed class AcknowledgedRecords(TestCluster cluster)
{
    private readonly List<(string Value, ValueTask<AppendOutcome> Outcome)> _pending = [];
    private int _next;

    /// <summary>Offset to value of everything acknowledged.</summary>
    public SortedDictionary<long, string> Acknowledged { get; } = [];

    public int Failed { get; private set; }

    public void Append(TestBroker broker, string padding = "")
    {
        string value = $"record {_next++}{padding}";
#pragma warning disable CA2012 // Kept until it is completed, then taken once: nothing may wait on the one thread of the cluster.
        _pending.Add((value, broker.Groups[TestCluster.Group].AppendAsync(Batches.Of(value))));
#pragma warning restore CA2012
    }

    /// <summary>Takes in what was decided meanwhile.</summary>
    public void Collect()
    {
        for (int i = _pending.Count - 1; i >= 0; i--)
        {
            (string value, ValueTask<AppendOutcome> pending) = _pending[i];
            if (pending.IsCompleted)
            {
                _pending.RemoveAt(i);
                Take(value, cluster.Await(pending));
            }
        }
    }

    /// <summary>The process that was asked is gone, and its answers with it.</summary>
    public void ForgetPending() => _pending.Clear();

    /// <summary>Every acknowledged record is where it was acknowledged, on every running broker.</summary>
    public void AssertAllThere()
    {
        foreach (TestBroker broker in cluster.Up)
        {
            GroupHandle group = broker.Groups[TestCluster.Group];
            List<string> log = Batches.Read(group.Log, group.Status.HighWatermark);
            foreach ((long offset, string value) in Acknowledged)
            {
                Assert.That(offset, Is.LessThan(log.Count), $"{broker.Id} has lost the end of the log.");
                Assert.That(log[(int)offset], Is.EqualTo(value), $"{broker.Id} has something else at offset {offset}.");
            }
        }
    }

    private void Take(string value, AppendOutcome outcome)
    {
        if (outcome.Status == AppendStatus.Appended)
        {
            Assert.That(Acknowledged.TryAdd(outcome.BaseOffset.Value, value), Is.True, "An offset was acknowledged twice.");
        }
        else
        {
            Failed++;
        }
    }
}
