using System.Reflection;
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

    /// <summary>An answer is written and read in the version of its request.</summary>
    [TestCaseSource(nameof(Kinds))]
    public void Answer_HasEveryVersionOfItsRequest(Type request, Type answer)
    {
        var (asked, answered) = (VersionsOf(request), VersionsOf(answer));

        Assert.That(Enumerable.Range(asked.Lowest, asked.Highest - asked.Lowest + 1).Where(version => !answered.Contains((short)version)), Is.Empty);
    }

    [Test]
    public void EveryKindOfRequest_CanBeServed() => Assert.That(
        Enum.GetValues<ControllerCommandType>().Where(type => !ControllerRpc.Serves(type)),
        Is.Empty);

    private static IEnumerable<TestCaseData> Kinds() =>
        from field in typeof(ControllerCommands).GetFields(BindingFlags.Public | BindingFlags.Static)
        let types = field.FieldType.GetGenericArguments()
        select new TestCaseData(types[0], types[1]).SetArgDisplayNames(field.Name);

    private static WireVersions VersionsOf(Type message) =>
        (WireVersions)message.GetProperty(nameof(CreateTopicsResult.Versions), BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;
}
