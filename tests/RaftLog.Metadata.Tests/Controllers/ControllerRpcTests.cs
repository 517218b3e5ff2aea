using RaftLog.Metadata.Tests.Support;
using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Metadata.Tests.Controllers;

[CancelAfter(30_000)]
public sealed class ControllerRpcTests
{
    [Test]
    public async Task Request_OfAnotherBroker_IsServedAndAnswered()
    {
        await using var cluster = new MemoryCluster(brokers: 1);
        var leader = cluster.Elect(1);
        await leader.WithLiveBrokersAsync(1);

        var answer = await ControllerRpc.ServeAsync(leader.Controller, ControllerRpc.EncodeRequest(Images.Creation("orders", 3, 1)));
        var result = ControllerRpc.DecodeResult<CreateTopicsCommand, CreateTopicsResult>(answer);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.IsSuccess, Is.True);
            Assert.That(result.Index, Is.EqualTo(leader.Store.Current.Index));
            Assert.That(result.Topics.Single().TopicId, Is.EqualTo(leader.Store.Current.Topics.ByName["orders"].Id));
            Assert.That(result.Topics.Single().PartitionCount, Is.EqualTo(3));
        }
    }

    [Test]
    public async Task Refusal_ArrivesWithItsMessage()
    {
        await using var cluster = new MemoryCluster(brokers: 1);
        cluster.Elect(1);

        var answer = await ControllerRpc.ServeAsync(cluster.Nodes[0].Controller, ControllerRpc.EncodeRequest(new UnregisterBrokerCommand { Broker = new BrokerId(7) }));
        var result = ControllerRpc.DecodeResult<UnregisterBrokerCommand, UnregisterBrokerResult>(answer);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Error, Is.EqualTo(ErrorCode.BrokerIdNotRegistered));
            Assert.That(result.ErrorMessage, Does.Contain("7"));
        }
    }

    [TestCase(new byte[0])]
    [TestCase(new byte[] { 0, 1 })]
    [TestCase(new byte[] { 0x7F, 0, 0, 0 })]
    [TestCase(new byte[] { 0, 1, 0x7F, 0 })]
    [TestCase(new byte[] { 0, 1, 0, 0, 0xFF })]
    public async Task RequestThatIsNone_IsRefused(byte[] request)
    {
        await using var cluster = new MemoryCluster(brokers: 1);
        var leader = cluster.Elect(1);

        Assert.That(async () => await ControllerRpc.ServeAsync(leader.Controller, request), Throws.TypeOf<WireFormatException>());
    }

    [Test]
    public void EveryKindOfRequest_CanBeServed() => Assert.That(
        Enum.GetValues<ControllerCommandType>().Where(type => !ControllerRpc.Serves(type)),
        Is.Empty);
}
