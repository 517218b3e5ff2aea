using RaftLog.Model;

namespace RaftLog.Client.Network;

/// <summary>
/// Asks the leaders of partitions, each for all of its own at once, and asks again for those whose leader moved meanwhile, until there is an
/// answer for all.
/// </summary>
/// <param name="cluster">The cluster.</param>
/// <param name="deed">What is asked for, as in "Looking up offsets of".</param>
/// <param name="ask">Sends one request to a leader; the metadata are those by which it was found.</param>
internal sealed class LeaderRounds<TResult>(
    ClusterClient cluster,
    string deed,
    Func<int, IEnumerable<TopicPartition>, ClusterMetadata, CancellationToken, Task<IEnumerable<LeaderAnswer<TResult>>>> ask)
{
    private readonly Dictionary<TopicPartition, TResult> _results = [];

    /// <summary>The results of all partitions. Called once.</summary>
    /// <exception cref="RaftLogException">A topic does not exist, or an error that asking again does not heal.</exception>
    public async Task<Dictionary<TopicPartition, TResult>> RunAsync(IEnumerable<TopicPartition> partitions, CancellationToken cancellationToken)
    {
        TopicPartition[] wanted = [.. partitions];
        foreach (string topic in wanted.Select(partition => partition.Topic).Distinct())
        {
            await cluster.Metadata.GetTopicAsync(topic, cluster.Options.OperationTimeout, cancellationToken).ConfigureAwait(false);
        }

        await cluster.RetryAsync(
            async token =>
            {
                TopicPartition[] missing = [.. wanted.Where(partition => !_results.ContainsKey(partition))];
                await AskLeadersAsync(missing, token).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
        return _results;
    }

    private async Task AskLeadersAsync(IEnumerable<TopicPartition> partitions, CancellationToken cancellationToken)
    {
        ClusterMetadata metadata = cluster.Metadata.Current;
        foreach (IGrouping<int, TopicPartition> leader in partitions.GroupBy(partition => metadata.Leader(partition).Leader))
        {
            if (leader.Key < 0)
            {
                TopicPartition first = leader.First();
                throw new RaftLogException(ErrorCode.LeaderNotAvailable, $"{first} has no leader at present.", first);
            }

            Collect(await ask(leader.Key, leader, metadata, cancellationToken).ConfigureAwait(false));
        }
    }

    private void Collect(IEnumerable<LeaderAnswer<TResult>> answers)
    {
        RaftLogException? failure = null;
        foreach ((TopicPartition partition, ErrorCode error, TResult result) in answers)
        {
            if (error == ErrorCode.None)
            {
                _results[partition] = result;
            }
            else
            {
                failure = new RaftLogException(error, $"{deed} {partition} failed with {error.KafkaName()}.", partition);
            }
        }

        if (failure is not null)
        {
            throw failure;
        }
    }
}
