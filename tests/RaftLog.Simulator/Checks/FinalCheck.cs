using System.Globalization;
using System.Text;
using RaftLog.Model;
using RaftLog.Replication;
using RaftLog.Simulator.Cluster;
using RaftLog.Simulator.Workload;
using RaftLog.Storage;

namespace RaftLog.Simulator.Checks;

/// <summary>
/// What must be true when all is quiet again: the replicas of a partition hold the same records, what was acknowledged is there at its
/// offset, no record is there twice, and an idempotent producer's records are in its order without a gap.
/// </summary>
internal sealed class FinalCheck(SimulatedCluster cluster, History history)
{
    public void Run()
    {
        var partitions = cluster.Brokers.SelectMany(broker => broker.Groups).Where(group => group.Id != GroupId.Metadata).GroupBy(group => group.Name);
        foreach (var replicas in partitions)
        {
            int partition = int.Parse(replicas.Key[(replicas.Key.LastIndexOf('-') + 1)..], CultureInfo.InvariantCulture);
            var contents = replicas.Select(replica => (replica.Core.Self.Broker, Records: Read(replica))).ToList();
            foreach (var (broker, records) in contents.Skip(1))
            {
                Require(
                    records.SequenceEqual(contents[0].Records),
                    $"partition {partition}: brokers {contents[0].Broker} and {broker} hold different records");
            }

            Check(partition, contents[0].Records);
        }
    }

    private void Check(int partition, List<string> records)
    {
        foreach (var (_, offset, value) in history.Acknowledged.Where(record => record.Partition == partition))
        {
            bool isThere = offset < records.Count && records[(int)offset] == value;
            Require(isThere, $"partition {partition}: {value}, acknowledged at offset {offset}, is not there");
        }

        for (int offset = 0; offset < records.Count; offset++)
        {
            history.Read(partition, offset, records[offset]);
        }

        CheckProducers(partition, records);
    }

    // A request of a plain producer may be served after the client gave it up and sent the next, so only an idempotent one has its order.
    private void CheckProducers(int partition, List<string> records)
    {
        foreach (var written in records.GroupBy(value => value.Split('-')[0]))
        {
            var numbers = written.Select(value => int.Parse(value.Split('-')[1], CultureInfo.InvariantCulture)).ToList();
            Require(numbers.Distinct().Count() == numbers.Count, $"partition {partition}: a record of producer {written.Key} is there twice");
            bool isGapless = written.Key[0] != 'i' || numbers.SequenceEqual(Enumerable.Range(0, numbers.Count));
            Require(isGapless, $"partition {partition}: records of idempotent producer {written.Key} are out of order or missing");
        }
    }

    // All records from the first offset to the high watermark; the offset is the place in the list.
    private List<string> Read(RaftGroup replica)
    {
        var records = new List<string>();
        var limit = replica.Handle.Status.HighWatermark;
        for (var from = replica.Log.LogStartOffset; from < limit;)
        {
            using var slices = new LogSlices();
            var range = replica.Log.ReadBatches(from, limit, 1 << 20, atLeastOne: true, slices);
            byte[] bytes = new byte[slices.TotalBytes];
            slices.CopyTo(bytes);
            ReadOnlyMemory<byte> data = bytes;
            while (RecordBatch.TryCut(ref data, out var batch))
            {
                using var reader = RecordReader.Open(batch);
                Require(reader.Header.BaseOffset.Value == records.Count, $"{replica.Name}: a gap before offset {reader.Header.BaseOffset}");
                while (reader.TryRead(out var record))
                {
                    records.Add(Encoding.UTF8.GetString(record.Value!.Value.Span));
                }
            }

            if (range.NextOffset <= from)
            {
                Require(false, $"{replica.Name}: nothing can be read at offset {from}: {range.Status}");
                break;
            }

            from = range.NextOffset;
        }

        return records;
    }

    private void Require(bool condition, string violation)
    {
        if (!condition)
        {
            cluster.World.Fail(violation);
        }
    }
}
