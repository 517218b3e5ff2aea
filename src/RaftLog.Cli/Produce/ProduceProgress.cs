namespace RaftLog.Cli.Produce;

/// <summary>How far producing is. Written by one task, read by the progress bar.</summary>
internal sealed class ProduceProgress
{
    private long _records;
    private long _bytes;

    public long Records => Volatile.Read(ref _records);

    /// <summary>The bytes of the lines, without their ends.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>The bytes read from the file.</summary>
    public long BytesRead => Bytes + Records;

    public void Add(int lineLength)
    {
        Volatile.Write(ref _records, _records + 1);
        Volatile.Write(ref _bytes, _bytes + lineLength);
    }
}
