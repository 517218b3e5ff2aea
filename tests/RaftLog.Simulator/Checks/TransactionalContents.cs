using RaftLog.Model;
using RaftLog.Replication;
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

    /// <summary>The producers whose transaction has no end.</summary>
    public IReadOnlyCollection<long> Open => _open.Keys;

    public static TransactionalContents Read(SimulatedWorld world, RaftGroup replica)
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
                world.Fail($"{replica.Name}: nothing can be read at offset {from}: {range.Status}");
                break;
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
