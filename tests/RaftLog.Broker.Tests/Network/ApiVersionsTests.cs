using RaftLog.Broker.Tests.Support;
using RaftLog.Model;
using RaftLog.Protocol;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Tests.Network;

/// <summary>The first request of every client.</summary>
public sealed class ApiVersionsTests
{
    [TestCase(0)]
    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    [TestCase(4)]
    public async Task TellsExactlyTheApisOfTheTable(short version)
    {
        await using var listener = new TestListener(new HeldHandler());

        var answer = await listener.Connect().CallAsync(Request(), version);

        Assert.That(answer.ErrorCode, Is.EqualTo(ErrorCode.None));
        Assert.That(
            answer.ApiKeys.Select(api => (api.ApiKey, api.MinVersion, api.MaxVersion)),
            Is.EqualTo(new[] { (ApiKey.Heartbeat, (short)0, (short)4), (ApiKey.ApiVersions, (short)0, (short)4) }));
    }

    [Test]
    public async Task TellsTheFeaturesThatTheClusterIsAt([Values(3, 4)] int version)
    {
        await using var listener = new TestListener(new HeldHandler());

        var answer = await listener.Connect().CallAsync(Request(), (short)version);

        Assert.That(answer.FinalizedFeaturesEpoch, Is.GreaterThanOrEqualTo(0));
        Assert.That(answer.FinalizedFeatures.Select(feature => (feature.Name, feature.MaxVersionLevel)), Is.EquivalentTo(new[] { ("group.version", (short)1), ("transaction.version", (short)2) }));
        Assert.That(answer.SupportedFeatures.Select(feature => feature.Name), Is.EquivalentTo(answer.FinalizedFeatures.Select(feature => feature.Name)));
    }

    [Test]
    public async Task VersionFromTheFuture_IsAnsweredInTheOldestLayout_WithTheRanges_AndTheConnectionGoesOn()
    {
        await using var listener = new TestListener(new HeldHandler());
        var client = listener.Connect();

        // Key 18, version 99, correlation id 7, client id null, no tags; then bytes of a layout that nobody knows.
        await client.SendFrameAsync(0, 18, 0, 99, 0, 0, 0, 7, 0xff, 0xff, 0, 1, 2, 3);
        var (correlationId, answer) = TestClient.Read<ApiVersionsResponse>((await client.ReceiveFrameAsync())!, version: 0);

        Assert.That(correlationId, Is.EqualTo(7));
        Assert.That(answer.ErrorCode, Is.EqualTo(ErrorCode.UnsupportedVersion));
        Assert.That(answer.ApiKeys.Single(api => api.ApiKey == ApiKey.ApiVersions).MaxVersion, Is.EqualTo(4));
        Assert.That((await client.CallAsync(Request(), version: 3)).ErrorCode, Is.EqualTo(ErrorCode.None));
    }

    [TestCase("", "1")]
    [TestCase("client", "-1")]
    [TestCase("cli ent", "1")]
    public async Task SoftwareNameWithBadCharacters_IsInvalid(string name, string softwareVersion)
    {
        await using var listener = new TestListener();
        var request = new ApiVersionsRequest { ClientSoftwareName = name, ClientSoftwareVersion = softwareVersion };

        var answer = await listener.Connect().CallAsync(request, version: 3);

        Assert.That(answer.ErrorCode, Is.EqualTo(ErrorCode.InvalidRequest));
    }

    private static ApiVersionsRequest Request() => new() { ClientSoftwareName = "test", ClientSoftwareVersion = "1.0" };
}
