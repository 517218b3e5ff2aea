using RaftLog.Model;

namespace RaftLog.Metadata;

/// <summary>What a configuration belongs to.</summary>
/// <param name="Type">A topic or a broker.</param>
/// <param name="Name">The topic's name or the broker's number; empty with <see cref="ConfigResourceType.Broker"/> for all brokers.</param>
public readonly record struct ConfigResource(ConfigResourceType Type, string Name)
{
    /// <summary>The defaults that hold for every broker of the cluster.</summary>
    public static readonly ConfigResource ClusterDefault = new(ConfigResourceType.Broker, "");

    /// <summary>The configuration of a topic.</summary>
    public static ConfigResource Topic(string name) => new(ConfigResourceType.Topic, name);

    /// <summary>The configuration of one broker.</summary>
    public static ConfigResource Broker(BrokerId id) => new(ConfigResourceType.Broker, id.Value.ToString());

    /// <inheritdoc/>
    public override string ToString() => Name.Length == 0 ? $"{Type} (default)" : $"{Type} {Name}";
}
