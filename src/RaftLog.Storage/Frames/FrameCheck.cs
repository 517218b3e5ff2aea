using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>Checks frames that come from a peer or from a file.</summary>
public static class FrameCheck
{
    /// <summary>Checks one whole frame: header, and payload against the header and against its own checksum.</summary>
    public static FrameProblem Check(ReadOnlySpan<byte> frame, out FrameHeader header) => throw new NotImplementedException();

    /// <summary>
    /// Checks that <paramref name="frames"/> are whole, valid frames that begin at index <paramref name="first"/> and follow each other in index,
    /// offset and term. Whether the first one fits the log's end, the log itself asserts.
    /// </summary>
    /// <param name="frames">The bytes of all frames.</param>
    /// <param name="first">The index that the first one must have.</param>
    /// <param name="last">The header of the last valid frame.</param>
    public static FrameProblem CheckAll(ReadOnlySpan<byte> frames, LogIndex first, out FrameHeader last) => throw new NotImplementedException();
}
