using System.Buffers;

namespace RaftLog.Model.Wire;

/// <summary>An output that can also take large fields as they lie in memory, between the bytes that are written into it.</summary>
public interface IPayloadOutput : IBufferWriter<byte>
{
    /// <summary>Takes <paramref name="payload"/> by reference as what comes next; the bytes stay as they are until they are written.</summary>
    /// <returns>False when they are to be copied.</returns>
    bool TryTake(in ReadOnlySequence<byte> payload);
}
