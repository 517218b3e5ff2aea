using System.Buffers;

namespace RaftLog.Client.Tests;

public sealed class SerializersTests
{
    [Test]
    public void EveryBuiltIn_ReadsWhatItWrote()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(RoundTrip(Serializers.Utf8, "größe"), Is.EqualTo("größe"));
            Assert.That(RoundTrip(Serializers.Utf8, ""), Is.EqualTo(""));
            Assert.That(RoundTrip(Serializers.Utf8, null), Is.Null);
            Assert.That(RoundTrip(Serializers.Bytes, [1, 2]), Is.EqualTo(new byte[] { 1, 2 }));
            Assert.That(RoundTrip(Serializers.Bytes, null), Is.Null);
            Assert.That(RoundTrip(Serializers.Memory, new byte[] { 3 }).ToArray(), Is.EqualTo(new byte[] { 3 }));
            Assert.That(RoundTrip(Serializers.Int32, int.MinValue), Is.EqualTo(int.MinValue));
            Assert.That(RoundTrip(Serializers.Int64, long.MaxValue), Is.EqualTo(long.MaxValue));
            Assert.That(RoundTrip(Serializers.Guid, new Guid("00112233-4455-6677-8899-aabbccddeeff")), Is.EqualTo(new Guid("00112233-4455-6677-8899-aabbccddeeff")));
            Assert.That(RoundTrip(Serializers.Json<Order>(), new Order(7, "x")), Is.EqualTo(new Order(7, "x")));
            Assert.That(RoundTrip(Serializers.Json<Order>(), null), Is.Null);
        }
    }

    [Test]
    public void Numbers_AreBigEndian_AsJavasAre()
    {
        var output = new ArrayBufferWriter<byte>();
        Serializers.Int32.TrySerialize(1, output);

        Assert.That(output.WrittenSpan.ToArray(), Is.EqualTo(new byte[] { 0, 0, 0, 1 }));
    }

    [Test]
    public void Number_OfAnotherLength_IsRefused() =>
        Assert.That(() => Serializers.Int64.Deserialize(new byte[4], isNull: false), Throws.TypeOf<FormatException>());

    [Test]
    public void TypeWithoutABuiltIn_IsNamed_WithWhatToDo() =>
        Assert.That(
            () => new Producer<string, Order>(new ProducerOptions { BootstrapServers = "a" }),
            Throws.ArgumentException.With.Message.Contains("Order").And.Message.Contains("Serializers.Json"));

    private static T RoundTrip<T>(Serde<T> serde, T value)
    {
        var output = new ArrayBufferWriter<byte>();
        bool isThere = serde.TrySerialize(value, output);
        return serde.Deserialize(output.WrittenSpan, isNull: !isThere);
    }

    public sealed record Order(int Id, string Name);
}
