using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace RaftLog.Storage;

/// <summary>What .NET does not offer: to flush a file's data without its times, to flush a directory, and to say that a file's bytes are not needed in memory.</summary>
internal static partial class Posix
{
    private const string Library = "libc";
    private const int ReadOnly = 0;
    private const int NotNeeded = 4; // POSIX_FADV_DONTNEED of Linux

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

    // It can only be refused for a file that is no file: nothing that a caller could do.
    public static void Forget(SafeFileHandle file, long offset, long count) => _ = Advise(file, offset, count, NotNeeded);

    private static IOException Failure(string operation, string path) =>
        new($"{Marshal.GetLastPInvokeErrorMessage()}: could not {operation} '{path}'.", Marshal.GetLastPInvokeError());

    [LibraryImport(Library, EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int DataSync(SafeFileHandle file);

    [LibraryImport(Library, EntryPoint = "posix_fadvise")]
    private static partial int Advise(SafeFileHandle file, long offset, long count, int advice);

    [LibraryImport(Library, EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport(Library, EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int descriptor);

    [LibraryImport(Library, EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
