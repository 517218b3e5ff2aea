using RaftLog.Model;

namespace RaftLog.Metadata;

/// <summary>Registers, fences and unregisters brokers.</summary>
internal static class BrokersControl
{
    /// <summary>
    /// Registers a broker, fenced until its first heartbeat. One that comes with another data directory gets new replicas in the place of those
    /// that it had, in the same step: whoever sees the registration sees no replica of before.
    /// </summary>
    public static ControlResult<RegisterBrokerResult> Register(MetadataImage image, RegisterBrokerCommand command, string clusterId, Random random)
    {
        if (ProblemWith(image, command, clusterId) is { } error)
        {
            return new ControlResult<RegisterBrokerResult>(new RegisterBrokerResult { Error = error.Code, ErrorMessage = error.Message });
        }

        var record = new BrokerRegistrationRecord
        {
            Broker = command.Broker,
            IncarnationId = command.IncarnationId,
            BrokerEpoch = image.NextBrokerEpoch,
            Directory = command.Directory,
            MetadataReplica = command.MetadataReplica,
            KafkaHost = command.KafkaHost,
            KafkaPort = command.KafkaPort,
            PeerHost = command.PeerHost,
            PeerPort = command.PeerPort,
            Rack = command.Rack,
            IsFenced = true,
        };
        bool isSameDirectory = image.Brokers.TryGet(command.Broker, out var before) && before.Directory == command.Directory;
        return new ControlResult<RegisterBrokerResult>(
            isSameDirectory ? [record] : [record, .. ReplicasControl.ReplaceAllOn(image, command.Broker, random)],
            new RegisterBrokerResult { BrokerEpoch = record.BrokerEpoch });
    }

    /// <summary>Takes note that a broker lives: unfences it once it has applied its registration, and marks it when it wants to stop.</summary>
    public static ControlResult<BrokerHeartbeatResult> Heartbeat(MetadataImage image, BrokerHeartbeatCommand command)
    {
        if (ProblemWithEpoch(image, command.Broker, command.BrokerEpoch) is { } error)
        {
            return new ControlResult<BrokerHeartbeatResult>(
                new BrokerHeartbeatResult { Error = error.Code, ErrorMessage = error.Message, IsFenced = true });
        }

        var broker = image.Brokers.ById[command.Broker];
        var state = new BrokerStateRecord
        {
            Broker = broker.Id,
            IsFenced = broker.IsFenced && !command.IsCaughtUp,
            IsShuttingDown = command.WantsShutdown,
        };
        bool changes = state.IsFenced != broker.IsFenced || state.IsShuttingDown != broker.IsShuttingDown;

        // The broker hands over the partitions it leads by itself; that nothing new is placed on it is all that is left to do here.
        return new ControlResult<BrokerHeartbeatResult>(
            changes ? [state] : [],
            new BrokerHeartbeatResult { IsFenced = state.IsFenced, MayShutDown = command.WantsShutdown });
    }

    /// <summary>Fences brokers that were silent for too long.</summary>
    public static IReadOnlyList<MetadataRecord> Fence(MetadataImage image, IEnumerable<BrokerId> silent) =>
    [
        .. from id in silent
           where image.Brokers.ById.TryGetValue(id, out var broker) && !broker.IsFenced
           select new BrokerStateRecord { Broker = id, IsFenced = true, IsShuttingDown = image.Brokers.ById[id].IsShuttingDown },
    ];

    /// <summary>Takes a broker that is gone out of the cluster.</summary>
    public static ControlResult<UnregisterBrokerResult> Unregister(MetadataImage image, UnregisterBrokerCommand command)
    {
        var error = !image.Brokers.TryGet(command.Broker, out var broker) ? NotRegistered(command.Broker)
            : !broker.IsFenced ? new ControlError(ErrorCode.PolicyViolation, $"Broker {command.Broker.Value} is alive; stop it first")
            : null;
        return error is null
            ? new ControlResult<UnregisterBrokerResult>([new UnregisterBrokerRecord { Broker = command.Broker }], new UnregisterBrokerResult())
            : new ControlResult<UnregisterBrokerResult>(new UnregisterBrokerResult { Error = error.Code, ErrorMessage = error.Message });
    }

    /// <summary>Why a request of a broker is not one of its present registration, or null.</summary>
    public static ControlError? ProblemWithEpoch(MetadataImage image, BrokerId id, long epoch)
    {
        if (!image.Brokers.TryGet(id, out var broker))
        {
            return NotRegistered(id);
        }

        return broker.Epoch == epoch
            ? null
            : new ControlError(ErrorCode.StaleBrokerEpoch, $"Broker {id.Value} is registered with epoch {broker.Epoch}, not {epoch}");
    }

    private static ControlError? ProblemWith(MetadataImage image, RegisterBrokerCommand command, string clusterId)
    {
        if (command.ClusterId != clusterId)
        {
            return new ControlError(ErrorCode.InconsistentClusterId, $"This is cluster '{clusterId}', and the broker belongs to '{command.ClusterId}'");
        }

        if (command.Broker.Value < 0 || command.KafkaHost.Length == 0 || command.PeerHost.Length == 0)
        {
            return new ControlError(ErrorCode.InvalidRegistration, "A registration needs a broker number of 0 or more, and a Kafka and a peer address");
        }

        return image.Brokers.TryGet(command.Broker, out var existing) && !MayReplace(existing, command)
            ? new ControlError(
                ErrorCode.DuplicateBrokerRegistration, $"Broker {command.Broker.Value} is alive at {existing.Peer}; two brokers cannot have one number")
            : null;
    }

    // The same data directory on the same host is the same broker started again, on another port perhaps, whose old process cannot be alive
    // any more: it held the directory's lock. So a broker that was killed need not wait for its old session to time out.
    private static bool MayReplace(BrokerRegistration existing, RegisterBrokerCommand command) =>
        existing.IsFenced
        || existing.IncarnationId == command.IncarnationId
        || (existing.Directory == command.Directory && existing.Peer.Host == command.PeerHost);

    private static ControlError NotRegistered(BrokerId id) => new(ErrorCode.BrokerIdNotRegistered, $"Broker {id.Value} is not registered");
}
