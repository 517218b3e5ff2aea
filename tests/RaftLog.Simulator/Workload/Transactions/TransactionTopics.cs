namespace RaftLog.Simulator.Workload.Transactions;

/// <summary>The topics of the transactional producers: some read one and write the other, some write keys of a compacted one.</summary>
internal static class TransactionTopics
{
    public const string Input = "input";
    public const string Output = "output";
    public const int Inputs = 2;
    public const int Outputs = 2;
    public const string Balances = "balances";
    public const int BalancePartitions = 2;
}
