using System.Buffers;
using RaftLog.Model.Wire;

namespace RaftLog.Storage;

/// <summary>
/// The directory <c>incoming</c> inside that of a log, where another replica's log is put together before it takes the place of this one. Its
/// file <c>complete</c> decides: without it everything in there is thrown away when the log is opened, with it everything is moved into the log's
/// directory, as often as it takes. A <see cref="CheckedFile"/> with the magic "RLINCOMI", version 1; its body is the names of the files of the
/// new log (<see cref="WireWriter"/>: i32 number, strings).
/// <code>
///   crash before "complete" is durable    old log; the incoming one goes
///   crash while files are moved           the rest is moved: a file that is in here no more has been
///   crash after "complete" went           new log; the empty directory goes
/// </code>
/// </summary>
internal static class IncomingDirectory
{
    public const string Name = "incoming";
    public const string MarkerName = "complete";

    private const int Version = 1;
    private const int LeastNameBytes = 2;

    private static ReadOnlySpan<byte> Magic => "RLINCOMI"u8;

    public static string PathOf(string logDirectory) => Path.Combine(logDirectory, Name);

    /// <summary>Decides, durably: from now on the log that is complete in there is the log.</summary>
    public static void Decide(IFileSystem fileSystem, string logDirectory)
    {
        string incoming = PathOf(logDirectory);

        // First: a file that is listed and not there counts as moved.
        fileSystem.FlushDirectory(incoming);
        IReadOnlyList<string> names = fileSystem.EnumerateFiles(incoming);
        var body = new ArrayBufferWriter<byte>();
        var writer = new WireWriter(body);
        writer.WriteArrayLength(names.Count, flexible: false);
        foreach (string name in names)
        {
            writer.WriteString(name, flexible: false);
        }

        writer.Flush();
        CheckedFile.Write(fileSystem, Path.Combine(incoming, MarkerName), Magic, Version, body.WrittenSpan);
    }

    /// <summary>Before a log is opened: finishes the replacement that was decided, or removes what never became complete.</summary>
    /// <exception cref="LogCorruptException">What was decided cannot be read.</exception>
    public static void Settle(IFileSystem fileSystem, string logDirectory)
    {
        string incoming = PathOf(logDirectory);
        if (!fileSystem.DirectoryExists(incoming))
        {
            return;
        }

        string marker = Path.Combine(incoming, MarkerName);
        if (fileSystem.FileExists(marker))
        {
            HashSet<string> names = ReadNames(fileSystem, marker);
            Replace(fileSystem, logDirectory, incoming, names);

            // Durable before anything is appended: a replacement that was done once more would take back what came after it.
            fileSystem.DeleteFile(marker);
            fileSystem.FlushDirectory(incoming);
        }

        fileSystem.DeleteDirectory(incoming);
    }

    // Whatever is in the log's directory is about the old log, but for what says whose directory it is.
    private static void Replace(IFileSystem fileSystem, string logDirectory, string incoming, HashSet<string> names)
    {
        foreach (string name in fileSystem.EnumerateFiles(logDirectory))
        {
            if (name != ReplicaManifest.FileName && !names.Contains(name))
            {
                fileSystem.DeleteFile(Path.Combine(logDirectory, name));
            }
        }

        foreach (string name in names)
        {
            string arrived = Path.Combine(incoming, name);
            if (fileSystem.FileExists(arrived))
            {
                fileSystem.Rename(arrived, Path.Combine(logDirectory, name));
            }
        }

        // The new names before the old ones go with the next flush of the other directory.
        fileSystem.FlushDirectory(logDirectory);
    }

    private static HashSet<string> ReadNames(IFileSystem fileSystem, string marker)
    {
        var reader = new WireReader(CheckedFile.Read(fileSystem, marker, Magic, Version, out _));
        try
        {
            var names = new HashSet<string>(StringComparer.Ordinal);
            int count = reader.ReadArrayLength(flexible: false, LeastNameBytes);
            for (int i = 0; i < count; i++)
            {
                names.Add(reader.ReadString(flexible: false));
            }

            return names;
        }
        catch (WireFormatException exception)
        {
            throw new LogCorruptException($"{marker} is damaged: {exception.Message}", exception);
        }
    }
}
