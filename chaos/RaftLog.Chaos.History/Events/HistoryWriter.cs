using System.Text.Json;

namespace RaftLog.Chaos.History;

/// <summary>
/// Writes a worker's history, one JSON object a line. What was written reaches the kernel, which outlives a killed worker, within
/// <see cref="FlushInterval"/>; what must be there before the next step is flushed by hand. Safe for concurrent use.
/// </summary>
public sealed class HistoryWriter : IDisposable
{
    private static readonly TimeSpan FlushInterval = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly FileStream _file;
    private readonly Utf8JsonWriter _json;
    private readonly Timer _timer;

    /// <summary>Appends to the history of a worker in the folder of a run.</summary>
    public HistoryWriter(string runFolder, string worker)
    {
        _file = new FileStream(
            Path.Combine(runFolder, RunFiles.History(worker)), FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 64 * 1024);
        _json = new Utf8JsonWriter(_file);
        _timer = new Timer(_ => Flush(), null, FlushInterval, FlushInterval);
    }

    /// <summary>Writes a line.</summary>
    public void Write(HistoryEvent line)
    {
        lock (_gate)
        {
            JsonSerializer.Serialize(_json, line, HistoryJson.Default.HistoryEvent);
            _json.Reset();
            _file.WriteByte((byte)'\n');
        }
    }

    /// <summary>Hands everything written so far to the kernel.</summary>
    public void Flush()
    {
        lock (_gate)
        {
            if (_file.CanWrite)
            {
                _file.Flush();
            }
        }
    }

    /// <summary>Flushes and closes the file.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _timer.Dispose();
            _json.Dispose();
            _file.Dispose();
        }
    }
}
