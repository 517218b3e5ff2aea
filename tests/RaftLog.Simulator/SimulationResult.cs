namespace RaftLog.Simulator;

/// <summary>What came out of one run.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Nodes">How many brokers.</param>
/// <param name="Failure">The violated invariant in words; null when all held.</param>
/// <param name="TraceHash">Over all that happened; the same for each run of the seed.</param>
/// <param name="Steps">How many events were taken.</param>
/// <param name="Simulated">How much time passed in the simulation.</param>
/// <param name="Acknowledged">How many records were acknowledged.</param>
/// <param name="Read">How many records consumers read.</param>
/// <param name="Transactions">How many transactions were acknowledged as committed.</param>
/// <param name="Workload">What the clients did, in words.</param>
/// <param name="Faults">The faults that happened, in words.</param>
/// <param name="LastEvents">The end of the trace.</param>
internal sealed record SimulationResult(
    int Seed,
    int Nodes,
    string? Failure,
    ulong TraceHash,
    long Steps,
    TimeSpan Simulated,
    int Acknowledged,
    int Read,
    int Transactions,
    string Workload,
    IReadOnlyList<string> Faults,
    IReadOnlyList<string> LastEvents);
