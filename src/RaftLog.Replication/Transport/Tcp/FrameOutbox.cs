using System.Net.Sockets;
using System.Runtime.InteropServices;
using RaftLog.Model;

namespace RaftLog.Replication;

/// <summary>
/// The frames that wait for one connection, and the writing of them. Bounded in bytes: a frame that does not fit is dropped whole, so a peer
/// that is slow, stopped or gone costs bounded memory and blocks nobody. Whatever waits is written together (one gathered write); a small
/// frame on an idle connection is written by the thread that sends it, which spares the critical path a hop between threads.
/// </summary>
internal sealed class FrameOutbox
{
    // Below IOV_MAX (1,024), and enough for several turns of a shard.
    private const int SegmentsPerWrite = 256;

    private readonly Socket _socket;
    private readonly long _limitBytes;
    private readonly int _inlineBytes;
    private readonly Lock _lock = new();
    private readonly Queue<PeerFrame> _waiting = new(); // Guarded by _lock; empty once closed.
    private readonly AsyncSignal _wake = new();

    // Owned by the writer that _writer names; nobody touches them while there is none.
    private readonly List<PeerFrame> _batch = [];
    private readonly List<ArraySegment<byte>> _segments = [];

    private Writer _writer;     // Guarded by _lock.
    private bool _closed;       // Guarded by _lock.
    private long _unsentBytes;  // Guarded by _lock: bytes of _waiting and _batch together.

    /// <summary>An outbox of a fresh connection; ends with it.</summary>
    public FrameOutbox(Socket socket, long limitBytes, int inlineBytes)
    {
        socket.Blocking = false;
        _socket = socket;
        _limitBytes = limitBytes;
        _inlineBytes = inlineBytes;
    }

    private enum Writer
    {
        None,
        Sender,
        Loop,
    }

    /// <summary>Queues a frame, and perhaps writes it; releases it when it is dropped.</summary>
    public bool Send(PeerFrame frame)
    {
        bool write;
        lock (_lock)
        {
            // A frame larger than the limit may go alone, or it could never be sent.
            if (_closed || (_unsentBytes > 0 && _unsentBytes + frame.TotalBytes > _limitBytes))
            {
                frame.Release();
                return false;
            }

            _waiting.Enqueue(frame);
            _unsentBytes += frame.TotalBytes;
            write = _writer == Writer.None;
            if (write)
            {
                _writer = Writer.Sender;
            }
        }

        if (write && !TryWriteInline())
        {
            HandOver();
        }

        return true;
    }

    /// <summary>Writes what the senders do not write themselves, until the connection fails or is closed; then releases what is unsent.</summary>
    /// <param name="stallTimer">Armed around a write that may take long.</param>
    /// <param name="stallAfter">How long such a write may take.</param>
    public async Task RunAsync(ITimer stallTimer, TimeSpan stallAfter)
    {
        while (true)
        {
            await _wake.WaitAsync();
            lock (_lock)
            {
                if (_closed && _writer == Writer.None)
                {
                    return;
                }

                if (_writer != Writer.Loop)
                {
                    continue;
                }
            }

            while (_segments.Count > 0 || TakeBatch())
            {
                stallTimer.Change(stallAfter, Timeout.InfiniteTimeSpan);
                try
                {
                    Advance(await _socket.SendAsync(_segments, SocketFlags.None));
                }
                catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
                {
                    Close();
                    _segments.Clear();
                    ReleaseBatch();
                }

                stallTimer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>Takes no frames any more and lets <see cref="RunAsync"/> end; a write that hangs must be ended by closing the socket.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _closed = true;
            while (_waiting.TryDequeue(out PeerFrame? frame))
            {
                frame.Release();
            }
        }

        _wake.Set();
    }

    private void HandOver()
    {
        lock (_lock)
        {
            _writer = Writer.Loop;
        }

        _wake.Set();
    }

    // Returns false when the loop must go on with what is left, be it the rest of a batch or an error to discover.
    private bool TryWriteInline()
    {
        while (TakeBatch())
        {
            if (BatchBytes() > _inlineBytes)
            {
                return false;
            }

            try
            {
                int sent = _socket.Send(_segments, SocketFlags.None, out SocketError error);
                if (error != SocketError.Success)
                {
                    return false;
                }

                Advance(sent);
            }
            catch (ObjectDisposedException)
            {
                return false;
            }

            if (_segments.Count > 0)
            {
                return false;
            }
        }

        return true;
    }

    // Returns false, and gives the role of writer back in the same step, when nothing waits: the next to send becomes the writer.
    private bool TakeBatch()
    {
        Invariant.Require(_segments.Count == 0 && _batch.Count == 0);
        lock (_lock)
        {
            while (_segments.Count < SegmentsPerWrite && _waiting.TryDequeue(out PeerFrame? frame))
            {
                _batch.Add(frame);
                AddSegment(frame.Head);
                for (int i = 0; i < frame.Payload.Count; i++)
                {
                    AddSegment(frame.Payload[i].Memory);
                }
            }

            if (_batch.Count > 0)
            {
                return true;
            }

            _writer = Writer.None;
            if (_closed)
            {
                _wake.Set();
            }

            return false;
        }
    }

    private void AddSegment(ReadOnlyMemory<byte> bytes)
    {
        bool isArray = MemoryMarshal.TryGetArray(bytes, out ArraySegment<byte> segment);
        Invariant.Require(isArray);
        if (segment.Count > 0)
        {
            _segments.Add(segment);
        }
    }

    private long BatchBytes()
    {
        long bytes = 0;
        foreach (ArraySegment<byte> segment in _segments)
        {
            bytes += segment.Count;
        }

        return bytes;
    }

    private void Advance(int sent)
    {
        int whole = 0;
        while (whole < _segments.Count && sent >= _segments[whole].Count)
        {
            sent -= _segments[whole].Count;
            whole++;
        }

        _segments.RemoveRange(0, whole);
        if (_segments.Count > 0)
        {
            _segments[0] = _segments[0][sent..];
            return;
        }

        ReleaseBatch();
    }

    private void ReleaseBatch()
    {
        long bytes = 0;
        foreach (PeerFrame frame in _batch)
        {
            bytes += frame.TotalBytes;
            frame.Release();
        }

        _batch.Clear();
        lock (_lock)
        {
            _unsentBytes -= bytes;
        }
    }
}
