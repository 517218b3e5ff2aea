using RaftLog.Client.Network;

namespace RaftLog.Client;

/// <summary>
/// How far sending to one partition has come; touched by the sender's loop only. What keeps the order: batches are numbered when they
/// are first sent, and while one waits to be sent again, nothing that was numbered later goes out before it.
/// </summary>
internal sealed class PartitionSendState
{
    /// <summary>
    /// How many of a producer's last batches a leader knows again when they are repeated. Once that many others are behind an unresolved one,
    /// acknowledged or not, its repetition is refused as out of order although it is in the log; sent again under another epoch, it would be
    /// there twice.
    /// </summary>
    private const int KnownAgain = 5;

    private long _nextOrder;

    /// <summary>Batches that are under way, by <see cref="ProducerBatch.Order"/>.</summary>
    public SortedList<long, ProducerBatch> InFlight { get; } = [];

    /// <summary>Batches that came back and are to be sent again, by <see cref="ProducerBatch.Order"/>.</summary>
    public SortedList<long, ProducerBatch> Retries { get; } = [];

    /// <summary>The identity that <see cref="NextSequence"/> counts under; it changes only while nothing is under way.</summary>
    public ProducerIdentity Identity { get; private set; } = ProducerIdentity.None;

    public int NextSequence { get; private set; }

    /// <summary>Where the last batch went; null before the first.</summary>
    public BrokerSendState? LastBroker { get; set; }

    /// <summary>Nothing is sent before this time, on the monotonic clock.</summary>
    public long NotBeforeMs { get; set; }

    /// <summary>Failures in a row.</summary>
    public int Failures { get; set; }

    /// <summary>Whether a numbered batch was given up: whether it is in the log is unknown, and so is the sequence that the leader expects next.</summary>
    public bool HasHole { get; set; }

    /// <summary>Whether the leader counts otherwise; what waits to be sent again is not in the log then.</summary>
    public bool LeaderLostCount { get; set; }

    /// <summary>
    /// Whether the sequence has come to its end. Sending then pauses until nothing is under way, and begins anew at sequence 0 under another epoch; the
    /// leader would refuse everything else. Behind a hole, what was sent before is first sent again under its old sequence: it may be in the log, and under
    /// another one it would be there twice.
    /// </summary>
    public bool MustBeginAnew => LeaderLostCount || (HasHole && Retries.Count == 0);

    /// <summary>The leader that failed last, as the metadata had it; null after a success.</summary>
    public PartitionMetadata? Suspect { get; set; }

    /// <summary>
    /// Whether the leader has acknowledged a batch of this sequence. Until then only one is under way: of a producer that it does not know,
    /// a leader accepts any first sequence, and so would take the second batch after the first one has failed.
    /// </summary>
    public bool IsEstablished { get; set; }

    /// <summary>
    /// Whether the next batch of the partition may be sent, as far as order is concerned. Counted over all brokers: after a change of leader
    /// batches may still be under way to the old one, while the new one acknowledges what follows them.
    /// </summary>
    public bool MaySend(bool idempotent) =>
        InFlight.Count == 0
        || (idempotent && IsEstablished && Retries.Count == 0 && !MustBeginAnew && _nextOrder - InFlight.Keys[0] < KnownAgain);

    /// <summary>Notes that the batch goes out, with the next sequence if it goes for the first time.</summary>
    public void Sent(ProducerBatch batch, bool idempotent)
    {
        if (batch.Order < 0)
        {
            batch.Order = _nextOrder++;
            if (idempotent)
            {
                Number(batch);
            }
        }

        batch.Attempts++;
        Retries.Remove(batch.Order);
        InFlight.Add(batch.Order, batch);
    }

    /// <summary>Begins at sequence 0 under <paramref name="identity"/>; what waits to be sent again is renumbered.</summary>
    public void BeginSequence(ProducerIdentity identity)
    {
        Model.Invariant.Require(InFlight.Count == 0);
        Identity = identity;
        NextSequence = 0;
        HasHole = false;
        LeaderLostCount = false;
        IsEstablished = false;
        foreach (ProducerBatch batch in Retries.Values)
        {
            Number(batch);
        }
    }

    private void Number(ProducerBatch batch)
    {
        batch.SetSequence(Identity, NextSequence);
        NextSequence = Model.RecordBatch.AddSequence(NextSequence, batch.Count);
    }
}
