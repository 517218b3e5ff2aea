using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace RaftLog.Storage;

/// <summary>The two flushes that .NET does not offer: of a file's data without its times, and of a directory.</summary>
internal static partial class Posix
{
    private const string Library = "libc";
    private const int ReadOnly = 0;

    public static void FlushData(SafeFileHandle file, string path)
    {
        if (DataSync(file) != 0)
        {
            throw Failure("flush", path);
        }
    }

    public static void FlushDirectory(string path)
    {
        int descriptor = Open(path, ReadOnly);
        if (descriptor < 0)
        {
            throw Failure("open directory", path);
        }

        int result = Sync(descriptor);
        IOException? failure = result == 0 ? null : Failure("flush directory", path);
        _ = Close(descriptor);
        if (failure is not null)
        {
            throw failure;
        }
    }

    private static IOException Failure(string operation, string path) =>
        new($"{Marshal.GetLastPInvokeErrorMessage()}: could not {operation} '{path}'.", Marshal.GetLastPInvokeError());

    [LibraryImport(Library, EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int DataSync(SafeFileHandle file);

    [LibraryImport(Library, EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport(Library, EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int descriptor);

    [LibraryImport(Library, EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
