using RaftLog.Model;
using RaftLog.Protocol.Messages;

namespace RaftLog.Client;

/// <summary>
/// Tells the batches of aborted transactions from the others in what one fetch brought. The broker names the aborted transactions that overlap
/// it, by producer and first offset; each ends with its marker. Used by the consuming caller only, batch after batch.
/// </summary>
internal sealed class AbortedRecords
{
    // The key of a marker: version and type, two bytes each.
    private const int MarkerKeyBytes = 4;
    private const short AbortMarker = 0;

    private readonly Queue<FetchResponse.AbortedTransaction> _begun;
    private readonly HashSet<long> _producers = [];

    public AbortedRecords(IEnumerable<FetchResponse.AbortedTransaction> transactions) =>
        _begun = new Queue<FetchResponse.AbortedTransaction>(transactions.OrderBy(transaction => transaction.FirstOffset));

    /// <summary>Whether the next batch is to be passed over.</summary>
    public bool Has(in RecordBatchHeader header, ReadOnlyMemory<byte> batch)
    {
        while (_begun.TryPeek(out FetchResponse.AbortedTransaction? next) && next.FirstOffset < header.NextOffset.Value)
        {
            _producers.Add(_begun.Dequeue().ProducerId);
        }

        if (!_producers.Contains(header.ProducerId))
        {
            return false;
        }

        if (header.IsControl)
        {
            if (IsAbortMarker(batch))
            {
                _producers.Remove(header.ProducerId);
            }

            return false;
        }

        return header.IsTransactional;
    }

    private static bool IsAbortMarker(ReadOnlyMemory<byte> batch)
    {
        using RecordReader reader = RecordReader.Open(batch);
        return reader.TryRead(out Record marker)
            && marker.Key is { Length: >= MarkerKeyBytes } key
            && System.Buffers.Binary.BinaryPrimitives.ReadInt16BigEndian(key.Span[2..]) == AbortMarker;
    }
}
