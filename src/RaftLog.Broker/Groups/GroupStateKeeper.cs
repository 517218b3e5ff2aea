using RaftLog.Metadata;

namespace RaftLog.Broker.Groups;

/// <summary>
/// Has written, a moment later, which groups have got members or lost their last one (<see cref="KeptGroupState"/>). What is lost of it in a change of
/// coordinator does no harm: the next coordinator writes what it sees, and lets nothing expire before it has seen for a while.
/// </summary>
internal sealed class GroupStateKeeper : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    // So that a change of thousands of groups does not crowd out the controller's other requests.
    private const int WritesAtOnce = 100;

    private readonly GroupCoordinator _coordinator;
    private readonly ControllerClient _controller;
    private readonly PeriodicLoop _loop;

    public GroupStateKeeper(KafkaBrokerEnvironment environment, GroupCoordinator coordinator)
    {
        _coordinator = coordinator;
        _controller = environment.Controller;
        _loop = new PeriodicLoop(environment.Time, Interval, Interval, KeepAsync);
    }

    public void Start() => _loop.Start();

    public ValueTask DisposeAsync() => _loop.DisposeAsync();

    private async Task KeepAsync(CancellationToken stopping)
    {
        var changed = _coordinator.TakeChanged(out var term);
        foreach (var some in changed.Chunk(WritesAtOnce))
        {
            // All are under way before the first is awaited, so that they share entries.
            foreach (var kept in some.Select(group => KeepAsync(group, term, stopping)).ToList())
            {
                await kept;
            }
        }
    }

    private Task<WriteConsumerGroupResult> KeepAsync(KeptGroup group, Term term, CancellationToken stopping) => _controller.WriteConsumerGroupAsync(
        new WriteConsumerGroupCommand
        {
            CoordinatorTerm = term.Value,
            ConsumerGroup = group.GroupId,
            Generation = group.Generation,
            ProtocolType = group.ProtocolType,
            State = group.State.ToBytes(),

            // A group that was deleted meanwhile must not come back because of what its last member did.
            OnlyIfKnown = !group.State.HasMembers,
        },
        timeout: null,
        stopping);
}
