using RaftLog.Model;

namespace RaftLog.Metadata;

/// <summary>
/// When the controller last heard of each broker. Soft state of the controller, used by its one task: a new controller knows nothing of
/// the past, so it gives every broker a whole session timeout from its own beginning.
/// </summary>
internal sealed class BrokerSessions(TimeProvider time, TimeSpan timeout)
{
    private readonly Dictionary<BrokerId, long> _lastHeard = [];

    /// <summary>Forgets everything, at the beginning of a leadership.</summary>
    public void Restart(MetadataImage image)
    {
        _lastHeard.Clear();
        foreach (var broker in image.Brokers.All)
        {
            Touch(broker.Id);
        }
    }

    /// <summary>Takes note that a broker was heard of now.</summary>
    public void Touch(BrokerId broker) => _lastHeard[broker] = time.GetTimestamp();

    /// <summary>The unfenced brokers that were silent for longer than the session timeout.</summary>
    public List<BrokerId> Silent(MetadataImage image) =>
        [.. image.Brokers.All.Where(broker => !broker.IsFenced && IsSilent(broker.Id)).Select(broker => broker.Id)];

    private bool IsSilent(BrokerId broker) => !_lastHeard.TryGetValue(broker, out long heard) || time.GetElapsedTime(heard) > timeout;
}
