using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>
/// Opens the segments of a log after whatever ended the last run. Sealed segments are believed, and after a clean stop not even opened; the rest is
/// scanned from the last signpost of its index on, for everything before that had been flushed.
/// </summary>
/// <remarks>
/// Damage is a torn tail, and is cut, only where nothing durable can have been: behind the durable length that the segment's index file
/// states, with no later segment that was ever flushed (segments are flushed in order). All other damage is reported, and nothing changed.
/// </remarks>
internal sealed class LogRecovery(StorageContext storage, string directory, int indexIntervalBytes, bool findsCommands = true)
{
    private readonly IFileSystem _fileSystem = storage.FileSystem;

    // What a clean stop has left; these segments need not even be opened.
    private readonly Dictionary<string, CleanSegment> _clean = CleanStopFile.Read(storage, directory);

    // The segments that were not sealed. Only such a one can have lost its end.
    private readonly HashSet<LogSegment> _scanned = [];

    /// <summary>Opens all segments; the last one is to be appended to.</summary>
    /// <exception cref="LogCorruptException">Something durable is damaged or missing.</exception>
    public List<LogSegment> Run()
    {
        List<string> paths = FindSegments();
        var segments = new List<LogSegment>();
        bool isTorn = false;
        for (int i = 0; i < paths.Count && !isTorn; i++)
        {
            if (OpenSegment(paths, i, segments, out isTorn) is { } segment)
            {
                segments.Add(segment);
            }
        }

        DeleteFrom(paths, segments.Count);
        SealAllButLast(segments);
        if (segments.Count > 0 && !segments[^1].IsCleaned)
        {
            UnsealLast(segments);
        }

        if (segments.Count > 0)
        {
            // What a killed process had created may not have reached the directory on disk yet.
            _fileSystem.FlushDirectory(directory);
        }

        foreach (LogSegment segment in segments)
        {
            segment.IsNameDurable = true;
        }

        if (segments.Count == 0 || segments[^1].IsCleaned)
        {
            // Nothing is appended to a cleaned segment: its header says where it ends.
            segments.Add(new SegmentScan(storage, indexIntervalBytes, findsCommands).Create(directory, HeaderBehind(segments)));
        }

        return segments;
    }

    private static SegmentHeader HeaderBehind(List<LogSegment> segments) =>
        segments.Count == 0
            ? new SegmentHeader(new LogIndex(1), Offset.Zero, Term.Zero)
            : new SegmentHeader(segments[^1].LastIndex.Next(), segments[^1].NextOffset, segments[^1].LastTerm);

    /// <summary>
    /// Removes a segment's files so that a crash leaves the names of the others without a gap, and no index that speaks for the next segment of that name.
    /// </summary>
    public static void Delete(IFileSystem fileSystem, string path)
    {
        string directory = Path.GetDirectoryName(path)!;
        fileSystem.DeleteFile(path);
        fileSystem.FlushDirectory(directory);
        fileSystem.DeleteFile(SegmentName.IndexPathOf(path));
        fileSystem.FlushDirectory(directory);
    }

    // Null when the segment was never flushed and nothing can be made of it; then it counts as torn, and so do all behind it.
    private LogSegment? OpenSegment(List<string> paths, int i, List<LogSegment> before, out bool isTorn)
    {
        string path = paths[i];
        bool isLast = i == paths.Count - 1;
        isTorn = false;
        if (!isLast && _clean.TryGetValue(Path.GetFileName(path), out CleanSegment? known) && Continues(known.Header, before))
        {
            var closed = new LogSegment(_fileSystem, path, known.Header, indexIntervalBytes, findsCommands, storage.OpenFiles);
            closed.TakeSealed(known.Index);
            return closed;
        }

        if (ReadHeader(path, out long fileLength) is not { } header || !Continues(header, before))
        {
            RequireNothingDurable(paths, i, before);
            isTorn = true;
            return null;
        }

        var segment = new LogSegment(_fileSystem, path, header, indexIntervalBytes, findsCommands, storage.OpenFiles);
        IndexContents? index = segment.IndexFile.Load();
        if ((!isLast || segment.IsCleaned) && index?.Seal?.Position == fileLength)
        {
            segment.TakeSealed(index);
            return segment;
        }

        if (index is null ? segment.IndexFile.Exists() : index is { Seal: null, IsExact: false })
        {
            StorageEvents.IgnoredIndex(storage.Logger, segment.IndexFile.FilePath);
        }

        var scan = new SegmentScan(storage, indexIntervalBytes, findsCommands);
        segment = scan.Open(segment, index, fileLength, laterIsDurable: () => header.Cleaned is not null || AnyDurable(paths, i + 1));
        if (header.Cleaned is { } cleaned && segment.LastIndex != cleaned.LastIndex)
        {
            throw new LogCorruptException(path, segment.AppendPosition, $"the file ends, but it stands for the entries up to {cleaned.LastIndex.Value}.");
        }

        isTorn = scan.WasTorn;
        _scanned.Add(segment);
        return segment;
    }

    private List<string> FindSegments()
    {
        var found = new List<FoundSegment>();
        var indexes = new List<string>();
        foreach (string name in _fileSystem.EnumerateFiles(directory))
        {
            if (SegmentName.TryParse(name, out LogIndex firstIndex, out _, out int generation))
            {
                found.Add(new FoundSegment(firstIndex, generation, Path.Combine(directory, name)));
            }
            else if (name.EndsWith(SegmentName.LogSuffix, StringComparison.Ordinal))
            {
                throw new LogCorruptException(Path.Combine(directory, name), 0, "no segment has such a name.");
            }
            else if (name.EndsWith(SegmentName.IndexSuffix, StringComparison.Ordinal))
            {
                indexes.Add(Path.Combine(directory, name));
            }
        }

        RemoveReplaced(found);
        found.Sort((a, b) => a.FirstIndex.CompareTo(b.FirstIndex));
        List<string> paths = found.ConvertAll(segment => segment.Path);
        foreach (string index in indexes)
        {
            if (!paths.Contains(Path.ChangeExtension(index, SegmentName.LogSuffix)))
            {
                _fileSystem.DeleteFile(index);
            }
        }

        return paths;
    }

    // Finishes what a crash interrupted: a cleaned segment that has its name replaces all of a lower generation that it stands for.
    private void RemoveReplaced(List<FoundSegment> found)
    {
        foreach (FoundSegment cleaned in found.Where(segment => segment.Generation > 0).OrderByDescending(segment => segment.Generation).ToList())
        {
            if (!found.Contains(cleaned))
            {
                continue;
            }

            SegmentHeader? header = _clean.TryGetValue(Path.GetFileName(cleaned.Path), out CleanSegment? known) ? known.Header : ReadHeader(cleaned.Path, out _);
            LogIndex last = header?.Cleaned?.LastIndex
                ?? throw new LogCorruptException(cleaned.Path, 0, "the header of the cleaned segment is missing.");
            foreach (FoundSegment replaced in found.FindAll(
                segment => segment.Generation < cleaned.Generation && segment.FirstIndex >= cleaned.FirstIndex && segment.FirstIndex <= last))
            {
                // The rename may not be durable yet, and must be before what it stands for is gone.
                _fileSystem.FlushDirectory(directory);
                StorageEvents.DroppedReplacedSegment(storage.Logger, replaced.Path, cleaned.Path);
                Delete(_fileSystem, replaced.Path);
                found.Remove(replaced);
            }
        }
    }

    // Null when the file is as a crash can leave one that was never flushed: too short, or all zeros where the header should be.
    private SegmentHeader? ReadHeader(string path, out long fileLength)
    {
        Span<byte> bytes = stackalloc byte[SegmentHeader.Size];
        using IFile file = _fileSystem.Open(path, FileOpenMode.Read);
        fileLength = file.Length;
        int read = file.Read(0, bytes);
        if (!SegmentHeader.TryRead(bytes[..read], path, out SegmentHeader header))
        {
            return read < SegmentHeader.Size || bytes.IndexOfAnyExcept((byte)0) < 0
                ? null
                : throw new LogCorruptException(path, 0, "the segment header does not match its checksum.");
        }

        return SegmentName.Fits(Path.GetFileName(path), header)
            ? header
            : throw new LogCorruptException(path, 0, $"the segment header belongs to {SegmentName.Of(header.FirstIndex, header.FirstOffset)}.");
    }

    private static bool Continues(SegmentHeader header, List<LogSegment> before) =>
        before.Count == 0
        || (header.FirstIndex == before[^1].LastIndex.Next() && header.FirstOffset == before[^1].NextOffset && header.PreviousTerm == before[^1].LastTerm);

    private void RequireNothingDurable(List<string> paths, int i, List<LogSegment> before)
    {
        bool previousIsWhole = before.Count > 0 && !_scanned.Contains(before[^1]);
        bool isMissing = ReadHeader(paths[i], out _) is null;
        if (AnyDurable(paths, i) || (previousIsWhole && !isMissing))
        {
            throw new LogCorruptException(
                paths[i],
                0,
                isMissing ? "the segment header is missing."
                    : $"the segment before it, {Path.GetFileName(before[^1].Path)}, ends at index {before[^1].LastIndex.Value}, offset {before[^1].NextOffset.Value}, "
                    + $"term {before[^1].LastTerm.Value}; something between them is missing.");
        }
    }

    private void SealAllButLast(List<LogSegment> segments)
    {
        for (int i = 0; i < segments.Count; i++)
        {
            if ((i < segments.Count - 1 || segments[i].IsCleaned) && _scanned.Contains(segments[i]))
            {
                FlushLength(segments[i]);
                segments[i].IndexFile.Seal(segments[i].Seal);
            }
        }
    }

    // All its frames may have been flushed, and yet not that the zeros behind them were given back.
    private static void FlushLength(LogSegment segment)
    {
        SegmentFile.Lease lease = segment.File.TryLease()!.Value;
        using (lease)
        {
            lease.File.Flush();
        }
    }

    // When the one behind it was dropped, a sealed segment is the one to go on with.
    private void UnsealLast(List<LogSegment> segments)
    {
        if (segments.Count > 0 && !_scanned.Contains(segments[^1]))
        {
            LogSegment last = segments[^1];
            last.File.Retire();
            var reopened = new LogSegment(_fileSystem, last.Path, last.Header, indexIntervalBytes, findsCommands, storage.OpenFiles);
            segments[^1] = new SegmentScan(storage, indexIntervalBytes, findsCommands)
                .Open(reopened, reopened.IndexFile.Load(), last.AppendPosition, laterIsDurable: static () => false);
        }
    }

    private bool AnyDurable(List<string> paths, int from)
    {
        for (int i = from; i < paths.Count; i++)
        {
            bool isSegment = SegmentName.TryParse(Path.GetFileName(paths[i]), out LogIndex firstIndex, out Offset firstOffset, out int generation);
            Invariant.Require(isSegment);
            if (generation > 0)
            {
                return true;
            }

            using var indexFile = new SegmentIndexFile(_fileSystem, SegmentName.IndexPathOf(paths[i]), firstIndex, firstOffset);
            if (indexFile.Load() is { } index && index.DurableLength > SegmentHeader.Size)
            {
                return true;
            }
        }

        return false;
    }

    private void DeleteFrom(List<string> paths, int first)
    {
        for (int i = paths.Count - 1; i >= first; i--)
        {
            StorageEvents.DroppedUnflushedSegment(storage.Logger, paths[i]);
            Delete(_fileSystem, paths[i]);
        }
    }

    // A segment file by its name.
    private readonly record struct FoundSegment(LogIndex FirstIndex, int Generation, string Path);
}
