using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>Some bytes of a reference-counted buffer. Whoever holds the slice holds one reference of <paramref name="Buffer"/>.</summary>
/// <param name="Buffer">The buffer that keeps the bytes alive.</param>
/// <param name="Start">Where the bytes begin in it.</param>
/// <param name="Length">How many there are.</param>
public readonly record struct LogSlice(PooledBuffer Buffer, int Start, int Length)
{
    /// <summary>The bytes; valid until the reference is released.</summary>
    public ReadOnlyMemory<byte> Memory => Buffer.Memory.Slice(Start, Length);
}
