namespace RaftLog.Chaos.History;

/// <summary>The records of one producer by their sequence numbers: what it was told of each, and where the log has it.</summary>
internal sealed class ProducerRecords(int number, string name)
{
    private const int FirstCapacity = 1024;

    private Outcome[] _outcomes = new Outcome[FirstCapacity];
    private LogPlace[] _acknowledged = new LogPlace[FirstCapacity];
    private LogPlace[] _found = new LogPlace[FirstCapacity];

    /// <summary>Its number in the table of producers.</summary>
    public int Number => number;

    public string Name => name;

    /// <summary>Whether the brokers promised to keep each record at most once and in order.</summary>
    public bool Idempotent { get; set; }

    /// <summary>Sequence numbers below this were sent.</summary>
    public long Sent { get; private set; }

    public void AddSent(long first, int count)
    {
        Sent = Math.Max(Sent, first + count);
        Reserve(Sent);
    }

    public void SetOutcome(long sequence, Outcome outcome, LogPlace acknowledged = default)
    {
        Reserve(sequence + 1);
        _outcomes[sequence] = outcome;
        _acknowledged[sequence] = acknowledged;
    }

    /// <summary>Notes where the log has a record; of several places the first counts.</summary>
    public void Find(long sequence, LogPlace place)
    {
        Reserve(sequence + 1);
        if (_found[sequence].IsNone)
        {
            _found[sequence] = place;
        }
    }

    /// <summary>What the producer was told; <see cref="Outcome.Unknown"/> also where it was told nothing.</summary>
    public Outcome OutcomeOf(long sequence) => sequence < _outcomes.Length ? _outcomes[sequence] : Outcome.Unknown;

    /// <summary>Where the acknowledgement said that the record is.</summary>
    public LogPlace AcknowledgedAt(long sequence) => sequence < _acknowledged.Length ? _acknowledged[sequence] : default;

    /// <summary>Where the log has the record first; none when it does not have it.</summary>
    public LogPlace FoundAt(long sequence) => sequence < _found.Length ? _found[sequence] : default;

    private void Reserve(long count)
    {
        if (count > _outcomes.Length)
        {
            int capacity = checked((int)Math.Max(count, 2L * _outcomes.Length));
            Array.Resize(ref _outcomes, capacity);
            Array.Resize(ref _acknowledged, capacity);
            Array.Resize(ref _found, capacity);
        }
    }
}
