using Microsoft.Win32.SafeHandles;
using RaftLog.Benchmarks.Limits;

namespace RaftLog.Benchmarks.Floor;

/// <summary>
/// A file that batches are appended to, one write each. With flush, a thread of its own makes durable whatever was written while it did so before, so one
/// flush serves all batches that waited for it.
/// </summary>
internal sealed class FloorLog : IDisposable
{
    // The file begins anew after so much: a long run must not fill the disk.
    private const long MaxBytes = 1L << 30;

    private readonly SafeFileHandle _file;
    private readonly string _path;
    private readonly Action<long> _safe;
    private readonly bool _flush;
    private readonly Lock _lock = new();
    private readonly AutoResetEvent _written = new(false);
    private long _position;
    private long _batches;

    /// <param name="path">The file.</param>
    /// <param name="flush">Whether a batch is safe only after fdatasync.</param>
    /// <param name="safe">Told how many batches are safe, one call at a time.</param>
    public FloorLog(string path, bool flush, Action<long> safe)
    {
        _path = path;
        _file = File.OpenHandle(path, FileMode.Create, FileAccess.Write);
        _flush = flush;
        _safe = safe;
        if (flush)
        {
            new Thread(FlushForever) { IsBackground = true }.Start();
        }
    }

    public void Append(ReadOnlySpan<byte> batch)
    {
        RandomAccess.Write(_file, batch, _position);
        _position = _position + batch.Length > MaxBytes ? 0 : _position + batch.Length;
        long batches = Interlocked.Increment(ref _batches);
        if (_flush)
        {
            _written.Set();
        }
        else
        {
            _safe(batches);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _file.Dispose();
        }

        File.Delete(_path);
    }

    private void FlushForever()
    {
        while (true)
        {
            _written.WaitOne();
            long batches = Interlocked.Read(ref _batches);
            lock (_lock)
            {
                if (_file.IsClosed)
                {
                    return;
                }

                DiskLimits.Flush(_file);
            }

            _safe(batches);
        }
    }
}
