using System.Globalization;
using RaftLog.Client;

namespace RaftLog.Benchmarks.Scale;

/// <summary>One load on a cluster: how many brokers, partitions and producers (each with connections of its own), and how large the records are.</summary>
internal sealed record ScaleLoad
{
    private const int LargestRecord = 16 << 20;

    // All producers together, so that a hundred of them hold no more than one does; each has room for two batches, so a thousand do.
    private const long BufferedBytes = 64 << 20;
    private const int UsualBatchBytes = 256 << 10;
    private const int UsualRequestBytes = 1 << 20;
    private const int RoomForOneRecord = 1 << 10;

    public int Brokers { get; init; } = 3;

    public int Partitions { get; init; } = 12;

    public int Producers { get; init; } = 1;

    public int RecordBytes { get; init; } = 100;

    public string Flush { get; init; } = "always";

    /// <summary>The name of the configuration under <c>cluster-configs</c>.</summary>
    public string Configuration => Brokers switch
    {
        1 => "single-node",
        3 => "three-nodes",
        5 => "five-nodes",
        _ => throw new ArgumentOutOfRangeException(nameof(Brokers), Brokers, "There are configurations of 1, 3 and 5 brokers."),
    };

    public short ReplicationFactor => (short)Math.Min(Brokers, 3);

    /// <summary>What each of its producers is told.</summary>
    public ProducerOptions Options(string bootstrapServers)
    {
        int batch = Math.Max(UsualBatchBytes, RecordBytes + RoomForOneRecord);
        long buffer = Math.Max(BufferedBytes / Producers, 2 * batch);
        return new ProducerOptions
        {
            BootstrapServers = bootstrapServers,
            BatchBytes = batch,
            MaxRequestBytes = (int)Math.Min(buffer, Math.Max(UsualRequestBytes, 2 * batch)),
            BufferBytes = buffer,
        };
    }

    /// <summary>A topic for it.</summary>
    public NewTopic Topic(string name, params (string Name, string Value)[] configs)
    {
        var settings = configs.ToDictionary(config => config.Name, config => (string?)config.Value);
        settings["raftlog.flush"] = Flush;
        settings["max.message.bytes"] = LargestRecord.ToString(CultureInfo.InvariantCulture);
        return new NewTopic(name, Partitions, ReplicationFactor) { Configs = settings };
    }
}
