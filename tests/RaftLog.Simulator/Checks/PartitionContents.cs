using RaftLog.Model;
using RaftLog.Replication;
using RaftLog.Simulator.Machine;
using RaftLog.Simulator.Workload.Records;
using RaftLog.Storage;

namespace RaftLog.Simulator.Checks;

/// <summary>All records of a replica from the first offset to the high watermark; the offset is the place in the list.</summary>
internal static class PartitionContents
{
    public static List<string> Read(SimulatedWorld world, RaftGroup replica)
    {
        var records = new List<string>();
        var limit = replica.Handle.Status.HighWatermark;
        for (var from = replica.Log.LogStartOffset; from < limit;)
        {
            using var slices = new LogSlices();
            var range = replica.Log.ReadBatches(from, limit, 1 << 20, atLeastOne: true, slices);
            byte[] bytes = new byte[slices.TotalBytes];
            slices.CopyTo(bytes);
            ReadBatches(world, replica, bytes, records);
            if (range.NextOffset <= from)
            {
                world.Fail($"{replica.Name}: nothing can be read at offset {from}: {range.Status}");
                break;
            }

            from = range.NextOffset;
        }

        return records;
    }

    private static void ReadBatches(SimulatedWorld world, RaftGroup replica, ReadOnlyMemory<byte> data, List<string> records)
    {
        while (RecordBatch.TryCut(ref data, out var batch))
        {
            using var reader = RecordReader.Open(batch);
            if (reader.Header.BaseOffset.Value != records.Count)
            {
                world.Fail($"{replica.Name}: a gap before offset {reader.Header.BaseOffset}");
            }

            while (reader.TryRead(out var record))
            {
                records.Add(RecordText.Read(record));
            }
        }
    }
}
