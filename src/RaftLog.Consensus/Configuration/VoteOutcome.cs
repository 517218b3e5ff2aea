namespace RaftLog.Consensus;

/// <summary>What an election stands at.</summary>
internal enum VoteOutcome : byte
{
    Pending,
    Won,
    Lost,
}
