using System.Diagnostics;
using System.Net;

namespace RaftLog.Benchmarks.Groups;

/// <summary>A group of many members of the classic protocol: all come at once, stay for a while, and then one leaves.</summary>
internal sealed class ClassicCrowd(int count, string topic, DnsEndPoint coordinator) : IAsyncDisposable
{
    private const int Rounds = 10;

    private List<ClassicMember> _members = [];

    /// <summary>Runs it; hands each row on: what, the result, and how long the requests took.</summary>
    public async Task MeasureAsync(Action<string, FormattableString, CallTimes> tell, CancellationToken cancellation)
    {
        _members = [.. await Task.WhenAll(Enumerable.Range(0, count).Select(_ => ClassicMember.ConnectAsync("classic-crowd", topic, coordinator, cancellation)))];
        await JoinAsync($"{count} members of the classic protocol join one group, all at once", tell);

        var latencies = new CallTimes();
        var clock = Stopwatch.StartNew();
        for (int round = 0; round < Rounds; round++)
        {
            await Task.WhenAll(_members.Select(member => member.BeatAsync(latencies)));
        }

        tell("their heartbeats", $"{count * Rounds / clock.Elapsed.TotalSeconds:0} a second", latencies);
        var leaving = _members[^1];
        _members.RemoveAt(_members.Count - 1);
        await leaving.LeaveAsync();
        await JoinAsync($"one leaves: until the other {_members.Count} have their partitions", tell);
        await leaving.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var member in _members)
        {
            await member.DisposeAsync();
        }
    }

    // The members find out by themselves that they are to join, each by its next heartbeat.
    private async Task JoinAsync(string what, Action<string, FormattableString, CallTimes> tell)
    {
        var (joins, syncs, beats) = (new CallTimes(), new CallTimes(), new CallTimes());
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(_members.Select(async member =>
        {
            if (!member.IsMember || !await member.BeatAsync(beats))
            {
                await member.JoinAsync(joins, syncs);
            }
        }));
        tell($"{what}: JoinGroup", $"{clock.Elapsed.TotalSeconds:0.00} s in all", joins);
        tell("the same: SyncGroup", $"", syncs);
    }
}
