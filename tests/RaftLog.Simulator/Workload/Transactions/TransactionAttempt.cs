namespace RaftLog.Simulator.Workload.Transactions;

/// <summary>One transaction: what it reads of the input, and what it writes.</summary>
internal sealed class TransactionAttempt(string name, int input, long from, long to)
{
    /// <summary>The partition of the input.</summary>
    public int Input => input;

    /// <summary>The first offset that it transforms.</summary>
    public long From => from;

    /// <summary>The offset that the group is at when it is committed.</summary>
    public long To => to;

    /// <summary>The names of the records that it writes, in their order, by partition of the output.</summary>
    public SortedDictionary<int, List<string>> Outputs { get; } = [];

    public TransactionOutcome Outcome { get; set; }

    public override string ToString() => $"transaction {name} of {from} to {to} of input {input}";
}
