using RaftLog.Model;

namespace RaftLog.Client;

/// <summary>What a member of a group wants and has.</summary>
/// <param name="MemberId">The member.</param>
/// <param name="Topics">The topics that it subscribes to.</param>
/// <param name="Owned">The partitions that it reads at present; empty in eager rebalances, where everything was given up before.</param>
internal sealed record GroupSubscription(string MemberId, IReadOnlyList<string> Topics, IReadOnlyList<TopicPartition> Owned);
