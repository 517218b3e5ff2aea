using System.Buffers;
using System.Runtime.CompilerServices;
using RaftLog.Broker.Network;
using RaftLog.Broker.Partitions;
using RaftLog.Broker.Transactions;
using RaftLog.Metadata;
using RaftLog.Model.Wire;
using RaftLog.Protocol.Messages;
using RaftLog.Replication;

namespace RaftLog.Broker.Handlers;

/// <summary>
/// Produce: each batch is checked and copied once, all partitions are appended at the same time, and the answer waits for commitment as
/// acks says. Everything up to the shards' mailboxes happens before the first wait, which keeps pipelined requests in order.
/// </summary>
/// <remarks>
/// acks=all means a flushed majority whatever <c>min.insync.replicas</c> says: a Raft group that has no majority commits nothing, so there
/// is no smaller set to guard against.
/// </remarks>
internal sealed class ProduceHandler(
    ClusterView cluster,
    PartitionRegistry partitions,
    ProducedBatchReader batches,
    ControllerClient controller,
    BrokerOptions options,
    TimeProvider time,
    BrokerMetrics metrics)
    : ApiHandler<ProduceRequest, ProduceResponse>(3, 13)
{
    private const short AcksNone = 0;
    private const short AcksLeader = 1;
    private const short AcksAll = -1;
    private const short FirstVersionWithHints = 10;
    private const short FirstVersionWithTopicIds = 13;

    /// <summary>
    /// From 0, though nothing below 3 is served: librdkafka before 2.11.1 looks for version 0 and otherwise silently sends uncompressed.
    /// No client sends the old versions to a broker that has newer ones.
    /// </summary>
    public override WireVersions AdvertisedVersions => new(0, Versions.Highest);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    protected override async ValueTask<KafkaResponse> RespondAsync(ProduceRequest request, RequestContext context)
    {
        var response = await ProduceAsync(request, context);
        if (request.Acks != AcksNone)
        {
            return KafkaResponse.Of(response, context.Version);
        }

        // Nobody reads an answer; closing is the one way to make the producer look for the leader anew.
        var failed = response.Responses
            .SelectMany(topic => topic.PartitionResponses, (topic, partition) => (Name: NameOf(topic), partition.Index, partition.ErrorCode))
            .FirstOrDefault(partition => partition.ErrorCode != ErrorCode.None);
        return failed.ErrorCode == ErrorCode.None
            ? KafkaResponse.Nothing
            : KafkaResponse.Close($"{failed.ErrorCode.KafkaName()} for {failed.Name}-{failed.Index} at acks=0");
    }

    private static string NameOf(ProduceResponse.Topic topic) => topic.TopicId == Guid.Empty ? topic.Name : topic.TopicId.ToString();

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ProduceResponse> ProduceAsync(ProduceRequest request, RequestContext context)
    {
        var image = cluster.Image;
        var hints = new LeaderHints(cluster, image);
        var response = new ProduceResponse { Responses = new(request.TopicData.Count) };
        var waiting = new List<PendingAppend>(request.TopicData.Count == 1 ? request.TopicData[0].PartitionData.Count : 0);
        var transactional = request.TransactionalId is null ? null : new TransactionalAppends(controller);
        bool byId = context.Version >= FirstVersionWithTopicIds;
        try
        {
            foreach (var topic in request.TopicData)
            {
                var answers = new ProduceResponse.Topic { Name = topic.Name, TopicId = topic.TopicId, PartitionResponses = new(topic.PartitionData.Count) };
                response.Responses.Add(answers);
                TopicImage? known;
                _ = byId ? image.Topics.TryGet(topic.TopicId, out known) : image.Topics.TryGet(topic.Name, out known);
                foreach (var partition in topic.PartitionData)
                {
                    var answer = new ProduceResponse.Partition { Index = partition.Index, BaseOffset = -1 };
                    answers.PartitionResponses.Add(answer);
                    answer.ErrorCode = StartAppend(image, known, request, transactional, partition.Records, context.Version, answer, out var append);
                    if (append is { } started)
                    {
                        waiting.Add(started);
                    }
                    else
                    {
                        Finish(answer, known, hints, context.Version);
                    }
                }
            }
        }
        finally
        {
            foreach (var append in waiting)
            {
                context.Connection.Appends.Add(append.Leader);
            }

            context.Connection.Appends.EndRequest();
        }

        var verifying = transactional?.VerifyAsync();
        using var deadline = new Deadline(time, RequestDeadline.Clamp(request.TimeoutMs, options.ProduceMaxWait));
        foreach (var append in waiting)
        {
            await AwaitAsync(append, deadline);
            Finish(append.Answer, append.Topic, hints, context.Version);
        }

        // Over when all have an outcome, so this takes no time unless that is up.
        if (verifying is not null && await deadline.WaitAsync(verifying))
        {
            await verifying;
        }

        foreach (var leader in hints.Named)
        {
            response.NodeEndpoints.Add(Endpoint(leader));
        }

        return response;
    }

    private ErrorCode StartAppend(
        MetadataImage image,
        TopicImage? topic,
        ProduceRequest request,
        TransactionalAppends? transactional,
        in ReadOnlySequence<byte>? records,
        short version,
        ProduceResponse.Partition answer,
        out PendingAppend? append)
    {
        append = null;
        if (request.Acks is not (AcksNone or AcksLeader or AcksAll))
        {
            return ErrorCode.InvalidRequiredAcks;
        }

        if (topic is null && version >= FirstVersionWithTopicIds)
        {
            return ErrorCode.UnknownTopicId;
        }

        var error = partitions.FindLeader(topic, answer.Index, clientEpoch: -1, out var leader);
        if (error != ErrorCode.None)
        {
            return error;
        }

        error = batches.Read(image, topic!.Name, records, version, out var batch);
        if (error != ErrorCode.None)
        {
            NameKeyless(batch.KeylessRecords, answer);
            return error;
        }

        answer.LogAppendTimeMs = batch.LogAppendTimeMs;
        var acks = request.Acks == AcksAll ? AppendAcks.Majority : AppendAcks.Leader;
        if (batch.Transaction is not { } producer)
        {
            append = new PendingAppend(answer, topic, leader!, batch.SizeInBytes, leader!.AppendAsync(batch.Frame!, acks), Verification: null);
            return ErrorCode.None;
        }

        if (transactional is null)
        {
            // As Kafka answers whoever does not say under which name it is to be allowed to.
            batch.Frame!.Release();
            return ErrorCode.TransactionalIdAuthorizationFailed;
        }

        var claim = new TransactionClaim(request.TransactionalId!, producer, leader!.Partition, version);
        var outcome = transactional.AppendAsync(leader, batch.Frame!, acks, claim, out var verification);
        append = new PendingAppend(answer, topic, leader, batch.SizeInBytes, outcome, verification);
        return ErrorCode.None;
    }

    // KIP-467: a producer can fail these records by name and send the others of the batch again.
    private static void NameKeyless(IReadOnlyList<int>? keyless, ProduceResponse.Partition answer)
    {
        if (keyless is { Count: > 0 })
        {
            answer.ErrorMessage = "The topic is compacted and takes no records without a key.";
            answer.RecordErrors = [.. keyless.Select(index => new ProduceResponse.RecordError { BatchIndex = index, BatchIndexErrorMessage = "It has no key." })];
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask AwaitAsync(PendingAppend append, Deadline deadline)
    {
        var answer = append.Answer;
        if (!await deadline.WaitAsync(append.Outcome))
        {
            // It may still be committed; an idempotent producer that sends it again finds out.
            answer.ErrorCode = ErrorCode.RequestTimedOut;
            return;
        }

        var outcome = await append.Outcome;
        answer.ErrorCode = outcome.Status == AppendStatus.TransactionRefused ? append.Verification!.Refusal : KafkaErrors.Of(outcome.Status);
        if (outcome.IsSuccess)
        {
            answer.BaseOffset = outcome.BaseOffset.Value;
            answer.LogStartOffset = outcome.LogStartOffset.Value;
            metrics.BatchProduced(append.SizeInBytes);
        }
    }

    private static void Finish(ProduceResponse.Partition answer, TopicImage? topic, LeaderHints hints, short version)
    {
        if (answer.ErrorCode != ErrorCode.None)
        {
            answer.LogAppendTimeMs = -1;
        }

        if (version >= FirstVersionWithHints
            && answer.ErrorCode == ErrorCode.NotLeaderOrFollower
            && hints.TryName(topic, answer.Index, out int leaderId, out int leaderEpoch))
        {
            answer.CurrentLeader = new ProduceResponse.LeaderIdAndEpoch { LeaderId = leaderId, LeaderEpoch = leaderEpoch };
        }
    }

    private static ProduceResponse.NodeEndpoint Endpoint(BrokerRegistration broker) => new()
    {
        NodeId = broker.Id.Value,
        Host = broker.Kafka.Host,
        Port = broker.Kafka.Port,
        Rack = broker.Rack,
    };

    private readonly record struct PendingAppend(
        ProduceResponse.Partition Answer, TopicImage Topic, PartitionReplica Leader, int SizeInBytes, ValueTask<AppendOutcome> Outcome, TransactionVerification? Verification);
}
