using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>The answer to <see cref="ExpireOffsetsCommand"/>.</summary>
[WireMessage("0")]
public sealed partial class ExpireOffsetsResult : ControllerResult
{
    /// <summary>How many offsets were forgotten.</summary>
    [WireField("0+")]
    public int ExpiredOffsets { get; set; }
}
