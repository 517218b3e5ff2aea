#pragma warning disable RS0030 // The host is above the seams: it has the sockets of the process.

using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Server.Hosting;

/// <summary>
/// The sending side of a client's connection: what is written goes from where it lies to the socket, by one call of the system for each flush. Through
/// Kestrel's pipe, every byte that a reader gets is copied once more, which was a quarter of what a fetch cost. Used by one writer.
/// </summary>
/// <remarks>
/// A flush completes when the system has taken all bytes; until then payloads must stay as they are. A client that does not read holds its own flush up, until
/// its connection is cut: nothing takes bytes back that were promised to it, so <see cref="CancelPendingFlush"/> does nothing.
/// </remarks>
/// <param name="socket">The socket. Nobody else sends by it.</param>
/// <param name="blocks">Where the memory for what is written comes from; a quiet connection has none of it.</param>
/// <param name="pipe">The way that is not taken; completed at the end, by which Kestrel closes the socket.</param>
internal sealed class SocketOutput(Socket socket, MemoryPool<byte> blocks, PipeWriter pipe) : PipeWriter, IPayloadOutput
{
    // Below this, a copy costs less than another piece for the system to gather.
    private const int SmallestPayload = 8 * 1024;

    // In order, what is to be sent; of the last block, only up to _sealed.
    private readonly List<ArraySegment<byte>> _pieces = [];
    private readonly List<IMemoryOwner<byte>> _rented = [];
    private ArraySegment<byte> _block = ArraySegment<byte>.Empty;
    private int _sealed; // _sealed <= _written <= _block.Count
    private int _written;
    private long _unflushed;

    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => _unflushed;

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (_block.Count - _written < Math.Max(1, sizeHint))
        {
            Seal();
            _block = RentBlock(sizeHint);
            _sealed = _written = 0;
        }

        return _block.AsMemory(_written);
    }

    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public override void Advance(int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes, _block.Count - _written);
        _written += bytes;
        _unflushed += bytes;
    }

    /// <inheritdoc/>
    public bool TryTake(in ReadOnlySequence<byte> payload)
    {
        foreach (var memory in payload)
        {
            if (memory.Length < SmallestPayload || !MemoryMarshal.TryGetArray(memory, out var piece))
            {
                this.Write(memory.Span);
                continue;
            }

            Seal();
            _pieces.Add(piece);
            _unflushed += piece.Count;
        }

        return true;
    }

    public override async ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        Seal();
        try
        {
            if (_pieces.Count == 1)
            {
                await socket.SendAsync(_pieces[0].AsMemory(), SocketFlags.None, cancellationToken);
            }
            else if (_pieces.Count > 1)
            {
                await socket.SendAsync(_pieces, SocketFlags.None);
            }
        }
        catch (Exception broken) when (broken is SocketException or ObjectDisposedException)
        {
            throw new IOException(broken.Message, broken);
        }
        finally
        {
            Forget();
        }

        return default;
    }

    public override void CancelPendingFlush()
    {
        // See the remarks.
    }

    public override void Complete(Exception? exception = null)
    {
        Forget();
        pipe.Complete(exception);
    }

    public override ValueTask CompleteAsync(Exception? exception = null)
    {
        Forget();
        return pipe.CompleteAsync(exception);
    }

    // What was written since the last piece becomes one.
    private void Seal()
    {
        if (_written > _sealed)
        {
            _pieces.Add(_block[_sealed.._written]);
            _sealed = _written;
        }
    }

    private ArraySegment<byte> RentBlock(int sizeHint)
    {
        var rented = sizeHint <= blocks.MaxBufferSize ? blocks.Rent() : MemoryPool<byte>.Shared.Rent(sizeHint);
        _rented.Add(rented);
        bool isArray = MemoryMarshal.TryGetArray<byte>(rented.Memory, out var block);
        Invariant.Require(isArray);
        return block;
    }

    private void Forget()
    {
        foreach (var block in _rented)
        {
            block.Dispose();
        }

        _rented.Clear();
        _pieces.Clear();
        _block = ArraySegment<byte>.Empty;
        _sealed = _written = 0;
        _unflushed = 0;
    }
}
