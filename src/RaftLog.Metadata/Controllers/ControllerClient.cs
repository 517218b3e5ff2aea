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
    private readonly ControllerRoute _route;

    internal ControllerClient(ControllerRoute route) => _route = route;

    /// <summary>The broker that is the controller, as far as is known here; <see cref="BrokerId.None"/> while none is.</summary>
    public BrokerId Controller => _route.Controller;

    /// <summary>Creates topics. A repetition after a lost answer reports topics that the first try created as existing.</summary>
    public Task<CreateTopicsResult> CreateTopicsAsync(CreateTopicsCommand command, TimeSpan? timeout = null, CancellationToken cancellation = default) =>
        _route.CallAsync(ControllerCommands.CreateTopics, command, timeout, cancellation);

    /// <summary>Deletes topics. A repetition after a lost answer reports topics that the first try deleted as unknown.</summary>
    public Task<DeleteTopicsResult> DeleteTopicsAsync(DeleteTopicsCommand command, TimeSpan? timeout = null, CancellationToken cancellation = default) =>
        _route.CallAsync(ControllerCommands.DeleteTopics, command, timeout, cancellation);

    /// <summary>Changes configurations. Repetition does no harm, save that an appended list element is then found there.</summary>
    public Task<AlterConfigsResult> AlterConfigsAsync(AlterConfigsCommand command, TimeSpan? timeout = null, CancellationToken cancellation = default) =>
        _route.CallAsync(ControllerCommands.AlterConfigs, command, timeout, cancellation);

    /// <summary>Registers this broker. A repetition by the same incarnation gets a new epoch.</summary>
    public Task<RegisterBrokerResult> RegisterBrokerAsync(RegisterBrokerCommand command, TimeSpan? timeout = null, CancellationToken cancellation = default) =>
        _route.CallAsync(ControllerCommands.RegisterBroker, command, timeout, cancellation);

    /// <summary>Says that this broker lives.</summary>
    public Task<BrokerHeartbeatResult> HeartbeatAsync(BrokerHeartbeatCommand command, TimeSpan? timeout = null, CancellationToken cancellation = default) =>
        _route.CallAsync(ControllerCommands.BrokerHeartbeat, command, timeout, cancellation);

    /// <summary>Takes a broker out of the cluster. A repetition after a lost answer reports it as not registered.</summary>
    public Task<UnregisterBrokerResult> UnregisterBrokerAsync(UnregisterBrokerCommand command, TimeSpan? timeout = null, CancellationToken cancellation = default) =>
        _route.CallAsync(ControllerCommands.UnregisterBroker, command, timeout, cancellation);

    /// <summary>Takes a block of producer ids. A repetition after a lost answer takes another one.</summary>
    public Task<AllocateProducerIdsResult> AllocateProducerIdsAsync(AllocateProducerIdsCommand command, TimeSpan? timeout = null, CancellationToken cancellation = default) =>
        _route.CallAsync(ControllerCommands.AllocateProducerIds, command, timeout, cancellation);

    /// <summary>Writes a consumer group's offsets. Repetition does no harm.</summary>
    public Task<CommitOffsetsResult> CommitOffsetsAsync(CommitOffsetsCommand command, TimeSpan? timeout = null, CancellationToken cancellation = default) =>
        _route.CallAsync(ControllerCommands.CommitOffsets, command, timeout, cancellation);

    /// <summary>Forgets offsets of a consumer group. Repetition does no harm.</summary>
    public Task<DeleteOffsetsResult> DeleteOffsetsAsync(DeleteOffsetsCommand command, TimeSpan? timeout = null, CancellationToken cancellation = default) =>
        _route.CallAsync(ControllerCommands.DeleteOffsets, command, timeout, cancellation);

    /// <summary>Forgets offsets that have expired. Repetition does no harm.</summary>
    public Task<ExpireOffsetsResult> ExpireOffsetsAsync(ExpireOffsetsCommand command, TimeSpan? timeout = null, CancellationToken cancellation = default) =>
        _route.CallAsync(ControllerCommands.ExpireOffsets, command, timeout, cancellation);

    /// <summary>Keeps the state of a consumer group. Repetition does no harm.</summary>
    public Task<WriteConsumerGroupResult> WriteConsumerGroupAsync(WriteConsumerGroupCommand command, TimeSpan? timeout = null, CancellationToken cancellation = default) =>
        _route.CallAsync(ControllerCommands.WriteConsumerGroup, command, timeout, cancellation);

    /// <summary>Forgets consumer groups. A repetition after a lost answer reports them as unknown.</summary>
    public Task<DeleteConsumerGroupsResult> DeleteConsumerGroupsAsync(DeleteConsumerGroupsCommand command, TimeSpan? timeout = null, CancellationToken cancellation = default) =>
        _route.CallAsync(ControllerCommands.DeleteConsumerGroups, command, timeout, cancellation);

    /// <summary>Tells how replicas really are. Repetition does no harm.</summary>
    public Task<ReportReplicasResult> ReportReplicasAsync(ReportReplicasCommand command, TimeSpan? timeout = null, CancellationToken cancellation = default) =>
        _route.CallAsync(ControllerCommands.ReportReplicas, command, timeout, cancellation);

    /// <summary>Moves partitions. Repetition does no harm, save that a cancellation then finds nothing to cancel.</summary>
    public Task<MovePartitionsResult> MovePartitionsAsync(MovePartitionsCommand command, TimeSpan? timeout = null, CancellationToken cancellation = default) =>
        _route.CallAsync(ControllerCommands.MovePartitions, command, timeout, cancellation);

    /// <summary>Gives a transactional id to a producer. A repetition after a lost answer takes another epoch.</summary>
    public Task<InitializeProducerResult> InitializeProducerAsync(InitializeProducerCommand command, TimeSpan? timeout = null, CancellationToken cancellation = default) =>
        _route.CallAsync(ControllerCommands.InitializeProducer, command, timeout, cancellation);

    /// <summary>Takes partitions into a transaction, or asks whether they are in. Repetition does no harm.</summary>
    public Task<AddPartitionsToTransactionResult> AddPartitionsToTransactionAsync(AddPartitionsToTransactionCommand command, TimeSpan? timeout = null, CancellationToken cancellation = default) =>
        _route.CallAsync(ControllerCommands.AddPartitionsToTransaction, command, timeout, cancellation);

    /// <summary>Takes a consumer group into a transaction. Repetition does no harm.</summary>
    public Task<AddOffsetsToTransactionResult> AddOffsetsToTransactionAsync(AddOffsetsToTransactionCommand command, TimeSpan? timeout = null, CancellationToken cancellation = default) =>
        _route.CallAsync(ControllerCommands.AddOffsetsToTransaction, command, timeout, cancellation);

    /// <summary>Keeps offsets until their transaction ends. Repetition does no harm.</summary>
    public Task<CommitTransactionOffsetsResult> CommitTransactionOffsetsAsync(CommitTransactionOffsetsCommand command, TimeSpan? timeout = null, CancellationToken cancellation = default) =>
        _route.CallAsync(ControllerCommands.CommitTransactionOffsets, command, timeout, cancellation);

    /// <summary>Commits or aborts a transaction. A repetition after a lost answer is told to wait until partitions know, and then what the first was.</summary>
    public Task<EndTransactionResult> EndTransactionAsync(EndTransactionCommand command, TimeSpan? timeout = null, CancellationToken cancellation = default) =>
        _route.CallAsync(ControllerCommands.EndTransaction, command, timeout, cancellation);

    /// <summary>Says that all partitions know how transactions ended. Repetition does no harm.</summary>
    public Task<CompleteTransactionsResult> CompleteTransactionsAsync(CompleteTransactionsCommand command, TimeSpan? timeout = null, CancellationToken cancellation = default) =>
        _route.CallAsync(ControllerCommands.CompleteTransactions, command, timeout, cancellation);

    /// <summary>Gives topics more partitions. A repetition after a lost answer reports that the topics have as many already.</summary>
    public Task<CreatePartitionsResult> CreatePartitionsAsync(CreatePartitionsCommand command, TimeSpan? timeout = null, CancellationToken cancellation = default) =>
        _route.CallAsync(ControllerCommands.CreatePartitions, command, timeout, cancellation);
}
