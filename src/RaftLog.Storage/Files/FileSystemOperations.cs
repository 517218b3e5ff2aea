namespace RaftLog.Storage;

/// <summary>Compound operations that must be right in the same way everywhere.</summary>
internal static class FileSystemOperations
{
    public const string TemporarySuffix = ".tmp";

    /// <summary>
    /// Creates a directory and those above it so that they survive a power loss. One that is there already is flushed as well: whoever
    /// created it may have been killed before it did that.
    /// </summary>
    public static void CreateDirectoryDurably(this IFileSystem fileSystem, string path)
    {
        string? parent = Path.GetDirectoryName(path);
        if (!fileSystem.DirectoryExists(path))
        {
            if (!string.IsNullOrEmpty(parent))
            {
                fileSystem.CreateDirectoryDurably(parent);
            }

            fileSystem.CreateDirectory(path);
        }

        if (!string.IsNullOrEmpty(parent))
        {
            fileSystem.FlushDirectory(parent);
        }
    }

    /// <summary>Replaces a file as a whole: after a crash at any point it holds either the old or the new contents.</summary>
    public static void ReplaceDurably(this IFileSystem fileSystem, string path, ReadOnlySpan<byte> contents)
    {
        fileSystem.WriteBeside(path, contents);
        fileSystem.TakeFromBeside(path);
        fileSystem.FlushDirectory(Path.GetDirectoryName(path)!);
    }

    /// <summary>The first half of a replacement: writes and flushes the new contents under a temporary name.</summary>
    public static void WriteBeside(this IFileSystem fileSystem, string path, ReadOnlySpan<byte> contents)
    {
        using IFile file = fileSystem.Open(path + TemporarySuffix, FileOpenMode.Truncate);
        file.Write(0, contents);

        // Before the rename: some file systems make the new name durable before the data behind it.
        file.Flush();
    }

    /// <summary>The second half of a replacement; a power loss may take it back until the directory is flushed.</summary>
    public static void TakeFromBeside(this IFileSystem fileSystem, string path) => fileSystem.Rename(path + TemporarySuffix, path);

    /// <summary>Removes what interrupted calls of <see cref="ReplaceDurably"/> left in a directory.</summary>
    public static void DeleteTemporaryFiles(this IFileSystem fileSystem, string directory)
    {
        foreach (string name in fileSystem.EnumerateFiles(directory))
        {
            if (name.EndsWith(TemporarySuffix, StringComparison.Ordinal))
            {
                fileSystem.DeleteFile(Path.Combine(directory, name));
            }
        }
    }

    public static byte[] ReadAllBytes(this IFileSystem fileSystem, string path)
    {
        using IFile file = fileSystem.Open(path, FileOpenMode.Read);
        byte[] contents = new byte[file.Length];
        int read = file.Read(0, contents);
        return read == contents.Length ? contents : contents[..read];
    }
}
