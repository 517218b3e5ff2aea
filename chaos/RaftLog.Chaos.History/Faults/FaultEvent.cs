namespace RaftLog.Chaos.History;

/// <summary>A fault of a run, from its begin to its heal.</summary>
/// <param name="Number">Which fault of the run, from 1.</param>
/// <param name="Round">Which round of the scenario, from 1; several faults may belong to one.</param>
/// <param name="Kind">The nemesis, as scenarios name it (<c>kill-leader</c>).</param>
/// <param name="Target">Whom it struck (<c>broker 2</c>).</param>
/// <param name="BeginUs">When it struck, in microseconds since 1970.</param>
/// <param name="HealUs">When it was undone; null while it lasts.</param>
/// <param name="Words">What happened, for people.</param>
/// <param name="Partitions">The partitions that lose their leader by it; null or empty when it is none in particular.</param>
public sealed record FaultEvent(
    int Number,
    int Round,
    string Kind,
    string Target,
    long BeginUs,
    long? HealUs = null,
    string Words = "",
    IReadOnlyList<int>? Partitions = null);
