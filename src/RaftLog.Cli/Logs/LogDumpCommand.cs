using System.CommandLine;
using RaftLog.Cli.Output;
using RaftLog.Storage;

namespace RaftLog.Cli.Logs;

/// <summary><c>raftlog log dump</c>: the frames of a segment file, with what is wrong with them.</summary>
internal static class LogDumpCommand
{
    private static readonly Argument<string> SegmentFile = new("file") { Description = "A segment file of a partition, or of the metadata log." };

    private static readonly Option<bool> WithRecords = new("--records") { Description = "Show the records of each batch too." };

    public static Command Create(CliContext context) => CliCommand.Create(
        "dump", "Shows what a segment file holds.", context, (parsed, cancellation) => RunAsync(context, parsed, cancellation), SegmentFile, WithRecords);

    private static async Task RunAsync(CliContext context, ParseResult parsed, CancellationToken cancellation)
    {
        string path = Path.GetFullPath(parsed.GetRequiredValue(SegmentFile));
        if (!File.Exists(path))
        {
            throw new CliException($"There is no file '{path}'.", CliExitCode.NotFound);
        }

        bool json = parsed.GetValue(ConnectionOptions.Json);
        bool records = parsed.GetValue(WithRecords);
        int problems = 0;
        try
        {
            foreach (var frame in SegmentDump.Read(new PhysicalFileSystem(), path))
            {
                cancellation.ThrowIfCancellationRequested();
                problems += frame.Problem is null ? 0 : 1;
                if (json)
                {
                    await context.Output.WriteAsync(JsonOutput.ToLine(FrameDescription.Of(frame, records)), cancellation);
                }
                else
                {
                    FrameText.Write(context.Text, frame, records);
                }
            }
        }
        catch (LogCorruptException corrupt)
        {
            throw new CliException(corrupt.Message);
        }

        if (problems > 0)
        {
            throw new CliException($"{problems} frames have problems.");
        }
    }
}
