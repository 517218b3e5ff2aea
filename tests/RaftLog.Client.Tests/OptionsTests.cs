using RaftLog.Model;

namespace RaftLog.Client.Tests;

/// <summary>A setting that cannot work is refused when the client is made, by its name.</summary>
public sealed class OptionsTests
{
    private static readonly ProducerOptions Producer = new() { BootstrapServers = "a:1" };

    private static readonly ConsumerOptions Consumer = new() { BootstrapServers = "a:1", GroupId = "g" };

    private static IEnumerable<TestCaseData> Wrong()
    {
        yield return new TestCaseData(Producer with { RequestTimeout = TimeSpan.Zero }, nameof(ClientOptions.RequestTimeout));
        yield return new TestCaseData(Producer with { RetryBackoffMax = TimeSpan.FromTicks(1) }, nameof(ClientOptions.RetryBackoffMax));
        yield return new TestCaseData(Producer with { Acks = Acks.Leader }, nameof(ProducerOptions.EnableIdempotence));
        yield return new TestCaseData(Producer with { MaxInFlight = 6 }, nameof(ProducerOptions.MaxInFlight));
        yield return new TestCaseData(Producer with { BatchBytes = 2 * 1024 * 1024 }, nameof(ProducerOptions.BatchBytes));
        yield return new TestCaseData(Producer with { BufferBytes = 1 }, nameof(ProducerOptions.BufferBytes));
        yield return new TestCaseData(Producer with { DeliveryTimeout = TimeSpan.FromSeconds(1) }, nameof(ProducerOptions.DeliveryTimeout));
        yield return new TestCaseData(Producer with { Compression = (CompressionCodec)9 }, nameof(ProducerOptions.Compression));
        yield return new TestCaseData(Consumer with { GroupId = "" }, nameof(ConsumerOptions.GroupId));
        yield return new TestCaseData(Consumer with { GroupId = null, GroupInstanceId = "i" }, nameof(ConsumerOptions.GroupInstanceId));
        yield return new TestCaseData(Consumer with { SessionTimeout = TimeSpan.FromSeconds(6) }, nameof(ConsumerOptions.SessionTimeout));
        yield return new TestCaseData(Consumer with { PartitionAssignment = [] }, nameof(ConsumerOptions.PartitionAssignment));
        yield return new TestCaseData(Consumer with { FetchMaxWait = TimeSpan.FromMinutes(1) }, nameof(ClientOptions.RequestTimeout));
    }

    [TestCaseSource(nameof(Wrong))]
    public void WrongSetting_IsRefusedByName(ClientOptions options, string name) =>
        Assert.That(options.Validate, Throws.ArgumentException.With.Property(nameof(ArgumentException.ParamName)).EqualTo(name));

    [Test]
    public void Defaults_AreValid() =>
        Assert.Multiple(() =>
        {
            Assert.That(Producer.Validate, Throws.Nothing);
            Assert.That(Consumer.Validate, Throws.Nothing);
        });
}
