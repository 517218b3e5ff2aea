namespace RaftLog.Model.Wire;

// Tagged fields (KIP-482): a count, then for each field its tag, its size and its bytes.
public ref partial struct WireReader
{
    /// <summary>Reads the number of tagged fields that end a struct in flexible versions.</summary>
    public int ReadTagCount()
    {
        const int LeastFieldSize = 2;
        uint count = ReadUnsignedVarint();
        if (count > Remaining / LeastFieldSize)
        {
            ThrowAt($"{count} tagged fields cannot be in the {Remaining} bytes left");
        }

        return (int)count;
    }

    /// <summary>Reads the head of a tagged field.</summary>
    /// <param name="size">How many bytes its value has; checked against the rest of the message.</param>
    /// <returns>The tag.</returns>
    public uint ReadTag(out int size)
    {
        uint tag = ReadUnsignedVarint();
        uint length = ReadUnsignedVarint();
        Require(length);
        size = (int)length;
        return tag;
    }

    /// <summary>Throws unless the value of a tagged field ended where its size said.</summary>
    public readonly void RequireTagEnd(long end)
    {
        if (Position != end)
        {
            ThrowAt($"A tagged field ends at byte {end} by its size, and elsewhere by its contents");
        }
    }

    /// <summary>Passes over all tagged fields at the end of a struct that knows none.</summary>
    public void SkipTaggedFields()
    {
        for (int left = ReadTagCount(); left > 0; left--)
        {
            ReadTag(out int size);
            Advance(size);
        }
    }
}
