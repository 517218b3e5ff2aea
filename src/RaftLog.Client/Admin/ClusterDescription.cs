namespace RaftLog.Client;

/// <summary>A cluster as it describes itself.</summary>
/// <param name="ClusterId">Its id.</param>
/// <param name="ControllerId">The broker that is the controller; -1 while there is none.</param>
/// <param name="Brokers">The brokers that are alive, by number.</param>
public sealed record ClusterDescription(string? ClusterId, int ControllerId, IReadOnlyList<BrokerDescription> Brokers);
