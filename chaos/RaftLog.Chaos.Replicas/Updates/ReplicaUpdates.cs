namespace RaftLog.Chaos.Replicas;

/// <summary>What a stopped broker has of a compacted topic on its disk.</summary>
/// <param name="Broker">The broker.</param>
/// <param name="Last">The last value of each key, null for a tombstone; by the text of the key.</param>
/// <param name="Records">The records in its files.</param>
/// <param name="Bytes">The bytes of all files of these replicas.</param>
/// <param name="Problems">What is damaged, out of order or does not belong there, in words; empty when all is well.</param>
public sealed record ReplicaUpdates(
    int Broker, IReadOnlyDictionary<string, byte[]?> Last, long Records, long Bytes, IReadOnlyList<string> Problems);
