using RaftLog.Model;

namespace RaftLog.Storage;

// Shipping: a log that is sent to another replica as it stands in its files, and one that takes the place of this.
public sealed partial class PartitionLog
{
    /// <summary>
    /// What a replica would get that is sent this log in its files: all sealed segments up to a committed entry. For the writer; to be opened by any
    /// thread (<see cref="LogShipment.TryOpen"/>).
    /// </summary>
    /// <param name="committed">The last index known to be committed.</param>
    public LogShipment PlanShipment(LogIndex committed)
    {
        LogSegment[] sealedSegments = [.. _segments[..^1].TakeWhile(segment => segment.LastIndex <= committed)];
        ReadOnlyMemory<byte> producers = Checkpoint?.Producers ?? ProducerStateCodec.Encode(new ProducerStateTable());
        var start = new LogCheckpoint(
            FirstIndex,
            FirstOffset,
            PreviousTerm,
            LogStartOffset,
            CleanedUpTo,
            Checkpoint?.Configuration ?? ReadOnlyMemory<byte>.Empty,
            Checkpoint?.ProducersNext ?? FirstIndex,
            producers);
        return new LogShipment(new ShipmentManifest(start, [.. sealedSegments.Select(ShippedSegment.Of)]), sealedSegments);
    }

    /// <summary>
    /// The bytes of the sealed segments that hold nothing above <paramref name="committed"/>: those that lie below the entry at <paramref
    /// name="from"/>, and the others, the segment that holds it among them. For the writer.
    /// </summary>
    public (long Below, long Above) SealedBytes(LogIndex from, LogIndex committed)
    {
        long below = 0;
        long above = 0;
        LogSegment[] segments = _segments;
        for (int i = 0; i < segments.Length - 1 && segments[i].LastIndex <= committed; i++)
        {
            if (segments[i].LastIndex < from)
            {
                below += segments[i].AppendPosition;
            }
            else
            {
                above += segments[i].AppendPosition;
            }
        }

        return (below, above);
    }

    /// <summary>An import that may take the place of this log. Nothing is on the disk yet.</summary>
    public LogImport BeginImport() => new(_storage, Directory, Options);

    /// <summary>
    /// Lets a log that was received take the place of this one. A crash or a failure at any point leaves the one or the other, which the next open
    /// finds; once this has returned it is the new one. A caller therefore makes sure that the new one holds all that the old one must not lose.
    /// </summary>
    /// <param name="import">A complete import for this log's directory; not used any more afterwards.</param>
    /// <exception cref="LogOfflineException">A file could not be written, moved or deleted, or an earlier write failed.</exception>
    public void Replace(LogImport import)
    {
        ArgumentNullException.ThrowIfNull(import);
        RequireOnline();
        Invariant.Require(import.IsComplete);
        _pending.Clear();

        // What comes may have the same names.
        _leftovers.Forget();
        try
        {
            foreach (LogSegment segment in _segments)
            {
                Retire(segment);
            }

            IncomingDirectory.Decide(_fileSystem, Directory);
            IncomingDirectory.Settle(_fileSystem, Directory);
            _checkpoint = LogCheckpointFile.Load(_fileSystem, Directory);
            Epochs.Clear();
            Take(new LogRecovery(_storage, Directory, Options.IndexIntervalBytes, _findsCommands).Run());
            TakeCheckpoint();
            _tail.Clear();
            Producers.Clear();
            RestoreProducers();
        }
        catch (IOException exception)
        {
            throw Fail(Directory, "replace", exception);
        }

        _bytesSinceProducerSnapshot = 0;
        _flush.Reset(Active);
        StorageEvents.Replaced(_storage.Logger, Directory, FirstIndex.Value, LastIndex.Value);
    }
}
