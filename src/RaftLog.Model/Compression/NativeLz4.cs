using System.Runtime.InteropServices;

namespace RaftLog.Model;

/// <summary>The frame functions of liblz4 (lz4frame.h). Sizes and error codes share one number; <see cref="IsError"/> tells them apart.</summary>
internal static unsafe partial class NativeLz4
{
    public const string Library = "liblz4.so.1";

    /// <summary>The version of the frame interface that contexts are created for (LZ4F_VERSION).</summary>
    public const uint FrameVersion = 100;

    [LibraryImport(Library, EntryPoint = "LZ4F_isError")]
    public static partial uint IsError(nuint code);

    [LibraryImport(Library, EntryPoint = "LZ4F_getErrorName")]
    public static partial nint GetErrorName(nuint code);

    [LibraryImport(Library, EntryPoint = "LZ4F_compressFrameBound")]
    public static partial nuint CompressFrameBound(nuint sourceSize, in Lz4Preferences preferences);

    [LibraryImport(Library, EntryPoint = "LZ4F_compressFrame")]
    public static partial nuint CompressFrame(
        byte* destination, nuint capacity, byte* source, nuint sourceSize, in Lz4Preferences preferences);

    [LibraryImport(Library, EntryPoint = "LZ4F_createDecompressionContext")]
    public static partial nuint CreateDecompressionContext(out nint context, uint version);

    [LibraryImport(Library, EntryPoint = "LZ4F_freeDecompressionContext")]
    public static partial nuint FreeDecompressionContext(nint context);

    [LibraryImport(Library, EntryPoint = "LZ4F_decompress")]
    public static partial nuint Decompress(
        nint context, byte* destination, ref nuint destinationSize, byte* source, ref nuint sourceSize, nint options);
}
