using System.Buffers;
using System.Globalization;
using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Storage;

/// <summary>
/// The snapshots of one group in a directory of their own, each a file <c>{index}-{term}.snapshot</c>. A <see cref="CheckedFile"/> with the
/// magic "RLSNAPSH", version 1; its body is big-endian (<see cref="WireWriter"/>):
/// <code>
///   i64 index   i32 term   i32 length and bytes of the configuration   i32 length and bytes of the state
/// </code>
/// Written under another name and renamed, so a crash leaves the snapshot whole or not at all. Used by one thread at a time.
/// </summary>
public sealed class SnapshotStore
{
    private const int Version = 1;
    private const string Suffix = ".snapshot";

    private readonly IFileSystem _fileSystem;
    private readonly string _directory;
    private volatile bool _isRewriteWanted;

    /// <summary>Uses a directory, creating it when it is not there; what an interrupted save left is removed.</summary>
    public SnapshotStore(IFileSystem fileSystem, string directory)
    {
        ArgumentNullException.ThrowIfNull(fileSystem);
        _fileSystem = fileSystem;
        _directory = directory;
        fileSystem.CreateDirectoryDurably(directory);
        Settle();
    }

    /// <summary>Where they are.</summary>
    public string DirectoryPath => _directory;

    /// <summary>Whether the newest snapshot was found damaged and a new one should take its place. Readable from any thread.</summary>
    public bool IsRewriteWanted => _isRewriteWanted;

    private static ReadOnlySpan<byte> Magic => "RLSNAPSH"u8;

    /// <summary>
    /// Makes good what a save has left that was cut short, by a kill or by a disk that failed. To be called before the latest snapshot is loaded for a
    /// log that is opened again: the log may be cut behind it.
    /// </summary>
    /// <exception cref="IOException">The disk fails.</exception>
    public void Settle()
    {
        _fileSystem.DeleteTemporaryFiles(_directory);

        // The snapshot may have its name, but not durably.
        _fileSystem.FlushDirectory(_directory);
    }

    /// <summary>
    /// Writes a snapshot; durable when it returns. Of the older ones the newest that is whole is kept: should this one rot, that and the log behind it, which is kept
    /// as long, say the same.
    /// </summary>
    public void Save(LogSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var body = new ArrayBufferWriter<byte>(snapshot.Content.Length + snapshot.Configuration.Length + 32);
        var writer = new WireWriter(body);
        writer.WriteInt64(snapshot.Index.Value);
        writer.WriteInt32(snapshot.Term.Value);
        writer.WriteBytes(snapshot.Configuration.Span, flexible: false);
        writer.WriteBytes(snapshot.Content.Span, flexible: false);
        writer.Flush();
        string name = string.Create(CultureInfo.InvariantCulture, $"{snapshot.Index.Value:D20}-{snapshot.Term.Value:D10}{Suffix}");
        CheckedFile.Write(_fileSystem, Path.Combine(_directory, name), Magic, Version, body.WrittenSpan);
        _isRewriteWanted = false;
        bool hasKept = false;
        foreach (string older in Enumerable.Reverse(Existing()).Where(older => string.CompareOrdinal(older, name) < 0))
        {
            string path = Path.Combine(_directory, older);
            if (!hasKept && CheckedFile.Probe(_fileSystem, path) is null)
            {
                hasKept = true;
                continue;
            }

            _fileSystem.DeleteFile(path);
        }
    }

    /// <summary>
    /// The newest snapshot that can be read; null when there is none. Whoever has a log behind it must see that the log continues it: where a newer one is
    /// damaged, it may not.
    /// </summary>
    /// <exception cref="LogCorruptException">There are snapshots, and all are damaged.</exception>
    public LogSnapshot? LoadLatest()
    {
        LogCorruptException? damage = null;
        foreach (string name in Enumerable.Reverse(Existing()))
        {
            try
            {
                LogSnapshot found = Load(Path.Combine(_directory, name));
                _isRewriteWanted |= damage is not null;
                return found;
            }
            catch (LogCorruptException problem)
            {
                damage ??= problem;
            }
        }

        return damage is null ? null : throw new LogCorruptException(damage.Message, damage);
    }

    private LogSnapshot Load(string path)
    {
        var reader = new WireReader(CheckedFile.Read(_fileSystem, path, Magic, Version, out _));
        try
        {
            return new LogSnapshot(
                new LogIndex(reader.ReadInt64()),
                new Term(reader.ReadInt32()),
                reader.ReadMemory(flexible: false),
                reader.ReadMemory(flexible: false));
        }
        catch (WireFormatException exception)
        {
            throw new LogCorruptException($"{path} is damaged: {exception.Message}", exception);
        }
    }

    /// <summary>Checks the newest snapshot, beside whoever else uses the store; what is damaged is to be replaced by a new one (<see cref="IsRewriteWanted"/>).</summary>
    internal LogFinding? Check()
    {
        List<string> existing = Existing();
        string path = existing.Count > 0 ? Path.Combine(_directory, existing[^1]) : "";
        try
        {
            if (existing.Count == 0 || CheckedFile.Probe(_fileSystem, path) is not { } problem)
            {
                return null;
            }

            _isRewriteWanted = true;
            return new LogFinding(FindingSeverity.Notice, path, 0, problem, "A new snapshot takes its place.");
        }
        catch (FileNotFoundException)
        {
            // A newer one has just replaced it.
            return null;
        }
    }

    // Names sort by index.
    private List<string> Existing()
    {
        var found = new List<string>();
        foreach (string name in _fileSystem.EnumerateFiles(_directory))
        {
            if (name.EndsWith(Suffix, StringComparison.Ordinal))
            {
                found.Add(name);
            }
        }

        return found;
    }
}
