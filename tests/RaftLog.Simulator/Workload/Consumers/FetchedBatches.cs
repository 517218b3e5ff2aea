using System.Buffers;
using RaftLog.Model;
using RaftLog.Protocol.Messages;
using RaftLog.Simulator.Workload.Records;

namespace RaftLog.Simulator.Workload.Consumers;

/// <summary>Takes the records out of what a fetch brought: whole batches, undamaged, below the high watermark, with no offset left out.</summary>
internal sealed class FetchedBatches(WorkloadContext context)
{
    /// <summary>The records from a position on.</summary>
    public List<(long Offset, string Value)> Of(FetchResponse.PartitionData read, Place place, long position)
    {
        var found = new List<(long Offset, string Value)>();
        ReadOnlyMemory<byte> data = (read.Records ?? ReadOnlySequence<byte>.Empty).ToArray();
        while (RecordBatch.TryCut(ref data, out var batch))
        {
            if (RecordBatch.Validate(batch.Span) != RecordBatchProblem.None)
            {
                context.World.Fail($"a consumer got a damaged batch of {place} at offset {position}");
                return found;
            }

            using var reader = RecordReader.Open(batch);
            while (reader.TryRead(out var record))
            {
                long offset = reader.Header.BaseOffset.Value + record.OffsetDelta;
                if (offset >= position + found.Count)
                {
                    found.Add((offset, RecordText.Read(record)));
                    CheckNext(place, position + found.Count - 1, offset, read.HighWatermark);
                }
            }
        }

        return found;
    }

    private void CheckNext(Place place, long wanted, long offset, long highWatermark)
    {
        if (offset != wanted)
        {
            context.World.Fail($"a consumer of {place} wanted offset {wanted} and got {offset}");
        }

        if (offset >= highWatermark)
        {
            context.World.Fail($"a consumer of {place} got offset {offset} at the high watermark {highWatermark}");
        }
    }
}
