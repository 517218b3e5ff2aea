using System.Globalization;

namespace RaftLog.Interop.Tests;

/// <summary>Offsets that are looked up by the time of the records.</summary>
[Parallelizable(ParallelScope.All)]
internal sealed class OffsetsByTimeTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [TestCaseSource(typeof(ForeignClients), nameof(ForeignClients.Having), new object[] { Capability.OffsetsByTime })]
    public async Task OffsetOfATime_IsOfTheFirstRecordFromThenOn_OrTheEnd(ForeignClient client)
    {
        using var patience = new CancellationTokenSource(Patience);
        string topic = $"times-{client.Name}";
        await InteropCluster.CreateTopicAsync(topic, partitions: 1, patience.Token);
        DateTimeOffset noon = DateTimeOffset.UtcNow.AddHours(-2);
        await OwnClient.ProduceAsync(topic, ["a", "b", "c"], patience.Token, noon);
        await OwnClient.ProduceAsync(topic, ["d", "e"], patience.Token, noon.AddMinutes(1));

        Assert.That(await OffsetAsync(client, topic, noon.AddSeconds(-1), patience.Token), Is.Zero);
        Assert.That(await OffsetAsync(client, topic, noon.AddSeconds(30), patience.Token), Is.EqualTo(3));
        Assert.That(await OffsetAsync(client, topic, noon.AddMinutes(2), patience.Token), Is.EqualTo(5));
    }

    private static async Task<long> OffsetAsync(ForeignClient client, string topic, DateTimeOffset time, CancellationToken cancellation)
    {
        string timestampMs = time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        IReadOnlyList<string[]> answer = await client.AskAsync("times", cancellation, topic, "0", timestampMs);
        return long.Parse(answer.Single()[1], CultureInfo.InvariantCulture);
    }
}
