using RaftLog.Consensus;
using RaftLog.Model;
using RaftLog.Storage;

namespace RaftLog.Replication;

/// <summary>
/// The entries of an append that arrived, as log frames in the very buffer that the socket filled; lent to the core as a message's payload and
/// appended from here verbatim. Holds one reference of the buffer until <see cref="Release"/>.
/// </summary>
internal sealed class InboundEntries
{
    // A log keeps what it appends in its tail cache. A few entries must not keep a large buffer of other groups' entries alive there, so
    // they are copied; a whole large batch is not.
    private const int CopyBelowShare = 4;
    private const int NeverCopyBelow = 16 << 10;

    private readonly PooledBuffer _buffer;

    private InboundEntries(PooledBuffer buffer, int start, int length)
    {
        _buffer = buffer;
        Start = start;
        Length = length;
    }

    public int Start { get; }

    public int Length { get; }

    /// <summary>Checks the frames, and describes them for the core.</summary>
    /// <param name="frame">The buffer; a reference is added when it is kept.</param>
    /// <param name="start">Where the first log frame begins in it.</param>
    /// <param name="length">The bytes of all log frames.</param>
    /// <param name="first">The index that the first entry must have.</param>
    /// <param name="last">The index that the last entry must have.</param>
    /// <param name="descriptors">One for each entry.</param>
    /// <exception cref="PeerProtocolException">A frame is damaged, or they are not the entries that were announced.</exception>
    public static InboundEntries Parse(
        PooledBuffer frame, int start, int length, LogIndex first, LogIndex last, out EntryDescriptor[] descriptors)
    {
        ReadOnlySpan<byte> bytes = frame.Span.Slice(start, length);
        PeerProtocol.Require(last >= first && last - first < length / FrameHeader.Size, "an append whose range does not fit its bytes");
        FrameProblem problem = FrameCheck.CheckAll(bytes, first, out FrameHeader lastFrame);
        if (problem != FrameProblem.None || lastFrame.Index != last)
        {
            throw new PeerProtocolException($"damaged entries (from {first} to {last}: {problem}, valid up to {lastFrame.Index})");
        }

        descriptors = new EntryDescriptor[(int)(last - first) + 1];
        for (int i = 0; i < descriptors.Length; i++)
        {
            FrameHeader.TryRead(bytes, out FrameHeader header);
            descriptors[i] = new EntryDescriptor(header.Term, header.Kind, header.Length, ConfigurationOf(header, bytes));
            bytes = bytes[header.Length..];
        }

        return Keep(frame, start, length);
    }

    /// <summary>Another reference of the buffer, for the log to take over.</summary>
    public PooledBuffer AddReference() => _buffer.AddReference();

    public void Release() => _buffer.Release();

    private static InboundEntries Keep(PooledBuffer frame, int start, int length)
    {
        if (frame.Length <= NeverCopyBelow || length > frame.Length / CopyBelowShare)
        {
            return new InboundEntries(frame.AddReference(), start, length);
        }

        PooledBuffer copy = PooledBuffer.Rent(length);
        frame.Span.Slice(start, length).CopyTo(copy.Span);
        return new InboundEntries(copy, 0, length);
    }

    private static GroupConfiguration? ConfigurationOf(in FrameHeader header, ReadOnlySpan<byte> bytes)
    {
        if (header.Kind != EntryKind.Configuration)
        {
            return null;
        }

        ReadOnlySpan<byte> content = bytes[FrameHeader.Size..(header.Length - FrameBuffer.ChecksumSize)];
        PeerProtocol.Require(GroupConfigurationCodec.TryRead(content, out GroupConfiguration? configuration), "a configuration that is none");
        return configuration;
    }
}
