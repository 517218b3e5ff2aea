namespace RaftLog.Storage;

/// <summary>What is wrong with a frame. A value, because a torn tail and a bad peer are expected.</summary>
public enum FrameProblem
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The bytes end inside the frame.</summary>
    Truncated,

    /// <summary>The header's checksum does not match.</summary>
    HeaderChecksum,

    /// <summary>The header's checksum matches, but a field has a value that no writer gives it.</summary>
    HeaderFields,

    /// <summary>The index, the base offset or the term does not follow the frame before.</summary>
    Sequence,

    /// <summary>The payload of a kind other than data does not match its checksum.</summary>
    PayloadChecksum,

    /// <summary>The record batch is malformed, or its checksum does not match.</summary>
    Batch,

    /// <summary>Base offset, length or leader epoch of the record batch differ from the frame header.</summary>
    BatchDiffersFromHeader,
}
