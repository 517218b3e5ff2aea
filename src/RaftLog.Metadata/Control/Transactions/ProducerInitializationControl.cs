using RaftLog.Model;

namespace RaftLog.Metadata;

/// <summary>Gives a transactional id to a producer (InitProducerId), and takes it from whoever had it.</summary>
internal static class ProducerInitializationControl
{
    /// <summary>Gives producer id and epoch. While a transaction is open or ends, <see cref="ErrorCode.ConcurrentTransactions"/>: it is aborted first.</summary>
    public static ControlResult<InitializeProducerResult> Initialize(
        MetadataImage image, InitializeProducerCommand command, ConfigResolver configs, DateTimeOffset now)
    {
        long nowMs = now.ToUnixTimeMilliseconds();
        var error = ProblemWith(image, command, configs);
        if (error != ErrorCode.None)
        {
            return Refused(error);
        }

        if (!image.Transactions.TryGet(command.TransactionalId, out var transaction))
        {
            return Given(New(command, image.NextProducerId, nowMs), image.NextProducerId);
        }

        error = ProblemWithClaim(transaction, command);
        return error != ErrorCode.None ? Refused(error)
            : transaction.State == TransactionState.Ongoing ? AbortFirst(transaction, nowMs)
            : GoOn(transaction, command, image.NextProducerId, nowMs);
    }

    private static bool IsFirst(InitializeProducerCommand command) => command.ProducerId == TransactionImage.NoProducerId;

    private static ErrorCode ProblemWith(MetadataImage image, InitializeProducerCommand command, ConfigResolver configs)
    {
        // Both or none: a producer that goes on says what it had.
        if (command.TransactionalId.Length == 0 || IsFirst(command) != (command.ProducerEpoch == TransactionImage.NoEpoch))
        {
            return ErrorCode.InvalidRequest;
        }

        return command.TransactionTimeoutMs <= 0 || command.TransactionTimeoutMs > configs.BrokerInt(image, BrokerConfigNames.TransactionMaxTimeoutMs)
            ? ErrorCode.InvalidTransactionTimeout
            : ErrorCode.None;
    }

    private static ErrorCode ProblemWithClaim(TransactionImage transaction, InitializeProducerCommand command)
    {
        // The claim of one that was told to go on under the next id can be looked at when that id is in force.
        if (transaction.IsEnding && (IsFirst(command) || command.ProducerId == transaction.NextProducerId))
        {
            return ErrorCode.ConcurrentTransactions;
        }

        if (!IsFirst(command) && !IsOwn(transaction, command))
        {
            return ErrorCode.ProducerFenced;
        }

        if (transaction.IsEnding)
        {
            return ErrorCode.ConcurrentTransactions;
        }

        return IsFirst(command) || IsCurrent(transaction, command) || IsRepetition(transaction, command) ? ErrorCode.None : ErrorCode.ProducerFenced;
    }

    private static bool IsOwn(TransactionImage transaction, InitializeProducerCommand command) =>
        command.ProducerId == transaction.ProducerId
        || (command.ProducerId == transaction.PreviousProducerId && TransactionTransitions.IsExhausted(command.ProducerEpoch));

    private static bool IsCurrent(TransactionImage transaction, InitializeProducerCommand command) =>
        command.ProducerId == transaction.ProducerId && command.ProducerEpoch == transaction.ProducerEpoch;

    // The same request was carried out already and its answer lost: nobody else has come since, or there would be no last epoch.
    private static bool IsRepetition(TransactionImage transaction, InitializeProducerCommand command) =>
        transaction.State != TransactionState.Ongoing && command.ProducerEpoch == transaction.LastProducerEpoch;

    private static TransactionImage New(InitializeProducerCommand command, long producerId, long nowMs) => new()
    {
        TransactionalId = command.TransactionalId,
        ProducerId = producerId,
        ProducerEpoch = 0,
        TimeoutMs = command.TransactionTimeoutMs,
        UpdateTimestampMs = nowMs,
    };

    // The epoch of the abort is given to nobody: the client asks again and gets one above it.
    private static ControlResult<InitializeProducerResult> AbortFirst(TransactionImage transaction, long nowMs) =>
        new([TransactionRecord.Of(TransactionTransitions.Fenced(transaction, nowMs))], new InitializeProducerResult { Error = ErrorCode.ConcurrentTransactions });

    private static ControlResult<InitializeProducerResult> GoOn(
        TransactionImage transaction, InitializeProducerCommand command, long nextProducerId, long nowMs)
    {
        var next = transaction with
        {
            State = TransactionState.Empty,
            TimeoutMs = command.TransactionTimeoutMs,
            StartTimestampMs = -1,
            UpdateTimestampMs = nowMs,
        };
        bool isFirst = IsFirst(command);
        if (!isFirst && !IsCurrent(transaction, command))
        {
            return Given(next, nextProducerId);
        }

        short last = isFirst ? TransactionImage.NoEpoch : transaction.ProducerEpoch;
        return TransactionTransitions.IsExhausted(transaction.ProducerEpoch)
            ? Given(next with { ProducerId = nextProducerId, ProducerEpoch = 0, PreviousProducerId = transaction.ProducerId, LastProducerEpoch = last }, nextProducerId)
            : Given(next with { ProducerEpoch = (short)(transaction.ProducerEpoch + 1), LastProducerEpoch = last }, nextProducerId);
    }

    private static ControlResult<InitializeProducerResult> Given(TransactionImage transaction, long nextProducerId)
    {
        var record = TransactionRecord.Of(transaction);
        return new ControlResult<InitializeProducerResult>(
            transaction.ProducerId == nextProducerId ? [new ProducerIdsRecord { NextProducerId = nextProducerId + 1 }, record] : [record],
            new InitializeProducerResult { ProducerId = transaction.ProducerId, ProducerEpoch = transaction.ProducerEpoch });
    }

    private static ControlResult<InitializeProducerResult> Refused(ErrorCode error) => new(new InitializeProducerResult { Error = error });
}
