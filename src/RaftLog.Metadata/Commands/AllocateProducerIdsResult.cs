using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>The answer to <see cref="AllocateProducerIdsCommand"/>: ids that nobody else was or will be given.</summary>
[WireMessage("0")]
public sealed partial class AllocateProducerIdsResult : ControllerResult
{
    /// <summary>The first id of the block; -1 with an error.</summary>
    [WireField("0+")]
    public long First { get; set; } = -1;

    /// <summary>How many ids there are from <see cref="First"/> on.</summary>
    [WireField("0+")]
    public int Count { get; set; }
}
