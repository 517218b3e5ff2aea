using System.Buffers;
using RaftLog.Storage;

namespace RaftLog.Broker.Handlers;

/// <summary>
/// The batches of one fetch response, as the log handed them out: reference-counted slices that go into the connection's pipe without
/// being gathered first. Owns their references until the response is written.
/// </summary>
internal sealed class FetchedRecords : IDisposable
{
    private readonly List<LogSlices> _reads = [];

    /// <summary>The bytes of everything taken in.</summary>
    public long TotalBytes { get; private set; }

    /// <summary>Takes over what a read has filled and shows it as one sequence.</summary>
    public ReadOnlySequence<byte> Take(LogSlices slices)
    {
        if (slices.Count == 0)
        {
            return ReadOnlySequence<byte>.Empty;
        }

        _reads.Add(slices);
        TotalBytes += slices.TotalBytes;
        if (slices.Count == 1)
        {
            return new ReadOnlySequence<byte>(slices[0].Memory);
        }

        var first = new Segment(slices[0].Memory, null);
        var last = first;
        for (int i = 1; i < slices.Count; i++)
        {
            last = new Segment(slices[i].Memory, last);
        }

        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    /// <summary>Gives everything back.</summary>
    public void Clear()
    {
        foreach (var slices in _reads)
        {
            slices.Clear();
        }

        _reads.Clear();
        TotalBytes = 0;
    }

    public void Dispose() => Clear();

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, Segment? previous)
        {
            Memory = memory;
            if (previous is not null)
            {
                RunningIndex = previous.RunningIndex + previous.Memory.Length;
                previous.Next = this;
            }
        }
    }
}
