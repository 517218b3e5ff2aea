using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>Reads everything in the data directory of a stopped broker and says what is wrong with it. Changes nothing.</summary>
public static class DataDirectoryVerifier
{
    /// <summary>Verifies a data directory, or a further log directory by itself; the caller holds its lock, so that no broker writes meanwhile.</summary>
    /// <param name="fileSystem">The disk.</param>
    /// <param name="path">The data directory.</param>
    /// <param name="verified">Told of each log as soon as it was read, for those who watch.</param>
    public static DataDirectoryVerification Verify(IFileSystem fileSystem, string path, Action<LogVerification>? verified = null)
    {
        ArgumentNullException.ThrowIfNull(fileSystem);
        var findings = new List<LogFinding>();
        VerifyIdentity(fileSystem, path, findings);
        VerifyPlacements(fileSystem, path, findings);
        Dictionary<GroupId, StoredHardState> states = ReadHardState(fileSystem, path, findings);
        VerifySnapshots(fileSystem, Path.Combine(path, DataDirectoryLayout.MetadataName, "snapshots"), findings);
        var logs = new List<LogVerification>();
        foreach (string directory in Logs(fileSystem, path))
        {
            LogVerification log = LogVerifier.Verify(fileSystem, directory);
            logs.Add(log);
            verified?.Invoke(log);
        }

        NoteMissing(fileSystem, path, states, logs, findings);
        VerifyMetadataReplica(fileSystem, path, findings);
        foreach (string aside in DataDirectoryLayout.ReplicaDirectories(fileSystem, path, aside: true))
        {
            findings.Add(new LogFinding(FindingSeverity.Notice, aside, 0, "a replica that was put aside.", VerificationAdvice.Bystander));
        }

        return new DataDirectoryVerification(path, findings, logs);
    }

    private static IEnumerable<string> Logs(IFileSystem fileSystem, string path)
    {
        string metadata = Path.Combine(path, DataDirectoryLayout.MetadataName, "log");
        if (fileSystem.DirectoryExists(metadata))
        {
            yield return metadata;
        }

        foreach (string replica in DataDirectoryLayout.ReplicaDirectories(fileSystem, path, aside: false))
        {
            yield return replica;
        }
    }

    private static void VerifyIdentity(IFileSystem fileSystem, string path, List<LogFinding> findings)
    {
        try
        {
            DirectoryIdentity.Read(fileSystem, path);
        }
        catch (IOException problem)
        {
            findings.Add(new LogFinding(
                FindingSeverity.Damage, Path.Combine(path, DirectoryIdentity.FileName), 0, problem.Message, VerificationAdvice.WholeBroker));
        }
    }

    private static void VerifyPlacements(IFileSystem fileSystem, string path, List<LogFinding> findings)
    {
        try
        {
            ReplicaPlacements.Load(fileSystem, path);
        }
        catch (IOException problem)
        {
            findings.Add(new LogFinding(
                FindingSeverity.Damage, Path.Combine(path, DataDirectoryLayout.PlacementsName), 0, problem.Message, VerificationAdvice.WholeBroker));
        }
    }

    private static Dictionary<GroupId, StoredHardState> ReadHardState(IFileSystem fileSystem, string path, List<LogFinding> findings)
    {
        string file = Path.Combine(path, DataDirectoryLayout.HardStateName);
        var states = new Dictionary<GroupId, StoredHardState>();
        try
        {
            HardStateFile.Read(fileSystem, file, states, out int end, out int length);
            if (end < length)
            {
                findings.Add(new LogFinding(FindingSeverity.Notice, file, end, "the last record was torn.", VerificationAdvice.TornTail));
            }
        }
        catch (LogCorruptException damage)
        {
            findings.Add(new LogFinding(FindingSeverity.Damage, file, damage.Position, damage.Message, VerificationAdvice.WholeBroker));
        }
        catch (FileNotFoundException)
        {
            findings.Add(new LogFinding(FindingSeverity.Damage, file, 0, "the terms and votes of this broker are missing.", VerificationAdvice.WholeBroker));
        }

        return states;
    }

    private static void VerifySnapshots(IFileSystem fileSystem, string directory, List<LogFinding> findings)
    {
        if (!fileSystem.DirectoryExists(directory))
        {
            return;
        }

        // Names sort by index. An older one stands in for a newer one that is damaged.
        bool hasOlder = false;
        foreach (string name in fileSystem.EnumerateFiles(directory).Order(StringComparer.Ordinal))
        {
            string path = Path.Combine(directory, name);
            if (CheckedFile.Probe(fileSystem, path) is { } problem)
            {
                string advice = hasOlder ? VerificationAdvice.OlderSnapshot : VerificationAdvice.MetadataReplica;
                findings.Add(new LogFinding(FindingSeverity.Damage, path, 0, problem, advice));
            }
            else
            {
                hasOlder = true;
            }
        }
    }

    private static void VerifyMetadataReplica(IFileSystem fileSystem, string path, List<LogFinding> findings)
    {
        string metadata = Path.Combine(path, DataDirectoryLayout.MetadataName);
        string identity = Path.Combine(metadata, MetadataReplicaFile.Name);
        if (fileSystem.FileExists(identity) && CheckedFile.Probe(fileSystem, identity) is { } problem)
        {
            findings.Add(new LogFinding(FindingSeverity.Damage, identity, 0, problem, VerificationAdvice.MetadataReplica));
        }

        const string Aside = DataDirectoryLayout.MetadataName + DataDirectoryLayout.DamagedInfix;
        foreach (string name in fileSystem.EnumerateDirectories(path).Where(name => name.StartsWith(Aside, StringComparison.Ordinal)))
        {
            findings.Add(new LogFinding(FindingSeverity.Notice, Path.Combine(path, name), 0, "a metadata log that was put aside.", VerificationAdvice.Bystander));
        }
    }

    // A group with a term and no directory is a replica that was lost and not replaced yet.
    private static void NoteMissing(
        IFileSystem fileSystem, string path, Dictionary<GroupId, StoredHardState> states, List<LogVerification> logs, List<LogFinding> findings)
    {
        var held = logs.Where(log => log.Manifest is not null).Select(log => log.Manifest!.Group).ToHashSet();
        bool isUnsure = logs.Any(log => log.Manifest is null && DataDirectoryLayout.IsReplica(log.Directory));
        foreach ((GroupId group, StoredHardState state) in states)
        {
            bool isHere = group == GroupId.Metadata
                ? fileSystem.DirectoryExists(Path.Combine(path, DataDirectoryLayout.MetadataName, "log"))
                : held.Contains(group);
            if (!isHere && !isUnsure)
            {
                findings.Add(new LogFinding(
                    FindingSeverity.Damage,
                    Path.Combine(path, group == GroupId.Metadata ? DataDirectoryLayout.MetadataName : DataDirectoryLayout.ReplicasName),
                    0,
                    $"the log of group {group.Value} is missing, but it took part in term {state.Term.Value}.",
                    group == GroupId.Metadata ? VerificationAdvice.MetadataReplica : VerificationAdvice.Replica));
            }
        }
    }
}
