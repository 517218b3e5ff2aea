namespace RaftLog.Chaos.Broker;

/// <summary>
/// How the disk behaves, as a control file says: absent or empty, it works; <c>full</c>, it takes nothing more; <c>broken</c>, writes and
/// flushes fail. Looked at a few times a second.
/// </summary>
internal sealed class DiskFaults : IDisposable
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(50);

    private readonly string _controlFile;
    private readonly Timer _timer;
    private volatile string _word = "";

    /// <summary>Starts to look at the file.</summary>
    public DiskFaults(string controlFile)
    {
        _controlFile = controlFile;
        _timer = new Timer(_ => Look(), null, TimeSpan.Zero, LookInterval);
    }

    /// <summary>Whether there is no space.</summary>
    public bool IsFull => _word == "full";

    /// <summary>Fails as the disk would when something is written to it now.</summary>
    /// <exception cref="IOException">It is full or broken.</exception>
    public void BeforeWrite(string path)
    {
        if (_word.Length > 0)
        {
            throw new IOException(IsFull ? $"No space left on device: '{path}'." : $"Input/output error: '{path}'.");
        }
    }

    /// <summary>Fails as the disk would when something is flushed now. A full one has room for what it took.</summary>
    /// <exception cref="IOException">It is broken.</exception>
    public void BeforeFlush(string path)
    {
        if (_word.Length > 0 && !IsFull)
        {
            throw new IOException($"Input/output error: '{path}'.");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        try
        {
            _word = File.Exists(_controlFile) ? File.ReadAllText(_controlFile).Trim() : "";
        }
        catch (IOException)
        {
            // It was removed between the two looks; the next one sees that.
        }
    }
}
