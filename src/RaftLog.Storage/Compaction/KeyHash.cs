namespace RaftLog.Storage;

/// <summary>128 bits that stand for a key; <see cref="KeyHasher"/> makes them.</summary>
internal readonly record struct KeyHash(ulong High, ulong Low);
