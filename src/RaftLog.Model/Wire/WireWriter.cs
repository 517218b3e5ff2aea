using System.Buffers;

namespace RaftLog.Model.Wire;

/// <summary>
/// Writes the versioned encoding, the counterpart of <see cref="WireReader"/>. Over an <see cref="IBufferWriter{T}"/> nothing is final
/// before <see cref="Flush"/>; over a span, the caller makes it large enough by <see cref="IWireWritable.SizeOf"/>.
/// </summary>
/// <remarks>Pass it by reference: a copy of the struct writes over the same bytes.</remarks>
public ref partial struct WireWriter
{
    private const int LeastChunk = 256;

    private readonly IBufferWriter<byte>? _output;
    private Span<byte> _chunk;

    // Position = _flushed + _used; 0 <= _used <= _chunk.Length. The bytes of _chunk up to _used are not yet handed to _output.
    private long _flushed;
    private int _used;

    /// <summary>A writer that appends to <paramref name="output"/>.</summary>
    public WireWriter(IBufferWriter<byte> output) => _output = output;

    /// <summary>A writer into memory of a fixed size.</summary>
    public WireWriter(Span<byte> destination) => _chunk = destination;

    /// <summary>Bytes written so far.</summary>
    public readonly long Position => _flushed + _used;

    /// <summary>Hands what was written to the output. The writer can go on afterwards.</summary>
    public void Flush()
    {
        if (_output is not null)
        {
            _output.Advance(_used);
            _flushed += _used;
            _used = 0;
            _chunk = default;
        }
    }

    private Span<byte> Reserve(int count)
    {
        if (_chunk.Length - _used < count)
        {
            Grow(count);
        }

        var reserved = _chunk.Slice(_used, count);
        _used += count;
        return reserved;
    }

    private void Grow(int count)
    {
        if (_output is null)
        {
            throw new WireFormatException($"{count} bytes are to be written where {_chunk.Length - _used} are free", Position);
        }

        Flush();
        _chunk = _output.GetSpan(Math.Max(count, LeastChunk));
    }
}
