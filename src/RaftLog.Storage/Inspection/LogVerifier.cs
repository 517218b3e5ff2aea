using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>
/// Reads all files of a log and says what is wrong with them: for tools that look at the files of a stopped broker. Knows nothing of a
/// running one, and changes nothing.
/// </summary>
public static class LogVerifier
{
    /// <summary>Verifies the log in a directory: segments, indexes and what else is there.</summary>
    /// <param name="fileSystem">The disk.</param>
    /// <param name="directory">The directory of a replica, or of the metadata log.</param>
    public static LogVerification Verify(IFileSystem fileSystem, string directory)
    {
        ArgumentNullException.ThrowIfNull(fileSystem);
        var findings = new List<LogFinding>();
        ReplicaManifest? manifest = ReadManifest(fileSystem, directory, findings);
        List<VerifiedSegment> segments = Segments(fileSystem, directory, findings);
        VerifyOthers(fileSystem, directory, findings);
        VerifiedSegment? lastSound = LastOfTheSoundOnes(segments);
        return new LogVerification(
            directory,
            manifest,
            SegmentsIn(fileSystem, directory).Count,
            segments.Sum(segment => segment.Frames),
            segments.Sum(segment => segment.FileLength),
            segments.Count > 0 ? segments[0].Header.FirstIndex : new LogIndex(1),
            lastSound?.LastIndex ?? LogIndex.Zero,
            segments.Count > 0 ? segments[0].Header.FirstOffset : Offset.Zero,
            lastSound?.NextOffset ?? Offset.Zero,
            findings);
    }

    /// <summary>The paths of the segment files in a directory, in the order of the log; none when it is not the directory of a log.</summary>
    public static IReadOnlyList<string> SegmentsIn(IFileSystem fileSystem, string directory)
    {
        ArgumentNullException.ThrowIfNull(fileSystem);
        var found = new SortedList<LogIndex, (int Generation, string Path)>();
        foreach (string name in fileSystem.EnumerateFiles(directory))
        {
            // Of two that begin with the same entry the cleaned one counts: a crash has kept the other from being removed.
            if (SegmentName.TryParse(name, out LogIndex firstIndex, out _, out int generation)
                && (!found.TryGetValue(firstIndex, out (int Generation, string Path) other) || generation > other.Generation))
            {
                found[firstIndex] = (generation, Path.Combine(directory, name));
            }
        }

        return [.. found.Values.Select(segment => segment.Path)];
    }

    /// <summary>Verifies the segments in their order; those whose header cannot be read are left out.</summary>
    internal static List<VerifiedSegment> Segments(IFileSystem fileSystem, string directory, ICollection<LogFinding> findings)
    {
        IReadOnlyList<string> paths = SegmentsIn(fileSystem, directory);
        bool[] isDurableBehind = DurableBehind(fileSystem, paths);
        var verifier = new SegmentVerifier(fileSystem, findings);
        var segments = new List<VerifiedSegment>();
        VerifiedSegment? before = null;
        for (int i = 0; i < paths.Count; i++)
        {
            before = verifier.Verify(paths[i], before, isDurableBehind[i]);
            if (before is not null)
            {
                segments.Add(before);
            }
        }

        return segments;
    }

    // The last segment of the run that is sound from the beginning on, the one with the first problem included.
    private static VerifiedSegment? LastOfTheSoundOnes(List<VerifiedSegment> segments)
    {
        int last = segments.FindIndex(segment => !segment.IsSound);
        return last >= 0 ? segments[last] : segments.LastOrDefault();
    }

    private static bool[] DurableBehind(IFileSystem fileSystem, IReadOnlyList<string> paths)
    {
        bool[] isDurable = new bool[paths.Count];
        bool any = false;
        for (int i = paths.Count - 1; i >= 0; i--)
        {
            isDurable[i] = any;
            bool isSegment = SegmentName.TryParse(Path.GetFileName(paths[i]), out LogIndex firstIndex, out Offset firstOffset);
            Invariant.Require(isSegment);
            using var index = new SegmentIndexFile(fileSystem, SegmentName.IndexPathOf(paths[i]), firstIndex, firstOffset);
            any |= index.Load() is { } contents && contents.DurableLength > SegmentHeader.Size;
        }

        return isDurable;
    }

    private static ReplicaManifest? ReadManifest(IFileSystem fileSystem, string directory, List<LogFinding> findings)
    {
        if (!fileSystem.FileExists(Path.Combine(directory, ReplicaManifest.FileName)))
        {
            if (DataDirectoryLayout.IsReplica(directory))
            {
                findings.Add(new LogFinding(
                    FindingSeverity.Damage, Path.Combine(directory, ReplicaManifest.FileName), 0, "the manifest of the replica is missing.", VerificationAdvice.Replica));
            }

            return null;
        }

        try
        {
            ReplicaManifest manifest = ReplicaManifest.Read(fileSystem, directory);
            if (DataDirectoryLayout.IsReplica(directory) && DataDirectoryLayout.NameOfReplica(directory) != manifest.DirectoryName)
            {
                findings.Add(new LogFinding(
                    FindingSeverity.Damage,
                    Path.Combine(directory, ReplicaManifest.FileName),
                    0,
                    $"the manifest belongs to {manifest.DirectoryName}.",
                    VerificationAdvice.Replica));
            }

            return manifest;
        }
        catch (LogCorruptException damage)
        {
            findings.Add(new LogFinding(FindingSeverity.Damage, Path.Combine(directory, ReplicaManifest.FileName), damage.Position, damage.Message, VerificationAdvice.Replica));
            return null;
        }
    }

    // Producer states are caches; every other small file beside the segments is there because it is needed.
    private static void VerifyOthers(IFileSystem fileSystem, string directory, List<LogFinding> findings)
    {
        foreach (string name in fileSystem.EnumerateFiles(directory))
        {
            string path = Path.Combine(directory, name);
            if (name.Contains(DataDirectoryLayout.DamagedInfix, StringComparison.Ordinal))
            {
                findings.Add(new LogFinding(FindingSeverity.Notice, path, 0, "a damaged segment that was put aside.", VerificationAdvice.Bystander));
            }
            else if (name.EndsWith(SegmentName.LogSuffix, StringComparison.Ordinal))
            {
                if (!SegmentName.TryParse(name, out _, out _))
                {
                    findings.Add(new LogFinding(FindingSeverity.Damage, path, 0, "no segment has such a name.", VerificationAdvice.Replica));
                }
            }
            else if (name != ReplicaManifest.FileName
                && !name.EndsWith(SegmentName.IndexSuffix, StringComparison.Ordinal)
                && CheckedFile.Probe(fileSystem, path) is { } problem)
            {
                bool isCache = name == CleanStopFile.FileName || name.EndsWith(ProducerSnapshots.Suffix, StringComparison.Ordinal);
                findings.Add(new LogFinding(
                    isCache ? FindingSeverity.Notice : FindingSeverity.Damage, path, 0, problem, isCache ? VerificationAdvice.Rebuilt : VerificationAdvice.Replica));
            }
        }
    }
}
