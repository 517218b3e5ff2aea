using System.Buffers;

namespace RaftLog.Protocol.Tests.Support;

/// <summary>Sequences in pieces, as a connection's pipe hands them over.</summary>
internal static class Segments
{
    /// <summary>The bytes in pieces of <paramref name="size"/>, with an empty piece after each.</summary>
    public static ReadOnlySequence<byte> Split(byte[] bytes, int size)
    {
        var first = new Segment(ReadOnlyMemory<byte>.Empty, null);
        var last = first;
        for (int start = 0; start < bytes.Length; start += size)
        {
            last = new Segment(bytes.AsMemory(start, Math.Min(size, bytes.Length - start)), last);
            last = new Segment(ReadOnlyMemory<byte>.Empty, last);
        }

        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, Segment? previous)
        {
            Memory = memory;
            if (previous is not null)
            {
                previous.Next = this;
                RunningIndex = previous.RunningIndex + previous.Memory.Length;
            }
        }
    }
}
