using System.Runtime.InteropServices;
using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>
/// All records of one batch, or none: a batch counts for compaction as a whole or not at all. A reader who cannot get to the end of it may not get to
/// its first record either, so a key in it must not make an older record go. Used by one thread; the records are valid until the next batch.
/// </summary>
internal sealed class BatchRecords : IDisposable
{
    private readonly List<Record> _records = [];
    private RecordReader? _reader;

    /// <summary>The records, in the order of their offsets.</summary>
    public ReadOnlySpan<Record> All => CollectionsMarshal.AsSpan(_records);

    /// <summary>Why the last batch could not be read.</summary>
    public string Problem { get; private set; } = "";

    private int LastDelta => _records.Count == 0 ? -1 : _records[^1].OffsetDelta;

    /// <summary>Reads a batch; false when it is not one that can be taken apart: its codec is missing here, or its producer sent rubbish.</summary>
    public bool TryRead(ReadOnlyMemory<byte> batch)
    {
        Clear();
        try
        {
            _reader = RecordReader.Open(batch);
            while (_reader.TryRead(out Record record))
            {
                // Who appends looks at headers only. The rest of compaction counts on offsets that rise and stay within the batch.
                if (record.OffsetDelta <= LastDelta || record.OffsetDelta > _reader.Header.LastOffsetDelta)
                {
                    return Fail($"Record {_records.Count} has offset delta {record.OffsetDelta} behind {LastDelta}, in a batch up to {_reader.Header.LastOffsetDelta}.");
                }

                _records.Add(record);
            }

            return true;
        }
        catch (InvalidRecordBatchException unreadable)
        {
            return Fail(unreadable.Message);
        }
    }

    public void Dispose() => Clear();

    private bool Fail(string problem)
    {
        Clear();
        Problem = problem;
        return false;
    }

    private void Clear()
    {
        _records.Clear();
        _reader?.Dispose();
        _reader = null;
    }
}
