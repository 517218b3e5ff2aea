using Microsoft.Extensions.Logging;
using RaftLog.Metadata;

namespace RaftLog.Broker.Groups;

/// <summary>Looks once in a while, on the broker that coordinates groups, for offsets that have expired by <see cref="OffsetExpiryRule"/>.</summary>
internal sealed class OffsetExpiry : IAsyncDisposable
{
    private const int GroupsAtOnce = 500;

    private readonly GroupCoordinator _coordinator;
    private readonly MetadataStore _store;
    private readonly ControllerClient _controller;
    private readonly GroupCoordinatorOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly PeriodicLoop _loop;

    public OffsetExpiry(KafkaBrokerEnvironment environment, GroupCoordinator coordinator)
    {
        _coordinator = coordinator;
        _store = environment.Metadata;
        _controller = environment.Controller;
        _options = environment.Options.Groups;
        _time = environment.Time;
        _logger = environment.Loggers.CreateLogger<OffsetExpiry>();
        _loop = new PeriodicLoop(_time, _options.OffsetsRetentionCheckInterval, _options.OffsetsRetentionCheckInterval, LookAsync);
    }

    public void Start() => _loop.Start();

    public ValueTask DisposeAsync() => _loop.DisposeAsync();

    private async Task LookAsync(CancellationToken stopping)
    {
        // Members of the coordinator before need time to come back; until then their groups only look empty.
        if (_coordinator.ActiveFor(out var term) is not { } age || age < _options.OffsetsRetentionCheckInterval)
        {
            return;
        }

        long latest = (_time.GetUtcNow() - _options.OffsetsRetention).ToUnixTimeMilliseconds();
        var expired = _store.Current.ConsumerGroups.ById.Values
            .OrderBy(group => group.Id, StringComparer.Ordinal)
            .Select(group => Find(group, latest))
            .OfType<GroupExpiry>()
            .ToList();
        foreach (var some in expired.Chunk(GroupsAtOnce))
        {
            var result = await _controller.ExpireOffsetsAsync(
                new ExpireOffsetsCommand { CoordinatorTerm = term.Value, Groups = [.. some] }, timeout: null, stopping);
            if (result.IsSuccess)
            {
                BrokerLog.OffsetsExpired(_logger, result.ExpiredOffsets, some.Length);
            }
        }
    }

    private GroupExpiry? Find(ConsumerGroupImage group, long latest)
    {
        var topics = group.Offsets.Keys.Select(partition => partition.Topic).Distinct(StringComparer.Ordinal);
        return OffsetExpiryRule.Find(group, _coordinator.UseOf(group, topics), latest);
    }
}
