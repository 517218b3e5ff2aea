using Microsoft.Extensions.Logging;
using RaftLog.Broker.Fetching;
using RaftLog.Broker.Groups;
using RaftLog.Broker.Leadership;
using RaftLog.Broker.Partitions;
using RaftLog.Broker.Transactions;

namespace RaftLog.Broker.Handlers;

/// <summary>The one place that lists what this broker serves. Adding an API is a handler and a line here.</summary>
internal static class BrokerApis
{
    public static ApiTable Create(
        KafkaBrokerEnvironment environment,
        ClusterView cluster,
        PartitionRegistry partitions,
        GroupCoordinator coordinator,
        TransactionCoordinator transactions,
        MarkerWriter markers,
        LeadershipTransfers transfers,
        ReplicaTroubles troubles)
    {
        var options = environment.Options;
        var time = environment.Time;
        var metrics = environment.Metrics;
        var controller = environment.Controller;
        var configs = environment.Configs;
        var leaders = environment.Engine.Leaders;
        var sessions = new FetchSessions(options.FetchSessionSlots, time, new Random(environment.Random.Next()));
        metrics.Observe(sessions);
        var tail = environment.Storage.TailCache;
        var pace = new CatchUpPace(time, options.CatchUpBytesPerSecond, () => tail.AddedBytes);
        var groups = new GroupDirectory(cluster, coordinator);
        var offsetsUnderWay = new OffsetsUnderWay();
        var newLeaders = new NewTopicLeaders(cluster, leaders, time);
        var producerIds = new ProducerIdBlock(cluster, controller, environment.Loggers.CreateLogger<ProducerIdBlock>());
        return new ApiTable(
        [
            new ProduceHandler(cluster, partitions, new ProducedBatchReader(configs, time), controller, options, time, metrics),
            new FetchHandler(cluster, partitions, sessions, pace, options, time, metrics),
            new ListOffsetsHandler(cluster, partitions),
            new MetadataHandler(cluster, new TopicAutoCreation(controller, configs)),
            new OffsetCommitHandler(cluster, coordinator, controller, options),
            new OffsetFetchHandler(cluster, coordinator, new CoordinatorBarrier(environment.MetadataReplica), offsetsUnderWay),
            new FindCoordinatorHandler(cluster),
            new JoinGroupHandler(coordinator),
            new HeartbeatHandler(coordinator),
            new LeaveGroupHandler(coordinator),
            new SyncGroupHandler(coordinator),
            new DescribeGroupsHandler(groups),
            new ListGroupsHandler(groups),
            new CreateTopicsHandler(cluster, controller, configs, newLeaders, options),
            new DeleteTopicsHandler(controller),
            new DeleteRecordsHandler(cluster, partitions, configs, time),
            new InitProducerIdHandler(producerIds, transactions, controller),
            new OffsetForLeaderEpochHandler(cluster, partitions),
            new AddPartitionsToTxnHandler(cluster, transactions, controller),
            new AddOffsetsToTxnHandler(transactions, controller),
            new EndTxnHandler(transactions, controller),
            new WriteTxnMarkersHandler(markers),
            new TxnOffsetCommitHandler(cluster, coordinator, offsetsUnderWay, controller, options),
            new DescribeConfigsHandler(cluster, configs),
            new AlterConfigsHandler(controller),
            new IncrementalAlterConfigsHandler(controller),
            new DescribeLogDirsHandler(cluster, partitions, environment.Directories, environment.MetadataReplica, troubles),
            new CreatePartitionsHandler(cluster, controller, newLeaders, options),
            new DeleteGroupsHandler(groups, coordinator, controller),
            new AlterPartitionReassignmentsHandler(controller),
            new ListPartitionReassignmentsHandler(cluster),
            new OffsetDeleteHandler(groups, coordinator, controller),
            new ConsumerGroupHeartbeatHandler(coordinator, options.Groups.Consumer),
            new ConsumerGroupDescribeHandler(groups, coordinator, cluster),
            new ElectLeadersHandler(cluster, transfers, time),
            new DescribeQuorumHandler(cluster, new MetadataQuorum(environment.Broker, environment.MetadataReplica, environment.Engine.Rpc)),
            new DescribeClusterHandler(cluster),
            new DescribeProducersHandler(cluster, partitions),
            new DescribeTransactionsHandler(cluster, transactions),
            new ListTransactionsHandler(cluster, transactions, time),
            new UnregisterBrokerHandler(controller),
            new ListConfigResourcesHandler(cluster),
            new DescribeTopicPartitionsHandler(cluster),
        ]);
    }
}
