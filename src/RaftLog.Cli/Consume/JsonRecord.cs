using System.Text;
using RaftLog.Client;

namespace RaftLog.Cli.Consume;

/// <summary>A record as <c>consume --json</c> writes it, one a line. Keys and values are read as UTF-8.</summary>
internal sealed record JsonRecord(
    string Topic, int Partition, long Offset, DateTimeOffset Timestamp, string? Key, string? Value, IReadOnlyList<JsonRecord.JsonHeader> Headers)
{
    public static JsonRecord Of(in ConsumeResult<byte[]?, byte[]?> record) => new(
        record.Topic,
        record.Partition,
        record.Offset,
        record.Timestamp,
        Text(record.Key),
        Text(record.Value),
        [.. record.Headers.Select(header => new JsonHeader(header.Key, HeaderText.Of(header.Value)))]);

    private static string? Text(byte[]? bytes) => bytes is null ? null : Encoding.UTF8.GetString(bytes);

    /// <summary>A header; names may repeat, so they are no names of a JSON object.</summary>
    internal sealed record JsonHeader(string Key, string? Value);
}
