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
    private const long NoneDamaged = -1;

    private readonly IFileSystem _fileSystem;
    private readonly string _directory;

    // The index of the newest snapshot that was found damaged and not replaced yet; read by any thread.
    private long _damagedIndex = NoneDamaged;

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

    /// <summary>
    /// Where the newest snapshot ends that was found damaged: as soon as the state is that far, a new one should take its place. Null when all are whole
    /// as far as known. Readable from any thread.
    /// </summary>
    public LogIndex? RewriteWantedFrom => Volatile.Read(ref _damagedIndex) is var index and not NoneDamaged ? new LogIndex(index) : null;

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
    /// Writes a snapshot; durable when it returns. Of the older ones the newest that is whole is kept: should this one rot, that and the log behind it, which
    /// is kept as long, say the same. Damaged ones go.
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
        Volatile.Write(ref _damagedIndex, NoneDamaged);
        bool hasOlder = false;
        foreach (string other in Newest().Where(other => other != name))
        {
            string path = Path.Combine(_directory, other);
            bool isOlder = string.CompareOrdinal(other, name) < 0;
            if ((isOlder && hasOlder) || CheckedFile.Probe(_fileSystem, path) is not null)
            {
                _fileSystem.DeleteFile(path);
            }
            else
            {
                hasOlder |= isOlder;
            }
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
        foreach (string name in Newest())
        {
            try
            {
                return Load(Path.Combine(_directory, name));
            }
            catch (LogCorruptException problem)
            {
                NoteDamaged(name);
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

    /// <summary>
    /// Checks the snapshots, beside whoever else uses the store; what is damaged is to be replaced by a new one (<see cref="RewriteWantedFrom"/>).
    /// </summary>
    public IReadOnlyList<LogFinding> Check()
    {
        var findings = new List<LogFinding>();
        foreach (string name in Newest())
        {
            string path = Path.Combine(_directory, name);
            try
            {
                if (CheckedFile.Probe(_fileSystem, path) is { } problem)
                {
                    NoteDamaged(name);
                    findings.Add(new LogFinding(FindingSeverity.Notice, path, 0, problem, "A new snapshot takes its place."));
                }
            }
            catch (FileNotFoundException)
            {
                // A newer one has just replaced it.
            }
        }

        return findings;
    }

    private void NoteDamaged(string name)
    {
        long index = long.TryParse(name.AsSpan(0, name.IndexOf('-', StringComparison.Ordinal)), NumberStyles.None, CultureInfo.InvariantCulture, out long parsed) ? parsed : 0;
        if (index > Volatile.Read(ref _damagedIndex))
        {
            Volatile.Write(ref _damagedIndex, index);
        }
    }

    // Names sort by index; the newest first.
    private string[] Newest() =>
    [
        .. _fileSystem.EnumerateFiles(_directory)
            .Where(name => name.EndsWith(Suffix, StringComparison.Ordinal))
            .OrderDescending(StringComparer.Ordinal),
    ];
}
