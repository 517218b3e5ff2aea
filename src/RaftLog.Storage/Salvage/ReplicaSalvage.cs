using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>
/// Brings a damaged replica back without what it has lost: the last resort when a majority of a partition's replicas is damaged, so that none can be
/// rebuilt from the others. What stands before the first damage is copied into a new directory under the old identity; the rest, acknowledged or
/// not, is given up. The caller holds the lock of the data directory.
/// </summary>
/// <remarks>
/// A replica that was put aside may have been forgotten by the hard state, and with it a vote in a term above that of its last entry. So it
/// comes back in a term that nobody can have reached by elections meanwhile (<see cref="TermsSkipped"/>): it cannot vote twice in one.
/// </remarks>
public sealed class ReplicaSalvage(IFileSystem fileSystem, string dataDirectory)
{
    // Far above the number of elections that fail in a row before somebody looks at the cluster, far below what 31 bits hold.
    private const int TermsSkipped = 10_000;

    private readonly string _replicas = Path.Combine(dataDirectory, DataDirectoryLayout.ReplicasName);

    /// <summary>Reads a replica's directory, in use or put aside, and says what can be kept of it. Changes nothing.</summary>
    /// <exception cref="SalvageRefusedException">Nothing can be kept, or it must not be brought back.</exception>
    public SalvagePlan Plan(string source)
    {
        if (fileSystem.FileExists(Path.Combine(IncomingDirectory.PathOf(source), IncomingDirectory.MarkerName)))
        {
            throw new SalvageRefusedException($"{source} was being replaced by the log of another replica; start the broker once, so that it finishes that.");
        }

        ReplicaManifest manifest = ReadManifest(source);
        string target = Path.Combine(_replicas, manifest.DirectoryName);
        RequireNoSuccessorWithData(source, target);
        var findings = new List<LogFinding>();
        List<VerifiedSegment> segments = LogVerifier.Segments(fileSystem, source, findings);
        IReadOnlyList<string> paths = LogVerifier.SegmentsIn(fileSystem, source);
        int kept = SoundRun(paths, segments);
        if (kept == 0)
        {
            throw new SalvageRefusedException($"Not even the header of the first segment in {source} can be read, so there is nothing to keep. Restore the directory from a copy, or delete the topic.");
        }

        RequireBeginning(source, segments.Take(kept));
        VerifiedSegment last = segments[kept - 1];
        IEnumerable<VerifiedSegment> behind = segments.Skip(kept);
        long bytesKept = segments.Take(kept).Sum(segment => segment.SoundEnd);
        bool isWhole = kept == paths.Count && last.IsSound;
        return new SalvagePlan(
            source,
            target,
            manifest,
            [.. segments.Take(kept).Select(segment => segment.Path)],
            last.SoundEnd,
            segments[0].Header.FirstIndex,
            last.LastIndex,
            last.LastTerm,
            segments[0].Header.FirstOffset,
            last.NextOffset,
            bytesKept,
            segments.Sum(segment => segment.FileLength) - bytesKept,
            last.FramesBehind + behind.Sum(segment => segment.Frames + segment.FramesBehind),
            behind.Select(EndSeen).Append(EndSeen(last)).Max(end => end?.Value) is { } seen && seen > last.NextOffset.Value ? new Offset(seen) : null,
            isWhole ? null : FirstDamage(findings, last, paths, kept));
    }

    /// <summary>Does what a plan says. The files that were there are kept under other names; a crash leaves either the old state or the new.</summary>
    /// <exception cref="SalvageRefusedException">There is not enough space.</exception>
    public SalvageOutcome CarryOut(SalvagePlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (fileSystem.FreeSpace(dataDirectory) < plan.BytesKept)
        {
            throw new SalvageRefusedException($"{plan.BytesKept} bytes are to be copied, and {dataDirectory} has no room for them. Make space and try again.");
        }

        string unfinished = plan.Target + DataDirectoryLayout.NewSuffix;
        fileSystem.DeleteDirectory(unfinished);
        fileSystem.CreateDirectory(unfinished);
        CopyLog(plan, unfinished);
        fileSystem.FlushDirectory(unfinished);

        // Before the names change: a replica that is in its place with a term that it had outgrown could vote twice.
        Term term = SettleTerm(plan);
        var aside = new List<string>();
        if (fileSystem.DirectoryExists(plan.Target))
        {
            string name = DataDirectoryLayout.FreeNameAside(fileSystem, plan.Target);
            fileSystem.Rename(plan.Target, name);
            aside.Add(name);
        }

        fileSystem.Rename(unfinished, plan.Target);
        fileSystem.FlushDirectory(_replicas);
        if (plan.Source != plan.Target)
        {
            aside.Add(plan.Source);
        }

        return new SalvageOutcome(plan.Target, aside, term);
    }

    // How many segments from the first on are good for something: all sound ones, and of the one with the first problem what stands before it.
    private static int SoundRun(IReadOnlyList<string> paths, List<VerifiedSegment> segments)
    {
        int count = 0;
        while (count < segments.Count && segments[count].Path == paths[count])
        {
            VerifiedSegment segment = segments[count];
            VerifiedSegment? before = count > 0 ? segments[count - 1] : null;
            if (segment.Header.Cleaned is not null && !segment.IsSound)
            {
                // A cleaned segment says where it ends, so it cannot be cut.
                break;
            }

            if (before is not null
                && (!before.IsSound || segment.Header.FirstIndex != before.LastIndex.Next() || segment.Header.FirstOffset != before.NextOffset))
            {
                break;
            }

            count++;
        }

        return count;
    }

    private static Offset? EndSeen(VerifiedSegment segment) =>
        segment.LastBehind?.NextOffset ?? (segment.Frames > 0 ? segment.NextOffset : null);

    private static LogFinding FirstDamage(List<LogFinding> findings, VerifiedSegment last, IReadOnlyList<string> paths, int kept) =>
        findings.Find(finding => finding.File == last.Path && finding.Position >= last.SoundEnd)
        ?? findings.Find(finding => kept < paths.Count && finding.File == paths[kept])
        ?? new LogFinding(
            FindingSeverity.Damage, last.Path, last.SoundEnd, "what follows this segment is missing.", VerificationAdvice.Replica);

    private ReplicaManifest ReadManifest(string source)
    {
        try
        {
            return ReplicaManifest.Read(fileSystem, source);
        }
        catch (LogCorruptException damage)
        {
            throw new SalvageRefusedException($"{damage.Message} Without it nobody knows which replica this was; bring the file back from a copy.", damage);
        }
    }

    private void RequireNoSuccessorWithData(string source, string target)
    {
        if (source == target || !fileSystem.DirectoryExists(target))
        {
            return;
        }

        bool hasData = LogVerifier.Segments(fileSystem, target, []).Any(segment => segment.Frames > 0);
        if (hasData)
        {
            throw new SalvageRefusedException(
                $"{target} holds entries already: the partition works without {source}, and bringing that back would do harm. Delete it when nobody needs it any more.");
        }
    }

    // What the checkpoint says (the members of the group, for one) stands nowhere else once the entries before it are gone.
    private void RequireBeginning(string source, IEnumerable<VerifiedSegment> kept)
    {
        try
        {
            if (LogCheckpointFile.Load(fileSystem, source) is { } checkpoint && !kept.Any(segment => segment.Header.FirstIndex == checkpoint.FirstIndex))
            {
                throw new SalvageRefusedException(
                    $"The log in {source} begins at index {checkpoint.FirstIndex.Value}, and the segment that begins there cannot be read, so there is nothing to keep.");
            }
        }
        catch (LogCorruptException damage)
        {
            throw new SalvageRefusedException($"{damage.Message} Without it nobody knows where the log begins; bring the file back from a copy.", damage);
        }
    }

    // Without the indexes and producer states: the broker rebuilds both from the segments, which it so reads once more.
    private void CopyLog(SalvagePlan plan, string into)
    {
        foreach (string name in fileSystem.EnumerateFiles(plan.Source))
        {
            bool isLeftOut = name.EndsWith(SegmentName.LogSuffix, StringComparison.Ordinal)
                || name.EndsWith(SegmentName.IndexSuffix, StringComparison.Ordinal)
                || name.EndsWith(ProducerSnapshots.Suffix, StringComparison.Ordinal)
                || name == CleanStopFile.FileName;
            string path = Path.Combine(plan.Source, name);
            if (!isLeftOut)
            {
                FileCopy.Copy(fileSystem, path, Path.Combine(into, name));
            }
        }

        for (int i = 0; i < plan.Segments.Count; i++)
        {
            string segment = plan.Segments[i];
            FileCopy.Copy(fileSystem, segment, Path.Combine(into, Path.GetFileName(segment)), i == plan.Segments.Count - 1 ? plan.CutAt : long.MaxValue);
        }
    }

    private Term SettleTerm(SalvagePlan plan)
    {
        string path = Path.Combine(dataDirectory, DataDirectoryLayout.HardStateName);
        var states = new Dictionary<GroupId, StoredHardState>();
        using var file = HardStateFile.Open(fileSystem, path, states);

        // What is known of the group is this replica's own only where nothing can have come after it.
        if (states.TryGetValue(plan.Manifest.Group, out StoredHardState known) && plan.Source == plan.Target)
        {
            return known.Term;
        }

        var term = new Term(Math.Max(known.Term.Value, plan.LastTerm.Value) + TermsSkipped);
        file.Append([(plan.Manifest.Group, new StoredHardState(term, ReplicaId.None))]);
        return term;
    }
}
