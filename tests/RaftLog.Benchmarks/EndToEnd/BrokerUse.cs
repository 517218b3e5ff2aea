using RaftLog.Benchmarks.Limits;

namespace RaftLog.Benchmarks.EndToEnd;

/// <summary>What all brokers together have used up since they started, and how the processors spent their time until then.</summary>
internal sealed record BrokerUse(ProcessUse Processes, double AllocatedBytes, double Collections, double FullCollections, double CompiledMethods, ProcessorTimes Processors)
{
    /// <summary>The share of the processors' time that other machines took since <paramref name="before"/>.</summary>
    public double StolenShareSince(BrokerUse before) => Processors.StolenShareSince(before.Processors);
}
