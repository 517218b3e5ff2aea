namespace RaftLog.Model;

/// <summary>Where the fields of a record stand among the records of its batch.</summary>
/// <param name="Start">Its first byte behind the length.</param>
/// <param name="TailStart">Behind the timestamp delta.</param>
/// <param name="KeyStart">The key's first byte.</param>
/// <param name="KeyLength">The key's length; -1 for null.</param>
/// <param name="ValueStart">The value's first byte.</param>
/// <param name="ValueLength">The value's length; -1 for null.</param>
/// <param name="HeadersStart">Behind the number of headers.</param>
/// <param name="HeaderCount">The number of headers.</param>
/// <param name="End">Behind its last byte.</param>
internal readonly record struct RecordLayout(
    int Start, int TailStart, int KeyStart, int KeyLength, int ValueStart, int ValueLength, int HeadersStart, int HeaderCount, int End);
