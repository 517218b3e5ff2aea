using Microsoft.Extensions.Logging;
using RaftLog.Metadata;

namespace RaftLog.Broker.Handlers;

/// <summary>Gives out producer ids from a block that the controller gave to this broker, and gets the next block when it is used up.</summary>
internal sealed class ProducerIdBlock(ClusterView cluster, ControllerClient controller, ILogger logger)
{
    private readonly Lock _gate = new();

    // Guarded by _gate; _next == _end when the block is used up. One request for the next block serves all who wait for it.
    private long _next;
    private long _end;
    private Task<AllocateProducerIdsResult>? _refill;

    /// <summary>The next id; null when the controller cannot be asked now.</summary>
    public async ValueTask<long?> TakeAsync()
    {
        while (true)
        {
            Task<AllocateProducerIdsResult> refill;
            lock (_gate)
            {
                if (_next < _end)
                {
                    return _next++;
                }

                refill = _refill ??= RequestBlockAsync();
            }

            var result = await refill;
            if (!Use(refill, result))
            {
                BrokerLog.NoProducerIds(logger, result.Error);
                return null;
            }
        }
    }

    // The first of those who waited puts the block in use.
    private bool Use(Task<AllocateProducerIdsResult> refill, AllocateProducerIdsResult result)
    {
        lock (_gate)
        {
            if (ReferenceEquals(_refill, refill))
            {
                _refill = null;
                if (result.IsSuccess)
                {
                    _next = result.First;
                    _end = result.First + result.Count;
                }
            }
        }

        return result.IsSuccess;
    }

    private Task<AllocateProducerIdsResult> RequestBlockAsync()
    {
        long epoch = cluster.Image.Brokers.TryGet(cluster.Self, out var registration) ? registration.Epoch : -1;
        return controller.AllocateProducerIdsAsync(new AllocateProducerIdsCommand { Broker = cluster.Self, BrokerEpoch = epoch });
    }
}
