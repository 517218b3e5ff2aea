namespace RaftLog.Storage;

/// <summary>Copies files over the disk seam.</summary>
internal static class FileCopy
{
    private const int BlockBytes = 1024 * 1024;

    /// <summary>Copies a file, or its beginning; what it holds is durable when it returns, its name is not.</summary>
    public static void Copy(IFileSystem fileSystem, string from, string to, long bytes = long.MaxValue)
    {
        using IFile source = fileSystem.Open(from, FileOpenMode.Read);
        using IFile target = fileSystem.Open(to, FileOpenMode.Truncate);
        byte[] block = new byte[BlockBytes];
        for (long at = 0; at < bytes;)
        {
            int wanted = (int)Math.Min(block.Length, bytes - at);
            int read = source.Read(at, block.AsSpan(0, wanted));
            target.Write(at, block.AsSpan(0, read));
            at += read;
            if (read < wanted)
            {
                break;
            }
        }

        target.Flush();
    }
}
