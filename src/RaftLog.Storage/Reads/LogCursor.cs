using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>Reads the entries of a log one after the other, for replay into a state machine. Used by one thread.</summary>
public sealed class LogCursor : IDisposable
{
    /// <summary>The entry it stands on; valid after a <see cref="MoveNext"/> that returned true, until the next call.</summary>
    public LogEntry Current => throw new NotImplementedException();

    /// <summary>Goes to the next entry, up to and including <paramref name="last"/>; false when there is none.</summary>
    /// <exception cref="LogCorruptException">The entry on disk is damaged.</exception>
    public bool MoveNext(LogIndex last) => throw new NotImplementedException();

    /// <summary>Releases the entry it stands on.</summary>
    public void Dispose() => throw new NotImplementedException();
}
