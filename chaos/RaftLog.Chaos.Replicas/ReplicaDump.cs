using System.Globalization;
using RaftLog.Chaos.History;
using RaftLog.Model;
using RaftLog.Storage;

namespace RaftLog.Chaos.Replicas;

/// <summary>
/// Writes down what stopped brokers have of a topic on their disks, as histories that the checker compares with the log that was read back.
/// The files are only read. Directories that a broker has put aside as damaged are left out.
/// </summary>
public static class ReplicaDump
{
    /// <summary>The name of a broker's history: its file is <c>history-replica-{broker}.jsonl</c>.</summary>
    public static string WorkerOf(int broker) => string.Create(CultureInfo.InvariantCulture, $"replica-{broker}");

    /// <summary>Writes the histories of all brokers.</summary>
    /// <param name="runFolder">The folder of the run.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="dataDirectories">Where each broker has its data. None of them may run.</param>
    /// <returns>Files that cannot be read, and damage, in words; empty when there is none.</returns>
    public static IReadOnlyList<string> WriteAll(string runFolder, string topic, IReadOnlyDictionary<int, string> dataDirectories) =>
        [.. dataDirectories.AsParallel().AsOrdered().SelectMany(one => Write(runFolder, topic, one.Key, one.Value))];

    /// <summary>Writes the history of one broker.</summary>
    /// <inheritdoc cref="WriteAll"/>
    public static IReadOnlyList<string> Write(string runFolder, string topic, int broker, string dataDirectory)
    {
        string worker = WorkerOf(broker);
        var problems = new List<string>();
        var disk = new PhysicalFileSystem();
        using var history = new HistoryWriter(runFolder, worker);
        history.Write(new WorkerStarted(UnixClock.NowUs, worker, WorkerRole.Replica, "RaftLog.Storage"));
        try
        {
            foreach (ReplicaDirectory replica in DataDirectory.ListReplicas(disk, dataDirectory).Where(r => r.Manifest.TopicName == topic))
            {
                IEnumerable<string> found = new ReplicaReader(disk, replica, history).ReadAll();
                problems.AddRange(found.Select(problem => $"Broker {broker}, partition {replica.Manifest.Partition}: {problem}"));
            }
        }
        catch (Exception e) when (e is IOException or InvalidRecordBatchException)
        {
            problems.Add($"Broker {broker}: {e.Message}");
        }

        return problems;
    }
}
