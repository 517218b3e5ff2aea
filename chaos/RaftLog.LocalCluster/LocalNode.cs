namespace RaftLog.LocalCluster;

/// <summary>One broker of a local cluster: its configuration file, the ports it gets here and its folder.</summary>
/// <param name="Id">The broker's number.</param>
/// <param name="ConfigFile">The configuration file that ships in the repository.</param>
/// <param name="KafkaPort">The port for Kafka clients.</param>
/// <param name="PeerPort">The port for the other brokers.</param>
/// <param name="HttpPort">The port for health and metrics.</param>
/// <param name="Folder">The folder of its data, its log and its process file.</param>
public sealed record LocalNode(int Id, string ConfigFile, int KafkaPort, int PeerPort, int HttpPort, string Folder)
{
    /// <summary>Where the broker keeps its data.</summary>
    public string DataDirectory => Path.Combine(Folder, "data");

    /// <summary>Where the broker's output goes.</summary>
    public string LogFile => Path.Combine(Folder, "broker.log");

    /// <summary>Where the running process is noted.</summary>
    public string ProcessFile => Path.Combine(Folder, "process");

    /// <summary>The address that Kafka clients use.</summary>
    public string Kafka => $"127.0.0.1:{KafkaPort}";

    /// <summary>The address that the other brokers use.</summary>
    public string Peer => $"127.0.0.1:{PeerPort}";

    /// <summary>The base address of health and metrics.</summary>
    public Uri Http => new($"http://127.0.0.1:{HttpPort}/");
}
