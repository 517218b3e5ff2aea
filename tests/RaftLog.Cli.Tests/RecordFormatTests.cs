using System.Buffers;
using System.Text;
using RaftLog.Cli.Consume;
using RaftLog.Client;
using RaftLog.Model;

namespace RaftLog.Cli.Tests;

public sealed class RecordFormatTests
{
    private static readonly ConsumeResult<byte[]?, byte[]?> Record = new()
    {
        TopicPartition = new TopicPartition("orders", 2),
        Offset = 17,
        TimestampMs = 1_000,
        Key = "k"u8.ToArray(),
        Value = null,
        Headers = [new RecordHeader("h", "1"u8.ToArray()), new RecordHeader("n", null)],
    };

    [TestCase("{topic}/{partition}@{offset}\\n", "orders/2@17\n")]
    [TestCase("{key}={value}|", "k=|")]
    [TestCase("{timestamp}\\t{headers}", "1970-01-01T00:00:01.000Z\th=1,n=")]
    [TestCase("plain", "plain")]
    public void Template_IsFilledIn(string template, string expected)
    {
        var output = new ArrayBufferWriter<byte>();
        RecordFormat.Parse(template).Write(Record, output);

        Assert.That(Encoding.UTF8.GetString(output.WrittenSpan), Is.EqualTo(expected));
    }

    [TestCase("{kye}")]
    [TestCase("{key")]
    public void UnknownOrOpenField_IsRefused_NamingTheFields(string template) =>
        Assert.That(() => RecordFormat.Parse(template), Throws.TypeOf<CliException>().With.Message.Contains("{key}, {value}"));
}
