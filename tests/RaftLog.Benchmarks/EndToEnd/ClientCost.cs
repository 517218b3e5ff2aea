namespace RaftLog.Benchmarks.EndToEnd;

/// <summary>What a load client used up while it measured; a client in C has no collector and no compiler to count.</summary>
internal sealed record ClientCost(
    double UserSeconds,
    double SystemSeconds,
    long? AllocatedBytes = null,
    int? Gen0Collections = null,
    int? Gen1Collections = null,
    int? Gen2Collections = null,
    long? CompiledMethods = null);
