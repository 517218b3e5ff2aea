using RaftLog.Broker.Partitions;
using RaftLog.Broker.Tests.Support;
using RaftLog.Model;
using RaftLog.Protocol;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Tests.Partitions;

/// <summary>How fast segments are sent, by what is set while the broker runs.</summary>
public sealed class RecoveryThrottleTests
{
    private const string Rate = "replication.recovery.rate";
    private const string Throttled = "leader.replication.throttled.rate";

    private TestBroker _broker = null!;

    [SetUp]
    public async Task StartAsync() => _broker = await TestBroker.StartAsync();

    [TearDown]
    public async Task StopAsync() => await _broker.DisposeAsync();

    [Test]
    public void NothingSet_LeavesWhatTheFileSays([Values(0, 100)] long fromFile) => Assert.That(RateNow(fromFile), Is.EqualTo(fromFile));

    [Test]
    public async Task RateThatIsSet_TakesThePlaceOfTheFiles_TheBrokersOwnBeforeThatOfAll()
    {
        await SetAsync("", Rate, "50");
        Assert.That(RateNow(100), Is.EqualTo(50));
        await SetAsync("1", Rate, "70");
        Assert.That(RateNow(100), Is.EqualTo(70));
        await SetAsync("1", Rate, "0");
        Assert.That(RateNow(100), Is.Zero);
    }

    [Test]
    public async Task ThrottleOfKafkasTools_HoldsWhereItIsSmaller()
    {
        await SetAsync("1", Throttled, "50");

        Assert.That((RateNow(0), RateNow(40), RateNow(60)), Is.EqualTo((50L, 40L, 50L)));
    }

    private long RateNow(long fromFile) => RecoveryThrottle.RateOf(_broker.Image.Configs, new BrokerId(TestBroker.Id), fromFile);

    private async Task SetAsync(string broker, string name, string value)
    {
        var request = new IncrementalAlterConfigsRequest
        {
            Resources =
            [
                new IncrementalAlterConfigsRequest.Resource
                {
                    ResourceType = ConfigResourceType.Broker,
                    ResourceName = broker,
                    Configs = [new IncrementalAlterConfigsRequest.Config { Name = name, Value = value, ConfigOperation = ConfigOperation.Set }],
                },
            ],
        };
        var answer = (await _broker.Connect().CallAsync(request, version: 1)).Responses.Single();
        Assert.That(answer.ErrorCode, Is.EqualTo(ErrorCode.None), answer.ErrorMessage);
    }
}
