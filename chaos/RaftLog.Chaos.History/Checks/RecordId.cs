namespace RaftLog.Chaos.History;

/// <summary>
/// A <see cref="RecordName"/> in 8 bytes: the producer's number in the table of producers above, the sequence number below. 0 stands for
/// "no record here", producer 0 for something that is no record of the workload.
/// </summary>
internal readonly record struct RecordId(long Value)
{
    private const int SequenceBits = 44;

    public static readonly RecordId None = new(0);

    /// <summary>Something that no producer of the workload writes.</summary>
    public static readonly RecordId Strange = new(1);

    public static RecordId Of(int producer, long sequence)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(producer);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(sequence, 1L << SequenceBits);
        return new RecordId(((long)producer << SequenceBits) | sequence);
    }

    public bool IsNone => Value == 0;

    public bool IsStrange => this == Strange;

    public int Producer => (int)(Value >> SequenceBits);

    public long Sequence => Value & ((1L << SequenceBits) - 1);
}
