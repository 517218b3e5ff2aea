using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using RaftLog.Metadata;

namespace RaftLog.Broker.Transactions;

/// <summary>Tells the controller which transactions are complete: one request under way, which takes all there are by then. The coordinator's loop uses it.</summary>
internal sealed class CompletionReporter(
    TransactionCoordinatorOptions options, ControllerClient controller, TimeProvider time, ILogger logger, Action wake)
{
    private readonly ConcurrentQueue<(List<EndingTransaction> Told, bool IsDone)> _returned = new();
    private readonly RetryLane _lane = new(options, time);

    /// <summary>Completes when nothing is under way any more.</summary>
    public Task Drained { get; private set; } = Task.CompletedTask;

    /// <summary>How long until it may be tried again; null while it is being tried.</summary>
    public TimeSpan? Wait => _lane.Wait;

    /// <summary>Takes in what came back since the last time.</summary>
    public void TakeIn()
    {
        while (_returned.TryDequeue(out var returned))
        {
            // The image says which of them are complete, whatever the answer; the others are told again.
            returned.Told.ForEach(transaction => transaction.IsCompleting = returned.IsDone);
            _lane.End(returned.IsDone, !returned.IsDone);
        }
    }

    /// <summary>Tells of these, if it may be tried now.</summary>
    public void Report(EndingTransactions ending, Term coordinator, CancellationToken stopping)
    {
        var told = _lane.IsFree ? ending.Told(options.MaxMarkersPerRequest) : [];
        if (told.Count > 0)
        {
            _lane.Begin();
            told.ForEach(transaction => transaction.IsCompleting = true);
            Drained = ReportAsync(told, coordinator, stopping);
        }
    }

    private async Task ReportAsync(List<EndingTransaction> told, Term coordinator, CancellationToken stopping)
    {
        bool isDone = false;
        try
        {
            var command = new CompleteTransactionsCommand
            {
                CoordinatorTerm = coordinator.Value,
                Transactions = told.ConvertAll(transaction => transaction.ToEnded()),
            };
            isDone = (await controller.CompleteTransactionsAsync(command, options.RequestTimeout, stopping)).IsSuccess;
        }
        catch (OperationCanceledException)
        {
            // Stopping: the next coordinator finds them in the image.
        }
#pragma warning disable CA1031 // Whatever one try met, the next one must come, or the transactions would stay open for good.
        catch (Exception defect)
#pragma warning restore CA1031
        {
            BrokerLog.CompletionReportFailed(logger, defect);
        }

        _returned.Enqueue((told, isDone));
        wake();
    }
}
