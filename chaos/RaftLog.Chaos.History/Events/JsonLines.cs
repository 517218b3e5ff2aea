namespace RaftLog.Chaos.History;

/// <summary>Cuts a file into its complete lines without holding it in memory.</summary>
internal static class JsonLines
{
    private const int FirstBufferBytes = 256 * 1024;

    /// <summary>The lines, without their ends; each is valid until the next is asked for. Empty lines and a last one without an end are left out.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Read(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0, FileOptions.SequentialScan);
        byte[] buffer = new byte[FirstBufferBytes];
        int filled = 0;
        int start = 0;
        while (true)
        {
            int end = buffer.AsSpan(start, filled - start).IndexOf((byte)'\n');
            if (end >= 0)
            {
                if (end > 0)
                {
                    yield return buffer.AsMemory(start, end);
                }

                start += end + 1;
                continue;
            }

            buffer.AsSpan(start, filled - start).CopyTo(buffer);
            filled -= start;
            start = 0;
            if (filled == buffer.Length)
            {
                Array.Resize(ref buffer, 2 * buffer.Length);
            }

            int read = stream.Read(buffer, filled, buffer.Length - filled);
            if (read == 0)
            {
                yield break;
            }

            filled += read;
        }
    }
}
