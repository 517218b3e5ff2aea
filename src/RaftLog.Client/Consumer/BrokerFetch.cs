using RaftLog.Client.Network;
using RaftLog.Protocol.Messages;

namespace RaftLog.Client;

/// <summary>A fetch request under way to one broker, and how it ended.</summary>
internal sealed class BrokerFetch(int brokerId, long sentMs)
{
    public int BrokerId => brokerId;

    public long SentMs => sentMs;

    /// <summary>What is fetched, with the generation and the offset that it is fetched for.</summary>
    public List<(PartitionState State, int Generation, long Offset, PartitionMetadata Leader)> Partitions { get; } = [];

    /// <summary>The way it went. Its broker may have left the metadata since, and be waited for all the same.</summary>
    public BrokerChannel? Channel { get; set; }

    public Received<FetchResponse>? Response { get; set; }

    public RaftLogException? Failure { get; set; }
}
