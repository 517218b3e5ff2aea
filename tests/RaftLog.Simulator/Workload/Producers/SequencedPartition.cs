using RaftLog.Simulator.Workload.Records;

namespace RaftLog.Simulator.Workload.Producers;

/// <summary>
/// How far an idempotent producer has come in one partition. Batches are numbered when they are made; while one waits to be sent again,
/// nothing that was numbered later goes out, and until one was acknowledged only one is under way: of a producer that it does not know, a
/// leader takes any first sequence.
/// </summary>
internal sealed class SequencedPartition(int number, ProducerSession session)
{
    private const int NoBatch = int.MaxValue;

    private readonly SortedList<int, SentBatch> _inFlight = [];
    private readonly SortedList<int, SentBatch> _retries = [];

    public int Number { get; } = number;

    public ProducerSession Session { get; } = session;

    public int NextSequence { get; private set; }

    public bool IsEstablished { get; private set; }

    public bool HasRetries => _retries.Count > 0;

    public bool IsIdle => _inFlight.Count == 0 && _retries.Count == 0;

    public bool MaySend(int maxInFlight) =>
        _inFlight.Count == 0 || (IsEstablished && _retries.Count == 0 && _inFlight.Count < maxInFlight);

    /// <summary>Takes the batch that is to be sent again next.</summary>
    public (int Sequence, SentBatch Batch) TakeRetry()
    {
        var next = (_retries.Keys[0], _retries.Values[0]);
        _retries.RemoveAt(0);
        _inFlight.Add(next.Item1, next.Item2);
        return next;
    }

    /// <summary>Takes a new batch, which begins at <see cref="NextSequence"/>.</summary>
    public int Take(SentBatch batch)
    {
        int sequence = NextSequence;
        NextSequence += batch.Values.Count;
        _inFlight.Add(sequence, batch);
        Session.Batches.Add(batch);
        return sequence;
    }

    public void Succeeded(int sequence)
    {
        IsEstablished = true;
        _inFlight.Remove(sequence);
    }

    public void Failed(int sequence, SentBatch batch)
    {
        _inFlight.Remove(sequence);
        _retries.Add(sequence, batch);
    }

    /// <summary>Whether all before it is acknowledged.</summary>
    public bool IsFirst(int sequence) => sequence <= Math.Min(FirstOf(_inFlight), FirstOf(_retries));

    private static int FirstOf(SortedList<int, SentBatch> batches) => batches.Count > 0 ? batches.Keys[0] : NoBatch;
}
