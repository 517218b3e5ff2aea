using RaftLog.Client;
using RaftLog.Model;

namespace RaftLog.Cli;

/// <summary>What went wrong as one line for standard error and an exit code. A stack trace helps nobody at a prompt.</summary>
/// <param name="Message">The line, without the program's name.</param>
/// <param name="ExitCode">One of <see cref="CliExitCode"/>.</param>
internal sealed record ErrorReport(string Message, int ExitCode)
{
    /// <summary>The report of an error; null when it is a defect of this program, which is not to be hidden.</summary>
    public static ErrorReport? Of(Exception error) => error switch
    {
        CliException cli => new(cli.Message, cli.ExitCode),
        RaftLogException cluster => new(Describe(cluster), ExitCodeOf(cluster.ErrorCode)),
        OperationCanceledException => new("interrupted", CliExitCode.Interrupted),
        IOException or UnauthorizedAccessException => new(error.Message, CliExitCode.Failure),
        ArgumentException => new(error.Message, CliExitCode.Usage),
        _ => null,
    };

    private static string Describe(RaftLogException error)
    {
        string name = error.ErrorCode.KafkaName();
        return error.Message.Contains(name, StringComparison.Ordinal) ? error.Message : $"{error.Message} ({name})";
    }

    private static int ExitCodeOf(ErrorCode code) => code switch
    {
        ErrorCode.UnknownTopicOrPartition or ErrorCode.UnknownTopicId or ErrorCode.GroupIdNotFound => CliExitCode.NotFound,
        _ when code.IsRetriable() => CliExitCode.Unavailable,
        _ => CliExitCode.Failure,
    };
}
