using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>What verifying the log in a directory has shown.</summary>
/// <param name="Directory">The directory.</param>
/// <param name="Manifest">Whose log it is; null for the metadata log, or when that cannot be read.</param>
/// <param name="Segments">The number of segment files.</param>
/// <param name="Frames">The number of sound frames.</param>
/// <param name="Bytes">The bytes of all segment files.</param>
/// <param name="FirstIndex">The index of the first frame.</param>
/// <param name="LastIndex">The index of the last frame before the first problem; <paramref name="FirstIndex"/> - 1 when there is none.</param>
/// <param name="StartOffset">The first offset.</param>
/// <param name="EndOffset">The offset behind the last record before the first problem.</param>
/// <param name="Findings">What is wrong, in the order of the files.</param>
public sealed record LogVerification(
    string Directory,
    ReplicaManifest? Manifest,
    int Segments,
    long Frames,
    long Bytes,
    LogIndex FirstIndex,
    LogIndex LastIndex,
    Offset StartOffset,
    Offset EndOffset,
    IReadOnlyList<LogFinding> Findings)
{
    /// <summary>Whether nothing is lost.</summary>
    public bool IsSound => Findings.All(finding => finding.Severity != FindingSeverity.Damage);
}
