using RaftLog.Broker;
using RaftLog.Metadata;
using RaftLog.Model;

namespace RaftLog.Server.Node;

/// <summary>
/// What "ready" means: the cluster takes this broker for live, the replicas that the metadata gave it are open, and it follows the metadata: whoever
/// stops another broker now would count on its vote.
/// </summary>
internal static class NodeReadiness
{
    public static NodeStatus Of(BrokerLifecycle? lifecycle, KafkaBroker? kafka)
    {
        if (lifecycle is null || kafka is null)
        {
            return new NodeStatus(false, "starting", ["start"]);
        }

        var waitingFor = new List<string>();
        if (!lifecycle.IsReady)
        {
            waitingFor.Add("registration");
        }

        if (!kafka.IsCaughtUp)
        {
            waitingFor.Add("replicas");
        }

        switch (kafka.MetadataLog)
        {
            case MetadataLogState.Closed:
                waitingFor.Add("metadata log");
                break;
            case MetadataLogState.Rebuilding:
                waitingFor.Add("metadata replica");
                break;
        }

        return new NodeStatus(waitingFor.Count == 0, lifecycle.State.ToString().ToLowerInvariant(), waitingFor)
        {
            LostReplicas = kafka.LostReplicaCount,
            OfflineLogs = kafka.OfflineLogCount,
            OfflineDirectories = kafka.OfflineDirectories,
            OfflineReplicas = kafka.OfflineReplicaCount,
        };
    }
}
