using RaftLog.Benchmarks.Results;
using RaftLog.Failover;

namespace RaftLog.Benchmarks.EndToEnd;

/// <summary>Kills the leader of a partition, again and again, while a producer sends it one record after the other.</summary>
internal sealed class FailoverRow() : Row("failover", "kill -9 of the leader to the next acknowledgement")
{
    private const int Rounds = 7;

    public override async Task<Sample> MeasureAsync(BenchCluster cluster, string flush, double scale, CancellationToken cancellation)
    {
        string topic = await cluster.CreateTopicAsync(1, flush, cancellation);
        int rounds = Math.Max(1, (int)(Rounds * scale));
        IReadOnlyList<TimeSpan> gaps = await new FailoverRounds(cluster.Brokers, topic)
            .RunAsync(rounds, leader => leader.KillAsync(cancellation), leader => leader.Start(), cancellation);
        await cluster.DeleteTopicAsync(topic, cancellation);
        var sample = new Sample();
        sample[Metric.GapMedianMs] = Statistics.Median(gaps.Select(gap => gap.TotalMilliseconds));
        sample[Metric.GapWorstMs] = gaps.Max().TotalMilliseconds;
        return sample;
    }
}
