using System.Collections.Concurrent;

namespace RaftLog.Broker.Handlers;

/// <summary>Keeps some <see cref="FetchedRecords"/> that nobody uses at present. Thread-safe.</summary>
internal sealed class FetchedRecordsPool
{
    // About as many fetches as find something at the same time; those that wait are not worth it.
    private const int Kept = 64;

    private readonly ConcurrentQueue<FetchedRecords> _free = new();

    /// <summary>Takes an empty one; whoever has it disposes of it once.</summary>
    public FetchedRecords Rent() => _free.TryDequeue(out var records) ? records.Reuse() : new FetchedRecords(this);

    /// <summary>Takes one back.</summary>
    public void Return(FetchedRecords records)
    {
        if (_free.Count < Kept)
        {
            _free.Enqueue(records);
        }
    }
}
