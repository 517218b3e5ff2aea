namespace RaftLog.Client;

/// <summary>How the members of a group come to their partitions.</summary>
public enum GroupProtocol
{
    /// <summary>One of the members divides them, and all wait for each other. Every broker knows it.</summary>
    Classic,

    /// <summary>The coordinator divides them, and each member moves by itself (KIP-848); needs brokers that serve ConsumerGroupHeartbeat.</summary>
    Consumer,
}
