using RaftLog.Model;
using RaftLog.Replication;
using RaftLog.Simulator.Machine;
using RaftLog.Simulator.Workload.Records;
using RaftLog.Storage;

namespace RaftLog.Simulator.Checks;

/// <summary>All records of a replica from its log start to the high watermark, in the order of their offsets and without a gap.</summary>
/// <param name="Start">The offset of the first one.</param>
/// <param name="Records">The records.</param>
internal sealed record PartitionContents(long Start, List<string> Records)
{
    /// <summary>What it holds, for messages.</summary>
    public string InWords => $"{Records.Count} from offset {Start}";

    public static PartitionContents Read(SimulatedWorld world, RaftGroup replica)
    {
        var start = replica.Log.LogStartOffset;
        var contents = new PartitionContents(start.Value, []);
        var limit = replica.Handle.Status.HighWatermark;
        for (var from = start; from < limit;)
        {
            using var slices = new LogSlices();
            var range = replica.Log.ReadBatches(from, limit, 1 << 20, atLeastOne: true, slices);
            byte[] bytes = new byte[slices.TotalBytes];
            slices.CopyTo(bytes);
            contents.Add(world, replica, bytes);
            if (range.NextOffset <= from)
            {
                world.Fail($"{replica.Name}: nothing can be read at offset {from}: {range.Status}");
                break;
            }

            from = range.NextOffset;
        }

        return contents;
    }

    private void Add(SimulatedWorld world, RaftGroup replica, ReadOnlyMemory<byte> data)
    {
        while (RecordBatch.TryCut(ref data, out var batch))
        {
            using var reader = RecordReader.Open(batch);
            while (reader.TryRead(out var record))
            {
                // The log start may lie in the midst of a batch.
                long offset = reader.Header.BaseOffset.Value + record.OffsetDelta;
                if (offset < Start)
                {
                    continue;
                }

                if (offset != Start + Records.Count)
                {
                    world.Fail($"{replica.Name}: a gap before offset {offset}");
                }

                Records.Add(RecordText.Read(record));
            }
        }
    }
}
