using RaftLog.Metadata;
using RaftLog.Replication;

namespace RaftLog.Broker.Handlers;

/// <summary>Waits until new partitions have leaders, so that whoever created them can use them at once.</summary>
internal sealed class NewTopicLeaders(ClusterView cluster, LeaderDirectory leaders, TimeProvider time)
{
    /// <summary>Completes when every one of <paramref name="partitions"/> has a leader that clients can be sent to, or the time is up.</summary>
    public async Task WaitAsync(IEnumerable<PartitionImage> partitions, TimeSpan atMost)
    {
        var waitingFor = partitions.Select(partition => partition.Group).ToHashSet();
        using var deadline = new Deadline(time, atMost);
        var news = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Noted(GroupId group, GroupLeader leader) => Volatile.Read(ref news).TrySetResult();

        leaders.Changed += Noted;
        try
        {
            while (true)
            {
                // Renewed before looking, so that what changes after the look is not missed.
                var next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                Volatile.Write(ref news, next);
                waitingFor.RemoveWhere(group => cluster.LeaderOf(cluster.Image, group).Leader != BrokerId.None);
                if (waitingFor.Count == 0 || !await deadline.WaitAsync(next.Task))
                {
                    return;
                }
            }
        }
        finally
        {
            leaders.Changed -= Noted;
        }
    }
}
