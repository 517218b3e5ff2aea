using System.Collections.Concurrent;
using RaftLog.Consensus;
using RaftLog.Model;
using RaftLog.Storage;

namespace RaftLog.Replication;

/// <summary>
/// The entries of an append that arrived, as log frames in the very buffer that the socket filled; lent to the core as a message's payload and
/// appended from here verbatim. Holds one reference of the buffer until <see cref="Release"/>, with which it goes back to a pool, its descriptors with it:
/// the core has taken over what it keeps of them when its appends are carried out.
/// </summary>
internal sealed class InboundEntries
{
    // A log keeps what it appends in its tail cache. A few entries must not keep a large buffer of other groups' entries alive there, so
    // they are copied; a whole large batch is not.
    private const int CopyBelowShare = 4;
    private const int NeverCopyBelow = 16 << 10;

    private const int PooledAtMost = 256;
    private const int DescriptorsKept = 1_024;

    private static readonly ConcurrentQueue<InboundEntries> Pool = new();

    private EntryDescriptor[] _descriptors = [];
    private int _count;
    private PooledBuffer? _buffer; // Null while it is in the pool: a second release fails.

    private InboundEntries()
    {
    }

    public int Start { get; private set; }

    public int Length { get; private set; }

    /// <summary>What the core is told of the entries, one by one; valid until the release.</summary>
    public ReadOnlyMemory<EntryDescriptor> Descriptors => _descriptors.AsMemory(0, _count);

    private PooledBuffer Buffer => _buffer ?? throw new InvariantViolationException("Entries are used after their release.");

    /// <summary>Checks the frames, and describes them for the core.</summary>
    /// <param name="frame">The buffer; a reference is added when it is kept.</param>
    /// <param name="start">Where the first log frame begins in it.</param>
    /// <param name="length">The bytes of all log frames.</param>
    /// <param name="first">The index that the first entry must have.</param>
    /// <param name="last">The index that the last entry must have.</param>
    /// <exception cref="PeerProtocolException">A frame is damaged, or they are not the entries that were announced.</exception>
    public static InboundEntries Parse(PooledBuffer frame, int start, int length, LogIndex first, LogIndex last)
    {
        ReadOnlySpan<byte> bytes = frame.Span.Slice(start, length);
        PeerProtocol.Require(last >= first && last - first < length / FrameHeader.Size, "an append whose range does not fit its bytes");
        FrameProblem problem = FrameCheck.CheckAll(bytes, first, out FrameHeader lastFrame);
        if (problem != FrameProblem.None || lastFrame.Index != last)
        {
            throw new PeerProtocolException($"damaged entries (from {first} to {last}: {problem}, valid up to {lastFrame.Index})");
        }

        InboundEntries entries = Pool.TryDequeue(out InboundEntries? pooled) ? pooled : new InboundEntries();
        entries.Describe(bytes, (int)(last - first) + 1);
        entries.Keep(frame, start, length);
        return entries;
    }

    /// <summary>Another reference of the buffer, for the log to take over.</summary>
    public PooledBuffer AddReference() => Buffer.AddReference();

    public void Release()
    {
        PooledBuffer buffer = Buffer;
        _buffer = null;
        buffer.Release();
        _descriptors.AsSpan(0, _count).Clear();
        if (_descriptors.Length <= DescriptorsKept && Pool.Count < PooledAtMost)
        {
            Pool.Enqueue(this);
        }
    }

    private void Describe(ReadOnlySpan<byte> frames, int count)
    {
        if (_descriptors.Length < count)
        {
            _descriptors = new EntryDescriptor[count];
        }

        _count = count;
        for (int i = 0; i < count; i++)
        {
            FrameHeader.TryRead(frames, out FrameHeader header);
            _descriptors[i] = new EntryDescriptor(header.Term, header.Kind, header.Length, ConfigurationOf(header, frames));
            frames = frames[header.Length..];
        }
    }

    private void Keep(PooledBuffer frame, int start, int length)
    {
        Length = length;
        if (frame.Length <= NeverCopyBelow || length > frame.Length / CopyBelowShare)
        {
            _buffer = frame.AddReference();
            Start = start;
            return;
        }

        _buffer = PooledBuffer.Rent(length);
        Start = 0;
        frame.Span.Slice(start, length).CopyTo(_buffer.Span);
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
