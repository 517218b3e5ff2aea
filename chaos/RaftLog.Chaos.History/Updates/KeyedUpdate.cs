namespace RaftLog.Chaos.History;

/// <summary>One update of a key: the last value of the key, or its end.</summary>
/// <param name="Key">The number of the key among those of its worker.</param>
/// <param name="Version">The number of the update among those of its worker.</param>
/// <param name="IsDeletion">Whether it is a tombstone.</param>
public readonly record struct KeyedUpdate(int Key, long Version, bool IsDeletion);
