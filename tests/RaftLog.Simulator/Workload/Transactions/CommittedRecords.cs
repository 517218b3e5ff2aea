using System.Buffers;
using RaftLog.Model;
using RaftLog.Protocol.Messages;
using RaftLog.Simulator.Workload.Records;

namespace RaftLog.Simulator.Workload.Transactions;

/// <summary>Leaves out of a fetch what was aborted, by the list that came with it and the markers in it.</summary>
internal sealed class CommittedRecords(IEnumerable<FetchResponse.AbortedTransaction> aborted)
{
    private readonly Queue<FetchResponse.AbortedTransaction> _aborted = new(aborted.OrderBy(transaction => transaction.FirstOffset));
    private readonly HashSet<long> _aborting = [];

    /// <summary>Every offset from a position on; without a value where nothing is for the application.</summary>
    public IEnumerable<(long Offset, string? Value)> Of(ReadOnlySequence<byte>? records, long position)
    {
        ReadOnlyMemory<byte> data = (records ?? ReadOnlySequence<byte>.Empty).ToArray();
        while (RecordBatch.TryCut(ref data, out var batch))
        {
            foreach (var record in Of(batch))
            {
                if (record.Offset >= position)
                {
                    yield return record;
                }
            }
        }
    }

    private List<(long Offset, string? Value)> Of(ReadOnlyMemory<byte> batch)
    {
        var found = new List<(long Offset, string? Value)>();
        using var reader = RecordReader.Open(batch);
        var header = reader.Header;
        long last = header.BaseOffset.Value + header.LastOffsetDelta;
        while (_aborted.TryPeek(out var next) && next.FirstOffset <= last)
        {
            _aborting.Add(_aborted.Dequeue().ProducerId);
        }

        if (TransactionMarkerBatch.TryRead(batch.Span, out var marker, out _))
        {
            if (!marker.Commit)
            {
                _aborting.Remove(marker.ProducerId);
            }

            return [(last, null)];
        }

        bool isAborted = header.IsTransactional && _aborting.Contains(header.ProducerId);
        while (reader.TryRead(out var record))
        {
            found.Add((header.BaseOffset.Value + record.OffsetDelta, isAborted ? null : RecordText.Read(record)));
        }

        return found;
    }
}
