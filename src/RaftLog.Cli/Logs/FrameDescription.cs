using System.Text;
using RaftLog.Model;
using RaftLog.Storage;

namespace RaftLog.Cli.Logs;

/// <summary>A frame as <c>log dump --json</c> writes it, one a line.</summary>
internal sealed record FrameDescription(
    long Position, int Length, long Index, int Term, string Kind, FrameDescription.BatchDescription? Batch, string? Problem)
{
    public static FrameDescription Of(DumpedFrame frame, bool withRecords) => new(
        frame.Position,
        frame.Header.Length,
        frame.Header.Index.Value,
        frame.Header.Term.Value,
        frame.Header.Kind.ToString(),
        Describe(frame, withRecords),
        frame.Problem);

    private static BatchDescription? Describe(DumpedFrame frame, bool withRecords)
    {
        if (frame.Batch is not { } batch)
        {
            return null;
        }

        var records = withRecords && frame.Problem is null
            ? BatchRecords.Read(frame.Payload)
                .Select(record => new RecordDescription(batch.BaseOffset.Value + record.OffsetDelta, record.TimestampMs, Text(record.Key), Text(record.Value)))
                .ToArray()
            : null;
        return new BatchDescription(
            batch.BaseOffset.Value,
            batch.LastOffset.Value,
            batch.RecordCount,
            batch.Codec.ToString(),
            batch.MaxTimestampMs,
            batch.ProducerId,
            batch.ProducerEpoch,
            batch.BaseSequence,
            batch.IsTransactional,
            Marker(frame),
            records);
    }

    private static MarkerDescription? Marker(DumpedFrame frame) =>
        TransactionMarkerBatch.TryRead(frame.Payload.Span, out var marker, out var first)
            ? new MarkerDescription(marker.Commit, marker.CoordinatorEpoch, first?.Value)
            : null;

    private static string? Text(byte[]? bytes) => bytes is null ? null : Encoding.UTF8.GetString(bytes);

    internal sealed record BatchDescription(
        long BaseOffset,
        long LastOffset,
        int RecordCount,
        string Codec,
        long MaxTimestampMs,
        long ProducerId,
        short ProducerEpoch,
        int BaseSequence,
        bool IsTransactional,
        MarkerDescription? Marker,
        IReadOnlyList<RecordDescription>? Records);

    /// <summary>The end of a transaction; null where its first record would be when it has none in the partition.</summary>
    internal sealed record MarkerDescription(bool Commit, int CoordinatorEpoch, long? FirstOffset);

    internal sealed record RecordDescription(long Offset, long TimestampMs, string? Key, string? Value);
}
