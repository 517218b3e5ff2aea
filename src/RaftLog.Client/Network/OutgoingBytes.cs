using System.Buffers;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Client.Network;

/// <summary>
/// Requests that wait to be written. Batches stay where they are and are written from there: a copy of each was a tenth of what a producer at full
/// speed cost.
/// </summary>
internal sealed class OutgoingBytes(int initialCapacity) : IPayloadOutput, IDisposable
{
    // Everything but the payloads.
    private readonly PooledBufferWriter _own = new(initialCapacity);

    // In order; At is how many own bytes come before.
    private readonly List<(int At, ReadOnlyMemory<byte> Bytes)> _payloads = [];
    private readonly List<PooledBuffer> _held = [];
    private readonly List<ArraySegment<byte>> _segments = [];
    private bool _takesPayloads;

    public bool IsEmpty => _own.WrittenCount == 0;

    /// <summary>Takes what <paramref name="payloads"/> hold by reference until <see cref="EndRequest"/>, and keeps them until all is written.</summary>
    public void BeginRequest(IReadOnlyList<PooledBuffer> payloads)
    {
        foreach (PooledBuffer payload in payloads)
        {
            _held.Add(payload.AddReference());
        }

        _takesPayloads = payloads.Count > 0;
    }

    public void EndRequest() => _takesPayloads = false;

    /// <inheritdoc/>
    public bool TryTake(in ReadOnlySequence<byte> payload)
    {
        if (!_takesPayloads || !payload.IsSingleSegment)
        {
            return false;
        }

        _payloads.Add((_own.WrittenCount, payload.First));
        return true;
    }

    public void Advance(int count) => _own.Advance(count);

    public Memory<byte> GetMemory(int sizeHint = 0) => _own.GetMemory(sizeHint);

    public Span<byte> GetSpan(int sizeHint = 0) => _own.GetSpan(sizeHint);

    /// <summary>Writes everything, by one call of the system where the stream is a socket's.</summary>
    public async ValueTask WriteToAsync(Stream stream)
    {
        if (_payloads.Count == 0)
        {
            await stream.WriteAsync(_own.WrittenMemory).ConfigureAwait(false);
            return;
        }

        Arrange();
        if (stream is NetworkStream network)
        {
            await network.Socket.SendAsync(_segments, SocketFlags.None).ConfigureAwait(false);
            return;
        }

        foreach (ArraySegment<byte> segment in _segments)
        {
            await stream.WriteAsync(segment).ConfigureAwait(false);
        }
    }

    /// <summary>Forgets everything and lets go of the payloads.</summary>
    public void Clear()
    {
        foreach (PooledBuffer payload in _held)
        {
            payload.Release();
        }

        _held.Clear();
        _payloads.Clear();
        _segments.Clear();
        _own.Clear();
    }

    public void Dispose()
    {
        Clear();
        _own.Dispose();
    }

    private void Arrange()
    {
        ReadOnlyMemory<byte> own = _own.WrittenMemory;
        int done = 0;
        foreach ((int at, ReadOnlyMemory<byte> bytes) in _payloads)
        {
            Add(own[done..at]);
            Add(bytes);
            done = at;
        }

        Add(own[done..]);
    }

    private void Add(ReadOnlyMemory<byte> bytes)
    {
        if (!bytes.IsEmpty)
        {
            bool isArray = MemoryMarshal.TryGetArray(bytes, out ArraySegment<byte> segment);
            Invariant.Require(isArray);
            _segments.Add(segment);
        }
    }
}
