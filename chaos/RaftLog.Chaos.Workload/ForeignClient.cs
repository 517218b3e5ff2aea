using System.Diagnostics;

namespace RaftLog.Chaos.Workload;

/// <summary>The foreign client, librdkafka through Debian's python3-confluent-kafka: whether it is here, and how its worker is started.</summary>
internal static class ForeignClient
{
    private const string Python = "/usr/bin/python3";

    public static string Program => Python;

    /// <summary>Why the foreign client cannot run here; null when it can.</summary>
    public static string? FindObstacle()
    {
        if (!File.Exists(Python))
        {
            return $"{Python} is not installed.";
        }

        using Process probe = Process.Start(new ProcessStartInfo(Python, ["-c", "import confluent_kafka"]) { RedirectStandardError = true })!;
        probe.StandardError.ReadToEnd();
        probe.WaitForExit();
        return probe.ExitCode == 0 ? null : "The package python3-confluent-kafka is not installed.";
    }

    /// <summary>The command line behind the program.</summary>
    public static IEnumerable<string> Arguments(WorkerArguments arguments) =>
        arguments.ToArguments().Prepend(Path.Combine(AppContext.BaseDirectory, "Clients", "librdkafka_worker.py"));
}
