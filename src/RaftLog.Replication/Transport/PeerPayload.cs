using RaftLog.Model;

namespace RaftLog.Replication;

/// <summary>Bytes in a shared buffer; stands for one reference to it.</summary>
/// <param name="Owner">The buffer.</param>
/// <param name="Start">Where the bytes begin in it.</param>
/// <param name="Length">How many they are.</param>
public readonly record struct PeerPayload(PooledBuffer Owner, int Start, int Length)
{
    /// <summary>The bytes; valid as long as the reference is held.</summary>
    public ReadOnlyMemory<byte> Memory => Owner.Memory.Slice(Start, Length);
}
