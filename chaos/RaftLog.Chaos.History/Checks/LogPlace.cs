namespace RaftLog.Chaos.History;

/// <summary>A partition and an offset in 8 bytes; the default value stands for none.</summary>
internal readonly record struct LogPlace
{
    private const int OffsetBits = 44;

    // The partition counted from 1 above, the offset counted from 1 below, so that 0 is no place and an offset of -1 has room.
    private readonly long _value;

    public LogPlace(int partition, long offset) => _value = ((partition + 1L) << OffsetBits) | (offset + 1);

    public bool IsNone => _value == 0;

    public int Partition => (int)(_value >> OffsetBits) - 1;

    /// <summary>The offset; -1 when only the partition is known.</summary>
    public long Offset => (_value & ((1L << OffsetBits) - 1)) - 1;

    public override string ToString() => Offset < 0 ? $"partition {Partition}" : $"partition {Partition}, offset {Offset}";
}
