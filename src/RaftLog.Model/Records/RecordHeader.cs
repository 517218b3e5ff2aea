namespace RaftLog.Model;

/// <summary>A header of a record. Keys may repeat, and their order is kept.</summary>
/// <param name="Key">The name.</param>
/// <param name="Value">The bytes; null and empty are different.</param>
public readonly record struct RecordHeader(string Key, ReadOnlyMemory<byte>? Value);
