using RaftLog.Chaos.History;
using RaftLog.Client;
using RaftLog.Model;

namespace RaftLog.Chaos.Workload;

/// <summary>Asks at the end of a run what the groups have committed, as one more member of each would be told.</summary>
internal sealed class CommittedReader(WorkerArguments arguments, HistoryWriter history)
{
    public async Task ReadAsync()
    {
        await using var ends = new TopicEnds(arguments);
        IReadOnlyList<TopicPartition> partitions = await ends.PartitionsAsync(CancellationToken.None);
        foreach (string group in arguments.Group.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            history.Write(new WorkerStarted(UnixClock.NowUs, $"committed-{group}", WorkerRole.Member, "RaftLog.Client", Group: group));
            await using var consumer = new Consumer<string?, ReadOnlyMemory<byte>>(
                new ConsumerOptions { BootstrapServers = arguments.BootstrapServers, ClientId = arguments.Name, GroupId = group, EnableAutoCommit = false });
            long askedUs = UnixClock.NowUs;
            var committed = (await consumer.CommittedAsync(partitions)).ToDictionary(one => one.TopicPartition, one => one.Offset);
            foreach (TopicPartition partition in partitions)
            {
                history.Write(new PartitionResumed(askedUs, partition.Partition, committed.GetValueOrDefault(partition, -1)));
            }
        }
    }
}
