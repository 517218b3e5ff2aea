using RaftLog.Client.Network;
using RaftLog.Model;
using RaftLog.Protocol.Messages;

namespace RaftLog.Client;

/// <content>What becomes of a batch: acknowledged, sent again, or given up.</content>
internal sealed partial class ProducerSender
{
    private void HandleOutcome(ProduceOutcome outcome, long nowMs)
    {
        outcome.Broker.InFlight.Remove(outcome.Request);
        if (outcome.Response is not null)
        {
            outcome.Broker.Answers.Add(nowMs - outcome.Request.SentMs, outcome.Request.IsAlone, _accumulator.Memory.IsExhausted);
        }

        foreach ((PartitionAccumulator partition, ProducerBatch batch) in outcome.Request.Batches)
        {
            partition.Sending.InFlight.Remove(batch.Order);
            ProduceResponse.Partition? answer = Find(outcome.Response, partition.Partition);
            if (outcome.Failure is { } failure)
            {
                HandleFailure(outcome.Broker, partition, batch, failure, nowMs);
            }
            else if (_options.Acks == Acks.None)
            {
                Succeed(partition, batch, -1, -1);
            }
            else if (answer is null)
            {
                HandleFailure(outcome.Broker, partition, batch, Unanswered(partition.Partition), nowMs);
            }
            else if (answer.ErrorCode is ErrorCode.None or ErrorCode.DuplicateSequenceNumber)
            {
                Succeed(partition, batch, answer.ErrorCode == ErrorCode.None ? answer.BaseOffset : -1, answer.LogAppendTimeMs);
            }
            else
            {
                HandleFailure(outcome.Broker, partition, batch, Refused(partition.Partition, answer), nowMs);
            }
        }
    }

    private void Succeed(PartitionAccumulator partition, ProducerBatch batch, long baseOffset, long logAppendTimeMs)
    {
        partition.Sending.IsEstablished |= batch.Identity == partition.Sending.Identity;
        partition.Sending.Failures = 0;
        partition.Sending.NotBeforeMs = 0;
        partition.Sending.Suspect = null;
        _accumulator.Succeeded(batch, baseOffset, logAppendTimeMs);
    }

    private void HandleFailure(
        BrokerSendState broker, PartitionAccumulator partition, ProducerBatch batch, RaftLogException failure, long nowMs)
    {
        PartitionSendState sending = partition.Sending;
        bool retry = failure.IsRetriable || (_options.EnableIdempotence && MayRetrySequence(sending, batch, failure.ErrorCode));
        if (!retry)
        {
            GiveUp(partition, batch, failure);
            return;
        }

        ClientLog.ProduceRetried(_cluster.Logger, partition.Partition, failure.ErrorCode);
        sending.Retries.Add(batch.Order, batch);
        sending.Failures++;
        sending.NotBeforeMs = nowMs + (long)_cluster.Backoff.After(sending.Failures).TotalMilliseconds;
        if (failure.ErrorCode.NeedsMetadataRefresh() || failure.ErrorCode == ErrorCode.RequestTimedOut)
        {
            // The wait ends early once the metadata names another leader (HeldUntil), so that it never outlasts an election by much.
            PartitionMetadata leader = _cluster.Metadata.Current.Leader(partition.Partition);
            sending.Suspect = leader with { Leader = broker.BrokerId };
            _metadataPoll.Request();
        }
    }

    /// <summary>Whether an error about sequences or identity heals by sending again, and what has to happen before (KIP-360).</summary>
    private bool MayRetrySequence(PartitionSendState sending, ProducerBatch batch, ErrorCode error)
    {
        if (Transactions is not null && TransactionErrors.IsOfIdentity(error))
        {
            return false; // The coordinator hands out identities, and only between transactions.
        }

        switch (error)
        {
            case ErrorCode.OutOfOrderSequenceNumber:
                // Behind a batch that is still unresolved this is expected. Otherwise the leader has lost count of us.
                bool isFirst = (sending.InFlight.Count == 0 || sending.InFlight.Keys[0] > batch.Order)
                    && (sending.Retries.Count == 0 || sending.Retries.Keys[0] > batch.Order);
                sending.LeaderLostCount |= isFirst && sending.Identity == batch.Identity;
                return Transactions is null || !isFirst;
            case ErrorCode.UnknownProducerId:
            case ErrorCode.InvalidProducerEpoch:
            case ErrorCode.InvalidProducerIdMapping:
            case ErrorCode.ProducerFenced:
                sending.LeaderLostCount = true;
                _identities.Discard(batch.Identity);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Makes the partition's sequence ready to send under; false while there is no identity yet.</summary>
    private bool PrepareSequence(PartitionAccumulator partition)
    {
        PartitionSendState sending = partition.Sending;
        if (!_options.EnableIdempotence)
        {
            return true;
        }

        if (Transactions is { } transactions)
        {
            TakeOver(sending, transactions.Session.Identity);
            return transactions.Adding.MaySend(partition.Partition);
        }

        if (sending.MustBeginAnew && sending.Identity == _identities.Current)
        {
            _identities.BumpEpoch();
        }

        if (!_identities.Current.IsSome)
        {
            _identities.Request();
            return false;
        }

        TakeOver(sending, _identities.Current);
        return true;
    }

    private static void TakeOver(PartitionSendState sending, ProducerIdentity identity)
    {
        // Only between batches: what waits to be sent again keeps the sequence that it may already have in the log.
        bool mayChange = sending.InFlight.Count == 0 && (sending.MustBeginAnew || sending.Retries.Count == 0);
        if (sending.Identity != identity && mayChange)
        {
            sending.BeginSequence(identity);
        }
    }

    /// <summary>Gives up what is not under way, because its transaction will not be committed.</summary>
    private void Drop(PartitionAccumulator partition)
    {
        PartitionSendState sending = partition.Sending;
        while (sending.Retries.Count > 0)
        {
            ProducerBatch unsettled = sending.Retries.Values[0];
            sending.Retries.RemoveAt(0);
            GiveUp(partition, unsettled, Transactions!.Session.DropReason(partition.Partition));
        }

        while (partition.Take() is { } waiting)
        {
            _accumulator.Failed(waiting, Transactions!.Session.DropReason(partition.Partition));
        }
    }

    private void Expire(PartitionAccumulator partition, long nowMs)
    {
        long oldestMs = nowMs - (long)_options.DeliveryTimeout.TotalMilliseconds;
        PartitionSendState sending = partition.Sending;
        while (sending.Retries.Count > 0 && sending.Retries.Values[0].CreatedMs <= oldestMs)
        {
            ProducerBatch late = sending.Retries.Values[0];
            sending.Retries.RemoveAt(0);
            GiveUp(partition, late, TooLate(partition.Partition));
        }

        while (sending.Retries.Count == 0 && partition.TryPeek(out _, out long createdMs) && createdMs <= oldestMs && partition.Take() is { } late)
        {
            GiveUp(partition, late, TooLate(partition.Partition));
        }
    }

    private void GiveUp(PartitionAccumulator partition, ProducerBatch batch, RaftLogException failure)
    {
        partition.Sending.HasHole |= _options.EnableIdempotence && batch.Attempts > 0;
        Transactions?.Session.Fail(failure, TransactionErrors.IsFatalOfPartition(failure.ErrorCode), needsNewEpoch: batch.Attempts > 0);
        ClientLog.ProduceFailed(_cluster.Logger, partition.Partition, batch.Count, failure.Message);
        _accumulator.Failed(batch, failure);
    }

    private void FailEverything()
    {
        _accumulator.Close();
        foreach (PartitionAccumulator partition in _accumulator.Partitions)
        {
            PartitionSendState sending = partition.Sending;
            ProducerBatch[] left = [.. sending.InFlight.Values, .. sending.Retries.Values];
            sending.InFlight.Clear();
            sending.Retries.Clear();
            foreach (ProducerBatch batch in left)
            {
                _accumulator.Failed(batch, Closed(partition.Partition));
            }

            while (partition.Take() is { } waiting)
            {
                _accumulator.Failed(waiting, Closed(partition.Partition));
            }
        }
    }

    private static ProduceResponse.Partition? Find(ProduceResponse? response, TopicPartition partition)
    {
        if (response is not null)
        {
            foreach (ProduceResponse.Topic topic in response.Responses)
            {
                if (topic.Name == partition.Topic && topic.PartitionResponses.Find(answer => answer.Index == partition.Partition) is { } found)
                {
                    return found;
                }
            }
        }

        return null;
    }

    private static RaftLogException Unanswered(TopicPartition partition) =>
        new(ErrorCode.NetworkException, $"The broker's answer leaves {partition} out.", partition);

    private static RaftLogException Refused(TopicPartition partition, ProduceResponse.Partition answer) =>
        new(
            answer.ErrorCode,
            $"{partition} refused a batch with {answer.ErrorCode.KafkaName()}{(answer.ErrorMessage is { } text ? $": {text}" : "")}.{Advice(answer.ErrorCode)}",
            partition);

    private static string Advice(ErrorCode error) => error switch
    {
        ErrorCode.MessageTooLarge => " Send smaller records or batches (BatchBytes), or raise max.message.bytes of the topic.",
        ErrorCode.TopicAuthorizationFailed => " This client may not write to the topic.",
        ErrorCode.InvalidRecord => " The broker does not accept a record as it is.",
        _ => "",
    };

    private RaftLogException TooLate(TopicPartition partition)
    {
        string reason = partition.Partition >= 0 && _cluster.Metadata.Current.Leader(partition).Leader < 0
            ? "the partition has no leader"
            : "its leader did not acknowledge them";
        return new RaftLogException(
            ErrorCode.RequestTimedOut, $"Records for {partition} were given up after DeliveryTimeout = {_options.DeliveryTimeout}: {reason}.", partition);
    }

    private static RaftLogException Closed(TopicPartition partition) =>
        new(ErrorCode.NetworkException, $"The producer was closed before records for {partition} were acknowledged; flush before closing.", partition);
}
