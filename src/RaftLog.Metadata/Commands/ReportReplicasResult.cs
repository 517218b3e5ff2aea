using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>The answer to <see cref="ReportReplicasCommand"/>: the reports are taken in.</summary>
[WireMessage("0")]
public sealed partial class ReportReplicasResult : ControllerResult
{
}
