namespace RaftLog.Client;

/// <summary>The type of keys (or values) that are never there.</summary>
public readonly record struct Null;
