namespace RaftLog.Storage;

/// <summary>What verifying a data directory has shown.</summary>
/// <param name="Directory">The data directory.</param>
/// <param name="Findings">What is wrong with the files of the broker as a whole.</param>
/// <param name="Logs">The metadata log, then the replicas.</param>
public sealed record DataDirectoryVerification(string Directory, IReadOnlyList<LogFinding> Findings, IReadOnlyList<LogVerification> Logs)
{
    /// <summary>Whether nothing is lost.</summary>
    public bool IsSound => Findings.All(finding => finding.Severity != FindingSeverity.Damage) && Logs.All(log => log.IsSound);
}
