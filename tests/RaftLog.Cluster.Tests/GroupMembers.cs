using System.Collections.Concurrent;
using RaftLog.Client;
using RaftLog.Model;

namespace RaftLog.Cluster.Tests;

/// <summary>The members of one consumer group, each of which notes down what it reads.</summary>
internal sealed class GroupMembers(EmbeddedCluster cluster, GroupProtocol protocol, TimeSpan sessionTimeout) : IAsyncDisposable
{
    public const string Group = "readers";

    private readonly List<Member> _members = [];

    /// <summary>Everything that was read, in the order of each member.</summary>
    public ConcurrentQueue<(int Member, int Partition, long Offset)> Read { get; } = new();

    public IReadOnlyList<TopicPartition> AssignmentOf(int member) => _members[member].Consumer.Assignment;

    public void Add(int count)
    {
        for (; count > 0; count--)
        {
            var dialer = new MortalDialer();
            var consumer = new Consumer<string, string>(new ConsumerOptions
            {
                BootstrapServers = cluster.BootstrapServers,
                GroupId = Group,
                GroupProtocol = protocol,
                SessionTimeout = sessionTimeout,
                HeartbeatInterval = TimeSpan.FromMilliseconds(200),
                AutoOffsetReset = AutoOffsetReset.Earliest,
                AutoCommitInterval = TimeSpan.FromMilliseconds(300),
                Dial = dialer.DialAsync,
            });
            consumer.Subscribe(ClusterScenario.Topic);
            var member = new Member(consumer, dialer, new CancellationTokenSource());
            member.Reading = ReadAsync(_members.Count, member);
            _members.Add(member);
        }
    }

    /// <summary>Lets a member vanish without a word.</summary>
    public async Task KillAsync(int member)
    {
        _members[member].Dialer.Kill();
        await _members[member].Stop.CancelAsync();
        await _members[member].Reading;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var member in _members)
        {
            await member.Stop.CancelAsync();
            await member.Reading;
            await member.Consumer.DisposeAsync();
            member.Stop.Dispose();
        }
    }

    private async Task ReadAsync(int number, Member member)
    {
        try
        {
            while (true)
            {
                var record = await member.Consumer.ConsumeAsync(member.Stop.Token);
                Read.Enqueue((number, record.Partition, record.Offset));
            }
        }
        catch (OperationCanceledException)
        {
            // The scenario is over for this member.
        }
    }

    private sealed record Member(Consumer<string, string> Consumer, MortalDialer Dialer, CancellationTokenSource Stop)
    {
        public Task Reading { get; set; } = Task.CompletedTask;
    }
}
