using RaftLog.Client.Network;
using RaftLog.Protocol;

namespace RaftLog.Client.Tests;

[CancelAfter(30_000)]
public sealed class MetadataCacheTests
{
    private ManualTime _time = null!;
    private FakeCluster _cluster = null!;
    private ClusterClient _client = null!;

    [SetUp]
    public void Create()
    {
        _time = new ManualTime();
        _cluster = new FakeCluster();
        _client = new ClusterClient(_cluster.ClientOptions() with { TimeProvider = _time }, allowTopicCreation: false);
    }

    [TearDown]
    public async Task DisposeAsync()
    {
        await _client.DisposeAsync();
        await _cluster.DisposeAsync();
    }

    /// <summary>An election is soon over, and a connection to another broker costs more than to ask the same again.</summary>
    [Test]
    public async Task ConnectedBroker_IsAskedAgain_WhileAnElectionMayBeUnderWay()
    {
        int[] asked = [await AskedAsync(), await AskedAsync(afterMs: 50), await AskedAsync(afterMs: 49)];

        Assert.That(asked.Distinct().Count(), Is.EqualTo(1));
    }

    /// <summary>It may be cut off from the others, and never hear of the next leader.</summary>
    [Test]
    public async Task ConnectedBroker_IsAskedLast_OnceItsAnswersHaveNotHelpedForATenthOfASecond()
    {
        int first = await AskedAsync();
        int next = await AskedAsync(afterMs: 100);

        Assert.That(next, Is.Not.EqualTo(first));
        Assert.That(await AskedAsync(afterMs: 100), Is.Not.EqualTo(next));
    }

    [Test]
    public async Task ConnectedBroker_IsAskedFirst_WhenItWasNotAskedForASecond()
    {
        int first = await AskedAsync();
        await AskedAsync(afterMs: 50);

        Assert.That(await AskedAsync(afterMs: 1_000), Is.EqualTo(first));
    }

    /// <summary>Refreshes, and returns who answered.</summary>
    private async Task<int> AskedAsync(int afterMs = 0)
    {
        _time.AdvanceMs(afterMs);
        _cluster.Requests.Clear();
        await _client.Metadata.RefreshAsync(TestContext.CurrentContext.CancellationToken);
        return _cluster.Requests.Single(request => request.Key == ApiKey.Metadata).Broker;
    }
}
