using System.Buffers;
using RaftLog.Storage;

namespace RaftLog.Broker.Handlers;

/// <summary>
/// The batches of one fetch response, as the log handed them out: reference-counted slices that are sent from where they lie, without being gathered
/// first. Owns their references until the response is written; disposed of then, it goes back to its pool with the lists that it has grown.
/// </summary>
internal sealed class FetchedRecords(FetchedRecordsPool pool) : IDisposable
{
    // More than what a fetch of large batches has: those of a thousand tiny ones are left to the garbage collector.
    private const int KeptSegments = 256;

    // All that were ever made, the first _reads of them with what was taken; likewise the segments.
    private readonly List<LogSlices> _slices = [];
    private readonly List<Segment> _segments = [];
    private int _reads;
    private int _linked;
    private bool _isPooled;

    /// <summary>The bytes of everything taken in.</summary>
    public long TotalBytes { get; private set; }

    /// <summary>An empty list for the next read to fill; it stays in the hands of this.</summary>
    public LogSlices ForNextRead()
    {
        if (_reads == _slices.Count)
        {
            _slices.Add(new LogSlices());
        }

        return _slices[_reads];
    }

    /// <summary>Takes in what was read into <see cref="ForNextRead"/>, and shows it as one sequence; valid until this is cleared.</summary>
    public ReadOnlySequence<byte> TakeRead()
    {
        var slices = _slices[_reads];
        if (slices.Count == 0)
        {
            return ReadOnlySequence<byte>.Empty;
        }

        _reads++;
        TotalBytes += slices.TotalBytes;
        if (slices.Count == 1)
        {
            return new ReadOnlySequence<byte>(slices[0].Memory);
        }

        var first = Link(slices[0].Memory, null);
        var last = first;
        for (int i = 1; i < slices.Count; i++)
        {
            last = Link(slices[i].Memory, last);
        }

        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    /// <summary>Gives all batches back.</summary>
    public void Clear()
    {
        foreach (var slices in _slices)
        {
            slices.Clear();
        }

        for (int i = 0; i < _linked; i++)
        {
            _segments[i].Unlink();
        }

        _reads = 0;
        _linked = 0;
        TotalBytes = 0;
    }

    /// <summary>Gives all batches back, and itself.</summary>
    public void Dispose()
    {
        Invariant.Require(!_isPooled);
        Clear();
        _isPooled = true;
        if (_segments.Count <= KeptSegments)
        {
            pool.Return(this);
        }
    }

    /// <summary>Takes it out of the pool.</summary>
    internal FetchedRecords Reuse()
    {
        _isPooled = false;
        return this;
    }

    private Segment Link(ReadOnlyMemory<byte> memory, Segment? previous)
    {
        if (_linked == _segments.Count)
        {
            _segments.Add(new Segment());
        }

        return _segments[_linked++].Link(memory, previous);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment Link(ReadOnlyMemory<byte> memory, Segment? previous)
        {
            Memory = memory;
            RunningIndex = 0;
            if (previous is not null)
            {
                RunningIndex = previous.RunningIndex + previous.Memory.Length;
                previous.Next = this;
            }

            return this;
        }

        public void Unlink()
        {
            Memory = default;
            Next = null;
        }
    }
}
