using System.CommandLine;
using RaftLog.Cli.Output;
using RaftLog.Storage;

namespace RaftLog.Cli.Logs;

/// <summary><c>raftlog log dump</c>: the entries of a log, with what is wrong with them.</summary>
internal static class LogDumpCommand
{
    private static readonly Argument<string> LogPath = new("path")
    {
        Description = "A segment file, the directory of a replica or of the metadata log, or a broker's data directory.",
    };

    private static readonly Option<bool> WithRecords = new("--records") { Description = "Show the records of each batch too." };

    public static Command Create(CliContext context) => CliCommand.Create(
        "dump",
        "Shows the entries of a log.",
        context,
        (parsed, cancellation) => RunAsync(context, parsed, cancellation),
        [LogPath, LogFiles.Topic, LogFiles.Partition, WithRecords, .. FrameFilter.Options]);

    private static async Task RunAsync(CliContext context, ParseResult parsed, CancellationToken cancellation)
    {
        var segments = LogFiles.Segments(LogFiles.Existing(parsed.GetRequiredValue(LogPath)), parsed);
        var filter = new FrameFilter(parsed);
        int problems = 0;
        try
        {
            foreach (string segment in segments)
            {
                // Lines of several files in one stream would be confused; a document a line says by its index where it belongs.
                if (segments.Count > 1 && !parsed.GetValue(ConnectionOptions.Json))
                {
                    await context.Text.WriteLineAsync(segment.AsMemory(), cancellation);
                }

                problems += await DumpAsync(context, parsed, segment, filter, cancellation);
                if (filter.IsDone)
                {
                    break;
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

    private static async Task<int> DumpAsync(CliContext context, ParseResult parsed, string segment, FrameFilter filter, CancellationToken cancellation)
    {
        bool json = parsed.GetValue(ConnectionOptions.Json);
        bool records = parsed.GetValue(WithRecords);
        int problems = 0;
        foreach (var frame in SegmentDump.Read(new PhysicalFileSystem(), segment))
        {
            cancellation.ThrowIfCancellationRequested();
            if (!filter.Wants(frame))
            {
                if (filter.IsDone)
                {
                    break;
                }

                continue;
            }

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

        return problems;
    }
}
