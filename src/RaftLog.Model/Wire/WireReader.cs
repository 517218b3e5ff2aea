using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace RaftLog.Model.Wire;

/// <summary>
/// Reads the versioned encoding (big-endian numbers, Kafka's strings, arrays and tagged fields) from one message that lies in memory,
/// in one piece or several. It throws nothing but <see cref="WireFormatException"/> and allocates nothing for a length that the rest of
/// the message cannot hold.
/// </summary>
/// <remarks>
/// Over a sequence or memory, the byte fields read are slices of it, valid as long as it is. Over a span they are copies.
/// Pass it by reference: a copy of the struct reads on its own.
/// </remarks>
public ref partial struct WireReader
{
    private readonly ReadOnlySequence<byte> _sequence;
    private readonly bool _overSpan;
    private readonly long _length;

    private ReadOnlySpan<byte> _segment;
    private SequencePosition _segmentStart;
    private SequencePosition _nextSegment;

    // Position = _before + _offset <= _length; 0 <= _offset <= _segment.Length.
    private long _before;
    private int _offset;

    /// <summary>A reader of a message in a span; byte fields are copied.</summary>
    public WireReader(ReadOnlySpan<byte> message)
    {
        _overSpan = true;
        _segment = message;
        _length = message.Length;
    }

    /// <summary>A reader of a message in memory; byte fields are slices of it.</summary>
    public WireReader(ReadOnlyMemory<byte> message)
        : this(new ReadOnlySequence<byte>(message))
    {
    }

    /// <summary>A reader of a message in a sequence; byte fields are slices of it.</summary>
    public WireReader(scoped in ReadOnlySequence<byte> message)
    {
        _sequence = message;
        _length = message.Length;
        _segmentStart = message.Start;
        _nextSegment = message.Start;
        if (_sequence.TryGet(ref _nextSegment, out var first))
        {
            _segment = first.Span;
        }
    }

    /// <summary>Bytes read so far.</summary>
    public readonly long Position => _before + _offset;

    /// <summary>Bytes not read yet.</summary>
    public readonly long Remaining => _length - Position;

    /// <summary>Passes over <paramref name="count"/> bytes.</summary>
    /// <exception cref="WireFormatException">The message has fewer.</exception>
    public void Skip(long count)
    {
        Require(count);
        Advance(count);
    }

    /// <summary>
    /// Throws unless the message is read to its end. Files and records of our own end with it; Kafka requests do not, since Kafka's broker
    /// passes over what follows the last field it knows.
    /// </summary>
    /// <exception cref="WireFormatException">Bytes are left.</exception>
    public readonly void RequireEnd()
    {
        if (Remaining != 0)
        {
            ThrowAt($"{Remaining} bytes are left behind the end of the message");
        }
    }

    private readonly void Require(long count)
    {
        // As unsigned numbers, a negative count is larger than every rest.
        if ((ulong)count > (ulong)Remaining)
        {
            ThrowTooShort(count);
        }
    }

    private void Advance(long count)
    {
        while (count > _segment.Length - _offset)
        {
            count -= _segment.Length - _offset;
            MoveToNextSegment();
        }

        _offset += (int)count;
    }

    // The caller has checked that bytes remain behind the segment.
    private void MoveToNextSegment()
    {
        _before += _segment.Length;
        _offset = 0;
        _segmentStart = _nextSegment;
        bool found = _sequence.TryGet(ref _nextSegment, out var memory);
        Invariant.Require(found);
        _segment = memory.Span;
    }

    [DoesNotReturn]
    private readonly void ThrowTooShort(long wanted) =>
        ThrowAt(wanted < 0 ? $"A length of {wanted} is negative" : $"{wanted} bytes are needed and {Remaining} are left");

    [DoesNotReturn]
    private readonly void ThrowAt(string problem) => throw new WireFormatException(problem, Position);
}
