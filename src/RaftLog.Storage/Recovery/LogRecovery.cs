using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>
/// Opens the segments of a log after whatever ended the last run. Sealed segments are believed; the rest is scanned from the last signpost
/// of its index on, for everything before that had been flushed.
/// </summary>
/// <remarks>
/// Damage is a torn tail, and is cut, only where nothing durable can have been: behind the durable length that the segment's index file
/// states, with no later segment that was ever flushed (segments are flushed in order). All other damage is reported, and nothing changed.
/// </remarks>
internal sealed class LogRecovery(StorageContext storage, string directory, int indexIntervalBytes)
{
    private readonly IFileSystem _fileSystem = storage.FileSystem;

    /// <summary>Opens all segments; the last one is to be appended to.</summary>
    /// <exception cref="LogCorruptException">Something durable is damaged or missing.</exception>
    public List<LogSegment> Run()
    {
        List<string> paths = FindSegments();
        var segments = new List<LogSegment>();
        for (int i = 0; i < paths.Count; i++)
        {
            LogSegment? segment = OpenSegment(paths, i, segments.Count > 0 ? segments[^1] : null, out bool isTorn);
            if (segment is not null)
            {
                segments.Add(segment);
            }

            if (isTorn)
            {
                DeleteFrom(paths, segment is null ? i : i + 1);
                break;
            }
        }

        // What a killed process had created may not have reached the directory on disk yet.
        _fileSystem.FlushDirectory(directory);
        foreach (LogSegment segment in segments)
        {
            segment.IsNameDurable = true;
        }

        if (segments.Count == 0)
        {
            segments.Add(new SegmentScan(storage, indexIntervalBytes).Create(directory, new SegmentHeader(new LogIndex(1), Offset.Zero, Term.Zero)));
        }

        return segments;
    }

    /// <summary>Removes a segment's files so that a crash leaves the names of the others without a gap.</summary>
    public static void Delete(IFileSystem fileSystem, string path)
    {
        fileSystem.DeleteFile(path);
        fileSystem.FlushDirectory(Path.GetDirectoryName(path)!);
        fileSystem.DeleteFile(SegmentName.IndexPathOf(path));
    }

    // Null when the segment was never flushed, not even its header; then it counts as torn.
    private LogSegment? OpenSegment(List<string> paths, int i, LogSegment? previous, out bool isTorn)
    {
        string path = paths[i];
        bool isLast = i == paths.Count - 1;
        isTorn = false;
        if (ReadHeader(path, out long fileLength) is not { } header)
        {
            RequireNothingDurable(paths, i, path);
            isTorn = true;
            return null;
        }

        RequireContinues(path, header, previous);
        var segment = new LogSegment(_fileSystem, path, header, indexIntervalBytes);
        IndexContents? index = segment.IndexFile.Load();
        if (!isLast && index?.Seal?.Position == fileLength)
        {
            segment.TakeSealed(index);
            return segment;
        }

        var scan = new SegmentScan(storage, indexIntervalBytes);
        segment = scan.Open(segment, index, fileLength, laterIsDurable: () => AnyDurable(paths, i + 1));
        isTorn = scan.WasTorn;
        if (!isLast && !isTorn)
        {
            segment.IndexFile.Seal(segment.Seal);
        }

        return segment;
    }

    private List<string> FindSegments()
    {
        var found = new SortedList<LogIndex, string>();
        var indexes = new List<string>();
        foreach (string name in _fileSystem.EnumerateFiles(directory))
        {
            if (SegmentName.TryParse(name, out LogIndex firstIndex, out _))
            {
                found.Add(firstIndex, Path.Combine(directory, name));
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

        foreach (string index in indexes)
        {
            if (!found.ContainsValue(Path.ChangeExtension(index, SegmentName.LogSuffix)))
            {
                _fileSystem.DeleteFile(index);
            }
        }

        return [.. found.Values];
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

        return SegmentName.Of(header.FirstIndex, header.FirstOffset) == Path.GetFileName(path)
            ? header
            : throw new LogCorruptException(path, 0, $"the segment header belongs to {SegmentName.Of(header.FirstIndex, header.FirstOffset)}.");
    }

    private static void RequireContinues(string path, SegmentHeader header, LogSegment? previous)
    {
        if (previous is not null
            && (header.FirstIndex != previous.LastIndex.Next() || header.FirstOffset != previous.NextOffset || header.PreviousTerm != previous.LastTerm))
        {
            throw new LogCorruptException(
                path,
                0,
                $"the segment before it, {Path.GetFileName(previous.Path)}, ends at index {previous.LastIndex.Value}, offset {previous.NextOffset.Value}, "
                + $"term {previous.LastTerm.Value}; something between them is missing.");
        }
    }

    private void RequireNothingDurable(List<string> paths, int i, string path)
    {
        if (AnyDurable(paths, i))
        {
            throw new LogCorruptException(path, 0, "the segment header is missing.");
        }
    }

    private bool AnyDurable(List<string> paths, int from)
    {
        for (int i = from; i < paths.Count; i++)
        {
            bool isSegment = SegmentName.TryParse(Path.GetFileName(paths[i]), out LogIndex firstIndex, out Offset firstOffset);
            Invariant.Require(isSegment);
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
}
