using RaftLog.Model;
using RaftLog.Protocol;
using RaftLog.Protocol.Messages;

namespace RaftLog.Client.Tests;

/// <summary>How the client gets through to a cluster, and what it says when it does not.</summary>
[CancelAfter(30_000)]
public sealed class ConnectionTests
{
    [Test]
    public async Task OneBootstrapServerThatAnswers_IsEnough()
    {
        await using var cluster = new FakeCluster();
        cluster.Brokers[0].Kill();
        cluster.Brokers[1].Kill();
        await using var admin = new AdminClient(cluster.ClientOptions());

        Assert.That((await admin.DescribeClusterAsync()).Brokers, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task SilentBootstrapServer_DoesNotHoldUpTheOthers()
    {
        await using var cluster = new FakeCluster();
        cluster.Brokers[0].Pause();
        await using var admin = new AdminClient(cluster.ClientOptions());

        Assert.That((await admin.DescribeClusterAsync()).ClusterId, Is.EqualTo("fake"));
    }

    [Test]
    public async Task ClusterThatCannotBeReached_IsNamedInTheError()
    {
        await using var cluster = new FakeCluster(brokers: 1);
        cluster.Brokers[0].Kill();
        await using var admin = new AdminClient(cluster.ClientOptions() with { OperationTimeout = TimeSpan.FromMilliseconds(20) });

        var failure = await Assert.ThrowsAsync<RaftLogException>(() => admin.DescribeClusterAsync());

        using (Assert.EnterMultipleScope())
        {
            Assert.That((failure!.ErrorCode, failure.IsRetriable), Is.EqualTo((ErrorCode.NetworkException, true)));
            Assert.That(failure.Message, Does.Contain("fake:9000").And.Contain("BootstrapServers"));
        }
    }

    [Test]
    public async Task DialThatThrewSomethingOfItsOwn_IsTriedAgain()
    {
        await using var cluster = new FakeCluster(brokers: 1);
        int dials = 0;
        await using var admin = new AdminClient(cluster.ClientOptions() with
        {
            Dial = (endPoint, token) => dials++ == 0 ? throw new System.Security.Authentication.AuthenticationException("No.") : cluster.DialAsync(endPoint, token),
        });

        Assert.That((await admin.DescribeClusterAsync()).Brokers, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task OlderBroker_IsAskedForVersionsInItsOwnLayout()
    {
        await using var cluster = new FakeCluster(brokers: 1);
        int asked = 0;
        cluster.On<ApiVersionsRequest, ApiVersionsResponse>((_, request) => new ApiVersionsResponse
        {
            ErrorCode = asked++ == 0 ? ErrorCode.UnsupportedVersion : ErrorCode.None,
            ApiKeys = asked == 1 ? [] : [new ApiVersionsResponse.Api { ApiKey = ApiKey.Metadata, MinVersion = 1, MaxVersion = 4 }],
        });
        await using var admin = new AdminClient(cluster.ClientOptions());

        Assert.That((await admin.DescribeClusterAsync()).Brokers, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task ApiThatTheBrokerLacks_IsNamedInTheError()
    {
        await using var cluster = new FakeCluster(brokers: 1);
        await using var admin = new AdminClient(cluster.ClientOptions());

        var failure = await Assert.ThrowsAsync<RaftLogException>(() => admin.ListGroupsAsync());

        Assert.That((failure!.ErrorCode, failure.Message.Contains("ListGroups")), Is.EqualTo((ErrorCode.UnsupportedVersion, true)));
    }

    [TestCase("")]
    [TestCase("host:port")]
    [TestCase("host:0")]
    [TestCase("host:70000")]
    [TestCase(":9092")]
    public void BootstrapServers_ThatAreWrong_AreRefusedByName(string servers) =>
        Assert.That(
            () => new AdminClient(new ClientOptions { BootstrapServers = servers }),
            Throws.ArgumentException.With.Message.Contains("BootstrapServers"));

    [TestCase("a", "a", 9092)]
    [TestCase("a:1", "a", 1)]
    [TestCase(" a:1 , b:2", "a", 1)]
    [TestCase("[::1]:5", "::1", 5)]
    [TestCase("::1", "::1", 9092)]
    public void BootstrapServers_AreRead(string servers, string host, int port)
    {
        var first = Client.Network.BootstrapList.Parse(servers)[0];

        Assert.That((first.Host, first.Port), Is.EqualTo((host, port)));
    }
}
