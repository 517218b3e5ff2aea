namespace RaftLog.Model.Wire;

/// <summary>What can be written in the versioned encoding.</summary>
public interface IWireWritable
{
    /// <summary>Appends the encoding in <paramref name="version"/>.</summary>
    /// <exception cref="WireFormatException">The version cannot carry a value that is set.</exception>
    void Write(ref WireWriter writer, short version);

    /// <summary>The exact number of bytes that <see cref="Write"/> appends in <paramref name="version"/>.</summary>
    /// <exception cref="WireFormatException">The version cannot carry a value that is set, so a frame is refused before it is begun.</exception>
    int SizeOf(short version);
}
