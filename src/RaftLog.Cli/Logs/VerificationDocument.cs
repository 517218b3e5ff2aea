using RaftLog.Storage;

namespace RaftLog.Cli.Logs;

/// <summary>What <c>log verify --json</c> writes.</summary>
internal sealed record VerificationDocument(
    bool Sound, IReadOnlyList<VerificationDocument.LogDocument> Logs, IReadOnlyList<VerificationDocument.FindingDocument> Findings)
{
    public static VerificationDocument Of(IReadOnlyCollection<LogFinding> findings, IReadOnlyCollection<LogVerification> logs) => new(
        logs.All(log => log.IsSound) && findings.All(finding => finding.Severity != FindingSeverity.Damage),
        [.. logs.Select(LogDocument.Of)],
        [.. findings.Concat(logs.SelectMany(log => log.Findings)).Select(FindingDocument.Of)]);

    internal sealed record LogDocument(
        string Directory, string? Topic, int? Partition, int Segments, long Bytes, long FirstIndex, long LastIndex, long StartOffset, long EndOffset, bool Sound)
    {
        public static LogDocument Of(LogVerification log) => new(
            log.Directory,
            log.Manifest?.TopicName,
            log.Manifest?.Partition,
            log.Segments,
            log.Bytes,
            log.FirstIndex.Value,
            log.LastIndex.Value,
            log.StartOffset.Value,
            log.EndOffset.Value,
            log.IsSound);
    }

    internal sealed record FindingDocument(string Severity, string File, long Position, string What, string Advice)
    {
        public static FindingDocument Of(LogFinding finding) => new(
            finding.Severity.ToString().ToLowerInvariant(), finding.File, finding.Position, finding.What, finding.Advice);
    }
}
