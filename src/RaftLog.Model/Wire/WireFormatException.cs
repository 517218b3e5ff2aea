namespace RaftLog.Model.Wire;

/// <summary>
/// Bytes that are no valid encoding of what was to be read, or a value that the version asked for cannot carry. It is the only exception
/// that reading throws, whatever the bytes are.
/// </summary>
public sealed class WireFormatException : Exception
{
    /// <summary>Makes the exception with a text for the log and the place it is about.</summary>
    /// <param name="message">What was found and what was expected.</param>
    /// <param name="position">Bytes from the beginning of the message to the place where reading or writing stopped.</param>
    public WireFormatException(string message, long position)
        : base($"{message} (at byte {position})") =>
        Position = position;

    /// <summary>Bytes from the beginning of the message to the place where reading or writing stopped.</summary>
    public long Position { get; }
}
