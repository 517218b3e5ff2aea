namespace RaftLog.Demo;

/// <summary>Finds the text files below a folder: everything without a zero byte that is neither hidden nor built.</summary>
internal static class DemoInput
{
    private const int LargestFile = 64 * 1024 * 1024;

    private static readonly HashSet<string> SkippedFolders = new(StringComparer.Ordinal) { "bin", "obj", "node_modules", "TestResults", "artifacts" };

    /// <summary>Reads the text files of a folder, or the one file, in the order of their paths.</summary>
    /// <exception cref="IOException">Something cannot be read.</exception>
    public static IReadOnlyList<TextFile> Read(string path)
    {
        if (File.Exists(path))
        {
            return [new TextFile(Path.GetFileName(path), File.ReadAllBytes(path))];
        }

        if (!Directory.Exists(path))
        {
            throw new DirectoryNotFoundException($"There is no file or folder {path}.");
        }

        var files = new List<TextFile>();
        foreach (string file in TextPaths(new DirectoryInfo(path)).Order(StringComparer.Ordinal))
        {
            byte[] content = File.ReadAllBytes(file);
            if (!content.AsSpan().Contains((byte)0))
            {
                files.Add(new TextFile(Path.GetRelativePath(path, file), content));
            }
        }

        return files;
    }

    private static IEnumerable<string> TextPaths(DirectoryInfo folder)
    {
        foreach (FileInfo file in folder.EnumerateFiles())
        {
            if (file.LinkTarget is null && file.Length <= LargestFile)
            {
                yield return file.FullName;
            }
        }

        foreach (DirectoryInfo child in folder.EnumerateDirectories())
        {
            if (child.LinkTarget is null && !child.Name.StartsWith('.') && !SkippedFolders.Contains(child.Name))
            {
                foreach (string path in TextPaths(child))
                {
                    yield return path;
                }
            }
        }
    }
}
