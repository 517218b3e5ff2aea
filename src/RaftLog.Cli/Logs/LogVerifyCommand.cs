using System.CommandLine;
using RaftLog.Cli.Output;
using RaftLog.Storage;

namespace RaftLog.Cli.Logs;

/// <summary><c>raftlog log verify</c>: reads every byte of a stopped broker's files and says what is wrong with them.</summary>
internal static class LogVerifyCommand
{
    private static readonly Argument<string> LogPath = new("path")
    {
        Description = "A stopped broker's data directory, or the directory of one replica or of the metadata log.",
    };

    public static Command Create(CliContext context) => CliCommand.Create(
        "verify",
        "Checks the files of a stopped broker: every checksum, the order of the entries, indexes, manifests, terms and votes.",
        context,
        (parsed, _) => RunAsync(context, parsed),
        LogPath);

    private static Task RunAsync(CliContext context, ParseResult parsed)
    {
        string path = LogFiles.Existing(parsed.GetRequiredValue(LogPath));
        if (!Directory.Exists(path))
        {
            throw new CliException($"'{path}' is a file; verify the directory that it is in, for its neighbours say what it should hold.", CliExitCode.Usage);
        }

        var files = new PhysicalFileSystem();
        using var held = StoppedBroker.Hold(files, path);
        bool json = parsed.GetValue(ConnectionOptions.Json);
        var findings = new List<LogFinding>();
        var logs = new List<LogVerification>();
        if (DataDirectoryLayout.IsDataDirectory(files, path))
        {
            var verified = DataDirectoryVerifier.Verify(files, path, log => Print(context, log, json));
            findings.AddRange(verified.Findings);
            logs.AddRange(verified.Logs);
        }
        else
        {
            var log = LogVerifier.Verify(files, path);
            if (log.Segments == 0 && log.Manifest is null)
            {
                throw new CliException($"'{path}' is neither a data directory nor the directory of a log.", CliExitCode.NotFound);
            }

            Print(context, log, json);
            logs.Add(log);
        }

        Conclude(context, findings, logs, json);
        int damaged = findings.Concat(logs.SelectMany(log => log.Findings)).Count(finding => finding.Severity == FindingSeverity.Damage);
        if (damaged > 0)
        {
            throw new CliException($"{damaged} damages in {path}.");
        }

        return Task.CompletedTask;
    }

    private static void Print(CliContext context, LogVerification log, bool json)
    {
        if (json)
        {
            return;
        }

        string name = log.Manifest is { } manifest ? $"{manifest.TopicName}-{manifest.Partition}" : Path.GetFileName(log.Directory);
        context.Text.WriteLine(
            $"{name}: {log.Segments} segments, {log.Bytes} bytes, entries {log.FirstIndex.Value}..{log.LastIndex.Value}, "
            + $"offsets {log.StartOffset.Value}..{log.EndOffset.Value - 1}: {(log.IsSound ? "sound" : "DAMAGED")}");
        foreach (var finding in log.Findings)
        {
            Print(context, finding);
        }
    }

    private static void Print(CliContext context, LogFinding finding)
    {
        context.Text.WriteLine($"  {finding.Severity.ToString().ToLowerInvariant()}: {finding}");
        context.Text.WriteLine($"    {finding.Advice}");
    }

    private static void Conclude(CliContext context, List<LogFinding> findings, List<LogVerification> logs, bool json)
    {
        if (json)
        {
            JsonOutput.Write(context, VerificationDocument.Of(findings, logs));
            return;
        }

        foreach (var finding in findings)
        {
            Print(context, finding);
        }
    }
}
