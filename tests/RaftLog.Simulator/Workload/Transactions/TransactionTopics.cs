namespace RaftLog.Simulator.Workload.Transactions;

/// <summary>The topics of the transactional producers: they read one and write the other.</summary>
internal static class TransactionTopics
{
    public const string Input = "input";
    public const string Output = "output";
    public const int Inputs = 2;
    public const int Outputs = 2;
}
