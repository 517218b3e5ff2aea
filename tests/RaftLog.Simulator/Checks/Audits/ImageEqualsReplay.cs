using System.Buffers;
using RaftLog.Metadata;
using RaftLog.Model;
using RaftLog.Storage;

namespace RaftLog.Simulator.Checks.Audits;

/// <summary>A broker's metadata image is what a replay of the committed metadata log gives.</summary>
internal static class ImageEqualsReplay
{
    /// <summary>
    /// Replays a log that begins with the first entry; others cannot be compared. Nor can one that was opened again after its disk had failed, and
    /// lacks what the broker has seen of it before.
    /// </summary>
    public static string? Check(MetadataImage image, PartitionLog log, BrokerId broker)
    {
        if (log.FirstIndex.Value != 1 || log.LastIndex < image.Index)
        {
            return null;
        }

        var replayed = MetadataImage.Empty;
        using var cursor = log.OpenCursor(log.FirstIndex);
        while (cursor.MoveNext(image.Index))
        {
            if (cursor.Current.Header.Kind == EntryKind.Command)
            {
                var delta = new MetadataDelta(replayed);
                delta.Apply(MetadataEntry.Decode(cursor.Current.Content.Span));
                replayed = delta.Finish(cursor.Current.Header.Index).New;
            }
        }

        return Compare(image, replayed, broker);
    }

    /// <summary>Compares the image with the replayed one, as the snapshots that they would write.</summary>
    public static string? Compare(MetadataImage image, MetadataImage replayed, BrokerId broker) =>
        Written(image).AsSpan().SequenceEqual(Written(replayed))
            ? null
            : $"the metadata image of broker {broker} at {image.Index} is not what a replay of its log gives";

    private static byte[] Written(MetadataImage image)
    {
        var bytes = new ArrayBufferWriter<byte>();
        MetadataSnapshot.Write(image, bytes);
        return bytes.WrittenSpan.ToArray();
    }
}
