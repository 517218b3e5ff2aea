using RaftLog.Model;
using RaftLog.Replication;
using RaftLog.Simulator.Cluster;
using RaftLog.Simulator.Machine;
using RaftLog.Simulator.Workload.Records;
using RaftLog.Storage;

namespace RaftLog.Simulator.Checks;

/// <summary>What the log of one replica says of its transactions, by the markers alone: the records of committed ones, and whose are open.</summary>
internal sealed class TransactionalContents
{
    private readonly SortedDictionary<long, string> _committed = [];
    private readonly Dictionary<long, List<(long Offset, string Value)>> _open = [];

    private TransactionalContents()
    {
    }

    /// <summary>The records of committed transactions, in the order of their offsets.</summary>
    public IReadOnlyList<string> Committed => [.. _committed.Values];

    /// <summary>
    /// Reads a replica and fails the simulation when a transaction in it has no end; null when it has damage that nobody has noticed yet, as in the final
    /// check of other topics.
    /// </summary>
    public static TransactionalContents? TryReadEnded(SimulatedCluster cluster, RaftGroup replica, bool isCompacted = false)
    {
        try
        {
            var contents = Read(cluster.World, replica, isCompacted);
            if (contents._open.Count > 0)
            {
                cluster.World.Fail(
                    $"{replica.Name} of broker {replica.Core.Self.Broker}: the transactions of producers {string.Join(", ", contents._open.Keys)} never ended");
            }

            return contents;
        }
        catch (LogCorruptException) when (cluster.Damages.IsSpoilt(cluster.Brokers[replica.Core.Self.Broker.Value - 1]))
        {
            return null;
        }
    }

    private static TransactionalContents Read(SimulatedWorld world, RaftGroup replica, bool isCompacted)
    {
        var contents = new TransactionalContents();
        var limit = replica.Handle.Status.HighWatermark;
        for (var from = replica.Log.LogStartOffset; from < limit;)
        {
            using var slices = new LogSlices();
            var range = replica.Log.ReadBatches(from, limit, 1 << 20, atLeastOne: true, slices);
            byte[] bytes = new byte[slices.TotalBytes];
            slices.CopyTo(bytes);
            contents.Add(bytes);
            if (range.NextOffset <= from)
            {
                if (!isCompacted)
                {
                    world.Fail($"{replica.Name}: nothing can be read at offset {from}: {range.Status}");
                }

                break; // Nothing but a hole up to the limit.
            }

            from = range.NextOffset;
        }

        return contents;
    }

    private void Add(ReadOnlyMemory<byte> data)
    {
        while (RecordBatch.TryCut(ref data, out var batch))
        {
            if (TransactionMarkerBatch.TryRead(batch.Span, out var marker, out _))
            {
                End(marker);
                continue;
            }

            using var reader = RecordReader.Open(batch);
            if (reader.Header.RecordCount == 0)
            {
                continue; // What compaction leaves of a producer's last batch.
            }

            if (!_open.TryGetValue(reader.Header.ProducerId, out var records))
            {
                _open.Add(reader.Header.ProducerId, records = []);
            }

            while (reader.TryRead(out var record))
            {
                records.Add((reader.Header.BaseOffset.Value + record.OffsetDelta, RecordText.Read(record)));
            }
        }
    }

    private void End(TransactionMarker marker)
    {
        if (_open.Remove(marker.ProducerId, out var records) && marker.Commit)
        {
            records.ForEach(record => _committed.Add(record.Offset, record.Value));
        }
    }
}
