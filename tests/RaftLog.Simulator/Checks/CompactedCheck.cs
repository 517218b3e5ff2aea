using System.Text;
using RaftLog.Model;
using RaftLog.Replication;
using RaftLog.Simulator.Machine;
using RaftLog.Simulator.Workload.Records;
using RaftLog.Storage;

namespace RaftLog.Simulator.Checks;

/// <summary>
/// Whether a replica of a compacted partition holds what it must: of each key a record that is not older than the last acknowledged one, the
/// same as the other replicas; at each offset what was sent, and nothing that was not.
/// </summary>
internal sealed class CompactedCheck(SimulatedWorld world, History history, Place place, string topic)
{
    private Dictionary<string, long>? _others;

    public void Run(RaftGroup replica)
    {
        var latest = Read(replica);
        foreach (var batch in history.Batches.Where(batch => batch.Outcome == SendOutcome.Acknowledged && batch.Topic == topic && batch.Place == place))
        {
            for (int i = 0; i < batch.Values.Count; i++)
            {
                if (latest.GetValueOrDefault(RecordText.KeyOf(batch.Values[i]), -1) < batch.BaseOffset + i)
                {
                    world.Fail($"{place}: {batch.Values[i]}, acknowledged at offset {batch.BaseOffset + i}, is gone, and broker {replica.Core.Self.Broker} has no later record of its key");
                }
            }
        }

        _others ??= latest;
        if (latest.Count != _others.Count || latest.Any(pair => _others.GetValueOrDefault(pair.Key, -1) != pair.Value))
        {
            world.Fail($"{place}: broker {replica.Core.Self.Broker} has other last records of the keys than another one");
        }
    }

    // The offset of the last record of each key.
    private Dictionary<string, long> Read(RaftGroup replica)
    {
        var latest = new Dictionary<string, long>(StringComparer.Ordinal);
        var limit = replica.Handle.Status.HighWatermark;
        var from = replica.Log.LogStartOffset;
        while (from < limit)
        {
            using var slices = new LogSlices();
            var range = replica.Log.ReadBatches(from, limit, 1 << 20, atLeastOne: true, slices);
            byte[] bytes = new byte[slices.TotalBytes];
            slices.CopyTo(bytes);
            Take(bytes, latest);
            if (range.NextOffset <= from)
            {
                break; // Nothing but a hole up to the limit.
            }

            from = range.NextOffset;
        }

        return latest;
    }

    private void Take(ReadOnlyMemory<byte> data, Dictionary<string, long> latest)
    {
        while (RecordBatch.TryCut(ref data, out var batch))
        {
            using var reader = RecordReader.Open(batch);
            while (reader.TryRead(out var record))
            {
                long offset = reader.Header.BaseOffset.Value + record.OffsetDelta;
                string key = Encoding.UTF8.GetString(record.Key!.Value.Span);
                history.Read(place, topic, offset, RecordText.Read(record));
                if (latest.TryGetValue(key, out long before) && before >= offset)
                {
                    world.Fail($"{place}: offset {offset} comes behind offset {before}");
                }

                latest[key] = offset;
            }
        }
    }
}
