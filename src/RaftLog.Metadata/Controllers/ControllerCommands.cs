using RaftLog.Model;

namespace RaftLog.Metadata;

/// <summary>All kinds of requests to the controller. A new one is a line here, one in <see cref="ControllerRpc"/> and a method of <see cref="ControllerClient"/>.</summary>
internal static class ControllerCommands
{
    public static readonly ControllerCommand<CreateTopicsCommand, CreateTopicsResult> CreateTopics =
        new((context, command) => TopicsControl.Create(context.Image, command, context.Configs, context.Random));

    public static readonly ControllerCommand<DeleteTopicsCommand, DeleteTopicsResult> DeleteTopics =
        new((context, command) => TopicsControl.Delete(context.Image, command));

    public static readonly ControllerCommand<AlterConfigsCommand, AlterConfigsResult> AlterConfigs =
        new((context, command) => ConfigControl.Alter(context.Image, command));

    public static readonly ControllerCommand<RegisterBrokerCommand, RegisterBrokerResult> RegisterBroker =
        new((context, command) =>
        {
            var result = BrokersControl.Register(context.Image, command, context.ClusterId, context.Random);
            Touch(context, command.Broker, result.Response);
            return result;
        });

    public static readonly ControllerCommand<BrokerHeartbeatCommand, BrokerHeartbeatResult> BrokerHeartbeat =
        new((context, command) =>
        {
            var result = BrokersControl.Heartbeat(context.Image, command);
            Touch(context, command.Broker, result.Response);
            return result;
        });

    public static readonly ControllerCommand<UnregisterBrokerCommand, UnregisterBrokerResult> UnregisterBroker =
        new((context, command) => BrokersControl.Unregister(context.Image, command));

    public static readonly ControllerCommand<AllocateProducerIdsCommand, AllocateProducerIdsResult> AllocateProducerIds =
        new((context, command) => ProducerIdsControl.Allocate(context.Image, command));

    public static readonly ControllerCommand<CommitOffsetsCommand, CommitOffsetsResult> CommitOffsets =
        new((context, command) => OffsetsControl.Commit(context.Image, command, context.Now));

    public static readonly ControllerCommand<DeleteOffsetsCommand, DeleteOffsetsResult> DeleteOffsets =
        new((context, command) => OffsetsControl.Delete(context.Image, command));

    public static readonly ControllerCommand<WriteConsumerGroupCommand, WriteConsumerGroupResult> WriteConsumerGroup =
        new((context, command) => ConsumerGroupsControl.Write(context.Image, command));

    public static readonly ControllerCommand<DeleteConsumerGroupsCommand, DeleteConsumerGroupsResult> DeleteConsumerGroups =
        new((context, command) => ConsumerGroupsControl.Delete(context.Image, command));

    public static readonly ControllerCommand<ExpireOffsetsCommand, ExpireOffsetsResult> ExpireOffsets =
        new((context, command) => OffsetsControl.Expire(context.Image, command));

    public static readonly ControllerCommand<ReportReplicasCommand, ReportReplicasResult> ReportReplicas =
        new((context, command) => ReplicasControl.Report(context.Image, command, context.Random));

    public static readonly ControllerCommand<MovePartitionsCommand, MovePartitionsResult> MovePartitions =
        new((context, command) => MovesControl.Move(context.Image, command, context.Random));

    public static readonly ControllerCommand<InitializeProducerCommand, InitializeProducerResult> InitializeProducer =
        new((context, command) => ProducerInitializationControl.Initialize(context.Image, command, context.Configs, context.Now));

    public static readonly ControllerCommand<AddPartitionsToTransactionCommand, AddPartitionsToTransactionResult> AddPartitionsToTransaction =
        new((context, command) => TransactionPartitionsControl.AddPartitions(context.Image, command, context.Now));

    public static readonly ControllerCommand<AddOffsetsToTransactionCommand, AddOffsetsToTransactionResult> AddOffsetsToTransaction =
        new((context, command) => TransactionPartitionsControl.AddOffsets(context.Image, command, context.Now));

    public static readonly ControllerCommand<CommitTransactionOffsetsCommand, CommitTransactionOffsetsResult> CommitTransactionOffsets =
        new((context, command) => TransactionOffsetsControl.Commit(context.Image, command, context.Now));

    public static readonly ControllerCommand<EndTransactionCommand, EndTransactionResult> EndTransaction =
        new((context, command) => TransactionEndControl.End(context.Image, command, context.Now));

    public static readonly ControllerCommand<CompleteTransactionsCommand, CompleteTransactionsResult> CompleteTransactions =
        new((context, command) => TransactionUpkeepControl.Complete(context.Image, command, context.Now));

    public static readonly ControllerCommand<CreatePartitionsCommand, CreatePartitionsResult> CreatePartitions =
        new((context, command) => PartitionsControl.Create(context.Image, command));

    // A refused broker is not heard of: a duplicate must not keep the session of the broker that it pretends to be.
    private static void Touch(ControlContext context, BrokerId broker, ControllerResult result)
    {
        if (result.IsSuccess)
        {
            context.Sessions.Touch(broker);
        }
    }
}
