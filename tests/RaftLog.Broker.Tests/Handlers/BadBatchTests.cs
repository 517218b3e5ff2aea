using System.Buffers;
using System.Buffers.Binary;
using RaftLog.Broker.Tests.Support;
using RaftLog.Model;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Tests.Handlers;

/// <summary>Batches that are not what they say: refused with the code that makes the producer do the right thing, and nothing is appended.</summary>
public sealed class BadBatchTests
{
    private const int LengthPosition = 8;
    private const int MagicPosition = 16;
    private const int AttributesPosition = 21;
    private const int LastOffsetDeltaPosition = 23;
    private const int CountPosition = 57;

    private TestBroker _broker = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _broker = await TestBroker.StartAsync();
        await _broker.CreateTopicAsync("t", configs: new Dictionary<string, string> { ["max.message.bytes"] = "2000" });
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _broker.DisposeAsync();

    [TearDown]
    public async Task NothingWasAppendedAsync()
    {
        var fetched = await _broker.Connect().CallAsync(Batches.Fetch("t", 0, offset: 0), version: 11);
        Assert.That(fetched.Responses.Single().Partitions.Single().HighWatermark, Is.Zero);
    }

    [Test]
    public Task WrongCrc_IsCorruptMessage() => RefusesAsync(ErrorCode.CorruptMessage, batch => batch[^1] ^= 1);

    [Test]
    public Task LengthBeyondTheBytesSent_IsInvalidRecord() => RefusesAsync(ErrorCode.InvalidRecord, batch => Add(batch, LengthPosition, 100));

    [Test]
    public Task LengthBelowTheBytesSent_IsInvalidRecord() => RefusesAsync(ErrorCode.InvalidRecord, batch => Add(batch, LengthPosition, -1));

    [Test]
    public Task NegativeLength_IsInvalidRecord() =>
        RefusesAsync(ErrorCode.InvalidRecord, batch => BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(LengthPosition), int.MinValue));

    [Test]
    public Task OldMagic_IsUnsupportedForMessageFormat() =>
        RefusesAsync(ErrorCode.UnsupportedForMessageFormat, batch => batch[MagicPosition] = 1);

    [Test]
    public Task UnknownCodec_IsUnsupportedCompressionType() =>
        RefusesAsync(ErrorCode.UnsupportedCompressionType, batch => batch[AttributesPosition + 1] |= 7);

    [Test]
    public Task CountThatIsNotTheLastDeltaPlusOne_IsInvalidRecord() => RefusesAsync(ErrorCode.InvalidRecord, batch => Add(batch, CountPosition, 1));

    [Test]
    public Task NoRecords_IsInvalidRecord() => RefusesAsync(ErrorCode.InvalidRecord, batch =>
    {
        BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(CountPosition), 0);
        BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(LastOffsetDeltaPosition), -1);
    });

    [Test]
    public Task ControlBatch_IsInvalidRecord() => RefusesAsync(ErrorCode.InvalidRecord, batch => Mark(batch, 0x20));

    [Test]
    public Task TransactionalBatch_WithoutATransactionalId_IsNotAuthorized() =>
        RefusesAsync(ErrorCode.TransactionalIdAuthorizationFailed, batch => Mark(batch, 0x10));

    [Test]
    public Task TransactionalBatch_WithoutAProducer_IsInvalidRecord() => RefusesAsync(ErrorCode.InvalidRecord, batch => Mark(batch, 0x10, producerId: -1));

    [Test]
    public Task IdempotentBatch_WithoutASequence_IsInvalidRecord() => RefusesAsync(ErrorCode.InvalidRecord, batch => Mark(batch, 0, sequence: -1));

    [Test]
    public async Task LargerThanTheTopicTakes_IsMessageTooLarge()
    {
        var answer = await ProduceTests.OneAsync(_broker.Connect(), Batches.Produce("t", 0, Batches.Of(new string('x', 2000))));

        Assert.That(answer.ErrorCode, Is.EqualTo(ErrorCode.MessageTooLarge));
    }

    [Test]
    public async Task TwoBatchesAtOnce_AreInvalidRecord()
    {
        byte[] two = [.. Batches.Of("a"), .. Batches.Of("b")];

        var answer = await ProduceTests.OneAsync(_broker.Connect(), Batches.Produce("t", 0, two));

        Assert.That(answer.ErrorCode, Is.EqualTo(ErrorCode.InvalidRecord));
    }

    [Test]
    public async Task NoBatch_IsInvalidRecord([Values] bool isNull)
    {
        var request = Batches.Produce("t", 0, []);
        request.TopicData[0].PartitionData[0].Records = isNull ? null : ReadOnlySequence<byte>.Empty;

        var answer = await ProduceTests.OneAsync(_broker.Connect(), request);

        Assert.That(answer.ErrorCode, Is.EqualTo(ErrorCode.InvalidRecord));
    }

    [Test]
    public async Task OldProducer_MayNotSendZstd()
    {
        var request = Batches.Produce("t", 0, Batches.Of(CompressionCodec.Zstd, "a"));

        var answer = (await _broker.Connect().CallAsync(request, version: 6)).Responses.Single().PartitionResponses.Single();

        Assert.That(answer.ErrorCode, Is.EqualTo(ErrorCode.UnsupportedCompressionType));
    }

    [Test]
    public async Task RandomDamage_NeverGetsIn_NorEndsTheConnection([Range(1, 200)] int seed)
    {
        var random = new Random(seed);
        var batch = Batches.Of("some", "records", "to", "damage");

        // Behind the leader epoch, which is the broker's to write and so not checked.
        int damaged = random.Next(MagicPosition, batch.Length);
        batch[damaged] ^= (byte)(1 << random.Next(8));

        var answer = await ProduceTests.OneAsync(_broker.Connect(), Batches.Produce("t", 0, batch[..random.Next(damaged + 1, batch.Length + 1)]));

        Assert.That(answer.ErrorCode, Is.Not.EqualTo(ErrorCode.None), $"byte {damaged}");
    }

    private async Task RefusesAsync(ErrorCode expected, Action<byte[]> damage)
    {
        var batch = Batches.Of("good", "until", "damaged");
        damage(batch);

        var answer = await ProduceTests.OneAsync(_broker.Connect(), Batches.Produce("t", 0, batch));

        Assert.That(answer.ErrorCode, Is.EqualTo(expected));
        Assert.That(answer.BaseOffset, Is.EqualTo(-1));
    }

    private static void Add(byte[] batch, int position, int difference)
    {
        var field = batch.AsSpan(position);
        BinaryPrimitives.WriteInt32BigEndian(field, BinaryPrimitives.ReadInt32BigEndian(field) + difference);
    }

    // Sets attribute bits and makes the CRC match again.
    private static void Mark(byte[] batch, byte bits, long producerId = 1, int sequence = 0)
    {
        batch[AttributesPosition + 1] |= bits;
        RecordBatch.SetProducerState(batch, producerId, producerEpoch: 0, sequence);
    }
}
