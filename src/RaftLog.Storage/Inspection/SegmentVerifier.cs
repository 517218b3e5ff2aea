namespace RaftLog.Storage;

/// <summary>
/// Reads segment files from the first byte to the last and notes everything that is not as it should be. Nothing is changed, and unlike
/// recovery, which believes what was sealed, it believes no file.
/// </summary>
internal sealed class SegmentVerifier(IFileSystem fileSystem, ICollection<LogFinding> findings)
{
    private const int WindowBytes = 1024 * 1024;

    /// <summary>Verifies a segment and the index beside it.</summary>
    /// <param name="path">The segment file.</param>
    /// <param name="before">The segment before it; null when there is none, or when it is too damaged to say where it ends.</param>
    /// <param name="laterIsDurable">Whether anything in a later segment had been flushed: then a torn end here is damage.</param>
    /// <returns>What it holds; null when its header cannot be read.</returns>
    public VerifiedSegment? Verify(string path, VerifiedSegment? before, bool laterIsDurable)
    {
        using IFile file = fileSystem.Open(path, FileOpenMode.Read);
        long length = file.Length;
        if (ReadHeader(file, path, laterIsDurable) is not { } header)
        {
            return null;
        }

        var segment = new VerifiedSegment(path, header, length);
        if (before is { IsSound: true } && !Continues(header, before))
        {
            Damage(path, 0, $"the segment before it, {Path.GetFileName(before.Path)}, ends at index {before.LastIndex.Value}, offset {before.NextOffset.Value}, "
                + $"term {before.LastTerm.Value}, and this one does not continue it.");
        }

        string indexPath = SegmentName.IndexPathOf(path);
        using var indexFile = new SegmentIndexFile(fileSystem, indexPath, header.FirstIndex, header.FirstOffset);
        IndexContents? index = indexFile.Load();
        var comparison = new IndexComparison(indexPath, index, findings);
        ReadFrames(file, segment, index?.DurableLength ?? SegmentHeader.Size, laterIsDurable, comparison);
        comparison.Finish(segment, exists: fileSystem.FileExists(indexPath));
        return segment;
    }

    private static bool Continues(SegmentHeader header, VerifiedSegment before) =>
        header.FirstIndex == before.LastIndex.Next() && header.FirstOffset == before.NextOffset && header.PreviousTerm == before.LastTerm;

    private SegmentHeader? ReadHeader(IFile file, string path, bool laterIsDurable)
    {
        Span<byte> bytes = stackalloc byte[SegmentHeader.Size];
        int read = file.Read(0, bytes);
        if (!SegmentHeader.TryRead(bytes[..read], path, out SegmentHeader header))
        {
            bool wasNeverFlushed = !laterIsDurable && (read < SegmentHeader.Size || bytes.IndexOfAnyExcept((byte)0) < 0);
            if (wasNeverFlushed)
            {
                Notice(path, 0, "the segment has no header; it was begun and never flushed.", VerificationAdvice.TornTail);
            }
            else
            {
                Damage(path, 0, "the segment header does not match its checksum.");
            }

            return null;
        }

        if (!SegmentName.Fits(Path.GetFileName(path), header))
        {
            Damage(path, 0, $"the segment header belongs to {SegmentName.Of(header.FirstIndex, header.FirstOffset)}.");
        }

        return header;
    }

    private void ReadFrames(IFile file, VerifiedSegment segment, long durableLength, bool laterIsDurable, IndexComparison comparison)
    {
        var sequence = new FrameSequence(segment.Header.FirstIndex, segment.Header.FirstOffset, segment.Header.PreviousTerm);
        using var walker = new SegmentWalker(file, SegmentHeader.Size, segment.FileLength, sequence, WindowBytes);
        bool isSoundSoFar = true;
        while (walker.MoveNext())
        {
            FrameProblem problem = walker.CheckFrame();
            if (problem != FrameProblem.None)
            {
                isSoundSoFar = false;
                NoteProblem(segment, walker.Position, $"{problem} in the frame of index {walker.Current.Header.Index.Value}", durableLength, laterIsDurable);
            }
            else if (isSoundSoFar)
            {
                comparison.Next(walker.Current, walker.LoadFrame().Span, walker.Position, segment);
                NoteSound(segment, walker);
            }
            else
            {
                segment.FramesBehind++;
                segment.LastBehind = walker.Current;
            }
        }

        if (walker.Problem != FrameProblem.None
            && MayBeTorn(walker.NextPosition, durableLength, laterIsDurable)
            && SpaceAhead.IsAll(file, walker.NextPosition, segment.FileLength))
        {
            segment.FileLength = walker.NextPosition;
        }
        else if (walker.Problem != FrameProblem.None)
        {
            string text = $"{walker.Problem} where a frame should begin; {segment.FileLength - walker.NextPosition} bytes cannot be read";
            NoteProblem(segment, walker.NextPosition, text, durableLength, laterIsDurable);
        }
        else if (isSoundSoFar && segment.FileLength < durableLength)
        {
            Damage(segment.Path, segment.FileLength, $"the file ends, but {durableLength} bytes of it had been flushed.");
        }
    }

    private static void NoteSound(VerifiedSegment segment, SegmentWalker walker)
    {
        segment.Frames++;
        segment.SoundEnd = walker.NextPosition;
        segment.LastIndex = walker.Current.LastIndex;
        segment.NextOffset = walker.Current.NextOffset;
        segment.LastTerm = walker.Current.Header.Term;
        segment.MaxTimestampMs = Math.Max(segment.MaxTimestampMs, walker.Current.MaxTimestampMs);
    }

    // The same distinction as recovery makes: torn is only what nothing durable can stand in or behind.
    private static bool MayBeTorn(long position, long durableLength, bool laterIsDurable) => position >= durableLength && !laterIsDurable;

    private void NoteProblem(VerifiedSegment segment, long position, string what, long durableLength, bool laterIsDurable)
    {
        if (MayBeTorn(position, durableLength, laterIsDurable))
        {
            Notice(segment.Path, position, $"{what}; behind what had been flushed.", VerificationAdvice.TornTail);
        }
        else
        {
            Damage(segment.Path, position, $"{what}.");
        }
    }

    private void Damage(string file, long position, string what) =>
        findings.Add(new LogFinding(FindingSeverity.Damage, file, position, what, VerificationAdvice.Replica));

    private void Notice(string file, long position, string what, string advice) =>
        findings.Add(new LogFinding(FindingSeverity.Notice, file, position, what, advice));
}
