namespace RaftLog.Simulator.Workload.Transactions;

/// <summary>One transaction of a <see cref="Bookkeeper"/>: the same record in every partition.</summary>
/// <param name="Number">Later ones of a key have higher numbers.</param>
/// <param name="Record">The name of the record, which ends with its key.</param>
internal sealed record BalanceUpdate(int Number, string Record)
{
    public TransactionOutcome Outcome { get; set; }
}
