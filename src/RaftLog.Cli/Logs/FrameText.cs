using System.Text;
using RaftLog.Model;
using RaftLog.Storage;

namespace RaftLog.Cli.Logs;

/// <summary>A frame for people: a line of its own, and on request one for each record.</summary>
internal static class FrameText
{
    private const int MaxShownBytes = 120;

    public static void Write(TextWriter output, DumpedFrame frame, bool withRecords)
    {
        output.WriteLine(Line(frame));
        if (withRecords && frame is { Batch: { } batch, Problem: null })
        {
            foreach (var record in BatchRecords.Read(frame.Payload))
            {
                output.WriteLine($"    {(batch.BaseOffset + record.OffsetDelta).Value}  {Shown(record.Key)} = {Shown(record.Value)}");
            }
        }
    }

    private static string Line(DumpedFrame frame)
    {
        var line = new StringBuilder($"@{frame.Position}");
        if (frame.Header.Length > 0)
        {
            var header = frame.Header;
            line.Append($"  index {header.Index.Value}  term {header.Term.Value}  {header.Kind}  {header.Length} bytes");
        }

        if (frame.Batch is { } batch)
        {
            line.Append($"  offsets {batch.BaseOffset.Value}..{batch.LastOffset.Value}  {batch.RecordCount} records  {batch.Codec}");
            line.Append($"  {DateTimeOffset.FromUnixTimeMilliseconds(batch.MaxTimestampMs):yyyy-MM-dd'T'HH:mm:ss.fff'Z'}");
            line.Append(batch.IsTransactional && !batch.IsControl ? "  transactional" : "");
            line.Append(MarkerText(frame));
            line.Append(batch.HasProducerId ? $"  producer {batch.ProducerId} epoch {batch.ProducerEpoch} sequence {batch.BaseSequence}" : "");
        }

        return line.Append(frame.Problem is null ? "" : $"  PROBLEM: {frame.Problem}").ToString();
    }

    private static string MarkerText(DumpedFrame frame)
    {
        if (!TransactionMarkerBatch.TryRead(frame.Payload.Span, out var marker, out var first))
        {
            return "";
        }

        string begun = first is { } offset ? $"of the transaction since {offset.Value}" : "of nothing here";
        return $"  {(marker.Commit ? "COMMIT" : "ABORT")} {begun}, coordinator epoch {marker.CoordinatorEpoch}";
    }

    private static string Shown(byte[]? bytes)
    {
        if (bytes is not { } present)
        {
            return "null";
        }

        string text = Encoding.UTF8.GetString(present, 0, Math.Min(present.Length, MaxShownBytes));
        var shown = new StringBuilder("\"");
        foreach (char c in text)
        {
            shown.Append(char.IsControl(c) ? '.' : c);
        }

        return shown.Append(present.Length > MaxShownBytes ? "\"..." : "\"").ToString();
    }
}
