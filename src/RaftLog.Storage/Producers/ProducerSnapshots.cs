using System.Globalization;
using Microsoft.Extensions.Logging;
using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Storage;

/// <summary>
/// The producer state files of a log, <c>{next index}.producers</c>: the state as of the entries below that index. A cache that spares
/// opening the log a replay of all of it, so it is not flushed. A <see cref="CheckedFile"/> with the magic "RLPRODUC", version 1, whose body
/// <see cref="ProducerStateCodec"/> draws.
/// </summary>
internal sealed class ProducerSnapshots(IFileSystem fileSystem, string directory, ILogger logger)
{
    public const string Suffix = ".producers";
    private const int Version = 1;
    private const int Kept = 2;

    private static ReadOnlySpan<byte> Magic => "RLPRODUC"u8;

    public void Write(ProducerStateTable table, LogIndex next)
    {
        CheckedFile.WriteCache(fileSystem, PathOf(next), Magic, Version, ProducerStateCodec.Encode(table).Span);
        List<LogIndex> all = Existing();
        for (int i = 0; i < all.Count - Kept; i++)
        {
            fileSystem.DeleteFile(PathOf(all[i]));
        }
    }

    /// <summary>
    /// Fills an empty table from the newest usable file whose entries are all below <paramref name="end"/>, and removes the files above: they
    /// speak of entries that were lost. Returns the index from which on the log must be replayed.
    /// </summary>
    public LogIndex Restore(ProducerStateTable table, LogIndex end)
    {
        DeleteAbove(end);
        List<LogIndex> all = Existing();
        for (int i = all.Count - 1; i >= 0; i--)
        {
            try
            {
                Read(PathOf(all[i]), table);
                return all[i];
            }
            catch (Exception unusable) when (unusable is IOException or WireFormatException)
            {
                StorageEvents.IgnoredProducerSnapshot(logger, PathOf(all[i]), unusable.Message);
                fileSystem.DeleteFile(PathOf(all[i]));
                table.Clear();
            }
        }

        return LogIndex.Zero;
    }

    /// <summary>
    /// Removes the files that contain entries at or above <paramref name="index"/>, durably: one that came back after a power loss would be believed once
    /// other entries stand in the place of those that it speaks of.
    /// </summary>
    public void DeleteAbove(LogIndex index)
    {
        List<LogIndex> above = Existing().FindAll(next => next > index);
        foreach (LogIndex next in above)
        {
            fileSystem.DeleteFile(PathOf(next));
        }

        if (above.Count > 0)
        {
            fileSystem.FlushDirectory(directory);
        }
    }

    private void Read(string path, ProducerStateTable table) =>
        ProducerStateCodec.Decode(CheckedFile.Read(fileSystem, path, Magic, Version, out _), table);

    private List<LogIndex> Existing()
    {
        var found = new List<LogIndex>();
        foreach (string name in fileSystem.EnumerateFiles(directory))
        {
            if (name.EndsWith(Suffix, StringComparison.Ordinal)
                && long.TryParse(name.AsSpan(0, name.Length - Suffix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out long next))
            {
                found.Add(new LogIndex(next));
            }
        }

        return found;
    }

    private string PathOf(LogIndex next) => Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"{next.Value:D20}{Suffix}"));
}
