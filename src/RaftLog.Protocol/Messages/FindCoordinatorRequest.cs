using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>Asks which broker coordinates a group or transactional id: one up to version 3, several from version 4.</summary>
[WireMessage(ApiKey.FindCoordinator, "0-6", Flexible = "3+")]
public sealed partial class FindCoordinatorRequest : IKafkaRequest<FindCoordinatorRequest, FindCoordinatorResponse>
{
    /// <summary>The group or transactional id.</summary>
    [WireField("0-3")]
    public string Key { get; set; } = "";

    /// <summary>What the key is.</summary>
    [WireField("1+")]
    public CoordinatorType KeyType { get; set; }

    /// <summary>The groups or transactional ids.</summary>
    [WireField("4+")]
    public List<string> CoordinatorKeys { get; set; } = [];
}
