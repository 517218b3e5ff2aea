using System.Diagnostics;
using System.Globalization;
using System.Net;
using RaftLog.Benchmarks.EndToEnd;
using RaftLog.Client;
using RaftLog.Model;
using RaftLog.Protocol.Messages;

namespace RaftLog.Benchmarks.Groups;

/// <summary>
/// What one metadata group and one coordinator carry, with three broker processes: a group of many members, many groups, and commits as fast as they are taken,
/// with what producers notice of these.
/// </summary>
internal sealed class GroupsBenchmark(TextWriter output, string[] settings)
{
    private const string Topic = "orders";
    private const int Partitions = 1_000;
    private const int Members = 1_000;
    private const int Groups = 2_000;
    private const int Connections = 20;
    private const short HeartbeatVersion = 1;
    private const short CommitVersion = 8;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private readonly List<WireConnection> _connections = [];
    private DnsEndPoint? _coordinator;

    public async Task RunAsync(CancellationToken cancellation)
    {
        await using BenchCluster cluster = await BenchCluster.StartAsync(BenchCluster.ThreeBrokers, settings, cancellation);
        try
        {
            await cluster.Admin.CreateTopicAsync(new NewTopic(Topic, Partitions, 1), cancellation);
            await cluster.Admin.CreateTopicAsync(new NewTopic("probe", 1, 3), cancellation);
            await ConnectAsync(cluster.Admin, cancellation);
            await using var producer = new Producer<string, string>(new ProducerOptions { BootstrapServers = cluster.BootstrapServers });
            output.WriteLine("| what | result | milliseconds: median / p99 / most |");
            output.WriteLine("| --- | --- | --- |");
            await ProbeAsync(producer, "nothing else", cancellation);
            await MeasureMembersAsync();
            await using (var crowd = new ClassicCrowd(Members, Topic, _coordinator!))
            {
                await crowd.MeasureAsync((what, result, latencies) => output.WriteLine(Row(what, result, latencies)), cancellation);
            }

            await MeasureGroupsAsync();
            foreach (int offsets in new[] { 1, 10, 100 })
            {
                await MeasureCommitsAsync(producer, offsets, cancellation);
            }
        }
        finally
        {
            foreach (var connection in _connections)
            {
                await connection.DisposeAsync();
            }
        }
    }

    private async Task ConnectAsync(AdminClient admin, CancellationToken cancellation)
    {
        int coordinator = (await admin.DescribeGroupAsync("any", cancellation)).CoordinatorId;
        var broker = (await admin.DescribeClusterAsync(cancellation)).Brokers.First(one => one.BrokerId == coordinator);
        _coordinator = new DnsEndPoint(broker.Host, broker.Port);
        for (int i = 0; i < Connections; i++)
        {
            _connections.Add(await WireConnection.OpenAsync(_coordinator, cancellation));
        }
    }

    private async Task MeasureMembersAsync()
    {
        var latencies = new CallTimes();
        var members = Enumerable.Range(0, Members).Select(i => new BenchmarkMember("crowd", _connections[i % Connections], Topic)).ToList();
        var clock = Stopwatch.StartNew();
        await AllAsync(members, member => member.BeatAsync(latencies));
        output.WriteLine(Row($"{Members} members join one group", $"{clock.Elapsed.TotalSeconds:0.0} s", latencies));
        latencies = new CallTimes();
        int rounds = 0;
        while (members.Any(member => member.Count != Partitions / Members) && rounds < 100)
        {
            await AllAsync(members, member => member.BeatAsync(latencies));
            rounds++;
        }

        output.WriteLine(Row($"{Members} members with a partition each", $"{clock.Elapsed.TotalSeconds:0.0} s, {rounds} rounds of heartbeats", latencies));
        latencies = new CallTimes();
        clock.Restart();
        await AllAsync(members, member => member.BeatAsync(latencies));
        output.WriteLine(Row("a round of heartbeats without news", $"{Members / clock.Elapsed.TotalSeconds:0} a second", latencies));
        await AllAsync(members, member => member.LeaveAsync());
    }

    private async Task MeasureGroupsAsync()
    {
        var latencies = new CallTimes();
        var members = Enumerable.Range(0, Groups).Select(i => new BenchmarkMember($"group-{i}", _connections[i % Connections], "probe")).ToList();
        var clock = Stopwatch.StartNew();
        await AllAsync(members, member => member.BeatAsync(latencies));
        output.WriteLine(Row($"{Groups} groups get a member each", $"{clock.Elapsed.TotalSeconds:0.0} s", latencies));
        latencies = new CallTimes();
        clock.Restart();
        await AllAsync(members, member => member.BeatAsync(latencies));
        output.WriteLine(Row($"a heartbeat in each of {Groups} groups", $"{Groups / clock.Elapsed.TotalSeconds:0} a second", latencies));
    }

    private async Task MeasureCommitsAsync(Producer<string, string> producer, int offsets, CancellationToken cancellation)
    {
        var latencies = new CallTimes();
        using var stop = new CancellationTokenSource();

        // Four requests under way on each connection, each of a group of its own.
        Task committing = Task.WhenAll(Enumerable.Range(0, Connections * 4).Select(i => CommitAsync(i, offsets, latencies, stop.Token)));
        await ProbeAsync(producer, $"commits of {offsets} offsets", cancellation);
        await stop.CancelAsync();
        await committing;
        output.WriteLine(Row(
            $"commits of {offsets} offsets each", $"{latencies.Count / Window.TotalSeconds * offsets:0} offsets a second", latencies));
    }

    private async Task CommitAsync(int number, int offsets, CallTimes latencies, CancellationToken stop)
    {
        var request = new OffsetCommitRequest { GroupId = $"committer-{number}" };
        request.Topics.Add(new OffsetCommitRequest.Topic
        {
            Name = Topic,
            Partitions = [.. Enumerable.Range(0, offsets).Select(i => new OffsetCommitRequest.Partition { PartitionIndex = i, CommittedOffset = 1 })],
        });
        while (!stop.IsCancellationRequested)
        {
            var answer = await latencies.TimeAsync(() => _connections[number % Connections].CallAsync(request, CommitVersion));
            request.Topics[0].Partitions.ForEach(partition => partition.CommittedOffset++);
            if (answer.Topics[0].Partitions.Exists(partition => partition.ErrorCode != ErrorCode.None))
            {
                throw new InvalidOperationException($"A commit was refused: {answer.Topics[0].Partitions[0].ErrorCode}.");
            }
        }
    }

    // One record every 10 ms: what a producer notices.
    private async Task ProbeAsync(Producer<string, string> producer, string beside, CancellationToken cancellation)
    {
        var latencies = new CallTimes();
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < Window)
        {
            await latencies.TimeAsync(async () => await producer.ProduceAsync(new ProducerRecord<string, string>("probe", "key", "value"), cancellation));
            await Task.Delay(TimeSpan.FromMilliseconds(10), cancellation);
        }

        output.WriteLine(Row($"one record at a time, acks=all, beside {beside}", $"{latencies.Count} records", latencies));
    }

    private static Task AllAsync(IEnumerable<BenchmarkMember> members, Func<BenchmarkMember, Task> work) => Task.WhenAll(members.Select(work));

    private static string Row(string what, FormattableString result, CallTimes latencies) =>
        $"| {what} | {result.ToString(CultureInfo.InvariantCulture)} | {latencies} |";

    /// <summary>A member of a group whose coordinator assigns, which takes on at once what it is told.</summary>
    private sealed class BenchmarkMember(string group, WireConnection connection, string topic)
    {
        private readonly string _id = Guid.NewGuid().ToString();
        private List<ConsumerGroupHeartbeatRequest.TopicPartitions> _owned = [];
        private int _epoch;
        private bool _hasChanged;

        public int Count => _owned.Sum(one => one.Partitions.Count);

        public async Task BeatAsync(CallTimes latencies)
        {
            var request = new ConsumerGroupHeartbeatRequest
            {
                GroupId = group,
                MemberId = _id,
                MemberEpoch = _epoch,
                RebalanceTimeoutMs = _epoch == 0 ? 60_000 : -1,
                SubscribedTopicNames = _epoch == 0 ? [topic] : null,
                OwnedPartitions = _epoch == 0 ? [] : _hasChanged ? _owned : null,
            };
            var answer = await latencies.TimeAsync(() => connection.CallAsync(request, HeartbeatVersion));
            if (answer.ErrorCode != ErrorCode.None)
            {
                throw new InvalidOperationException($"A heartbeat was refused: {answer.ErrorCode} {answer.ErrorMessage}");
            }

            _epoch = answer.MemberEpoch;
            _hasChanged = answer.Assignment is not null;
            _owned = answer.Assignment?.TopicPartitions.ConvertAll(
                one => new ConsumerGroupHeartbeatRequest.TopicPartitions { TopicId = one.TopicId, Partitions = one.Partitions }) ?? _owned;
        }

        public Task<ConsumerGroupHeartbeatResponse> LeaveAsync() => connection.CallAsync(
            new ConsumerGroupHeartbeatRequest { GroupId = group, MemberId = _id, MemberEpoch = -1 }, HeartbeatVersion);
    }
}
