namespace RaftLog.Simulator.Checks.Durability;

/// <summary>A frame that does not match its checksum.</summary>
/// <param name="Path">The segment file.</param>
/// <param name="Position">Where it begins there.</param>
/// <param name="Bytes">As it stands there.</param>
internal sealed record UnsoundFrame(string Path, long Position, byte[] Bytes);
