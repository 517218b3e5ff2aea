using System.Text.RegularExpressions;
using RaftLog.Broker.Network;
using RaftLog.Broker.Transactions;
using RaftLog.Metadata;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Handlers;

/// <summary>ListTransactions (KIP-664): on the coordinator all that pass the filters, on other brokers none; tools ask every broker.</summary>
internal sealed class ListTransactionsHandler(ClusterView cluster, TransactionCoordinator transactions, TimeProvider time)
    : ReplyHandler<ListTransactionsRequest, ListTransactionsResponse>(0, 2)
{
    // Kafka's names; nothing here is ever in the last two.
    private static readonly HashSet<string> KnownStates = [.. Enum.GetNames<TransactionState>(), "Dead", "PrepareEpochFence"];

    protected override ValueTask<ListTransactionsResponse> HandleAsync(ListTransactionsRequest request, RequestContext context)
    {
        var response = new ListTransactionsResponse { UnknownStateFilters = [.. request.StateFilters.Where(state => !KnownStates.Contains(state))] };
        if (!TryPattern(request.TransactionalIdPattern, out var pattern))
        {
            return ValueTask.FromResult(new ListTransactionsResponse { ErrorCode = ErrorCode.InvalidRegularExpression });
        }

        if (transactions.IsActive)
        {
            long nowMs = time.GetUtcNow().ToUnixTimeMilliseconds();
            response.TransactionStates.AddRange(cluster.Image.Transactions.ById.Values
                .Where(transaction => IsWanted(request, transaction, pattern, nowMs))
                .Select(transaction => new ListTransactionsResponse.Transaction
                {
                    TransactionalId = transaction.TransactionalId,
                    ProducerId = transaction.ProducerId,
                    TransactionState = transaction.State.ToString(),
                }));
        }

        return ValueTask.FromResult(response);
    }

    private static bool IsWanted(ListTransactionsRequest request, TransactionImage transaction, Regex? pattern, long nowMs) =>
        (request.StateFilters.Count == 0 || request.StateFilters.Contains(transaction.State.ToString()))
        && (request.ProducerIdFilters.Count == 0 || request.ProducerIdFilters.Contains(transaction.ProducerId))
        && (request.DurationFilter < 0 || (IsOpen(transaction) && nowMs - transaction.StartTimestampMs > request.DurationFilter))
        && pattern?.IsMatch(transaction.TransactionalId) != false;

    private static bool IsOpen(TransactionImage transaction) => transaction.State == TransactionState.Ongoing || transaction.IsEnding;

    // Without backtracking, so that no pattern takes longer than its text.
    private static bool TryPattern(string? text, out Regex? pattern)
    {
        pattern = null;
        if (string.IsNullOrEmpty(text))
        {
            return true;
        }

        try
        {
            pattern = new Regex($@"\A(?:{text})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            return true;
        }
        catch (Exception refusal) when (refusal is ArgumentException or NotSupportedException)
        {
            return false;
        }
    }
}
