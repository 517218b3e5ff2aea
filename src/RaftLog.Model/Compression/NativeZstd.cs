using System.Runtime.InteropServices;

namespace RaftLog.Model;

/// <summary>The functions of libzstd (zstd.h) used here. Sizes and error codes share one number; <see cref="IsError"/> tells them apart.</summary>
internal static unsafe partial class NativeZstd
{
    public const string Library = "libzstd.so.1";

    /// <summary>ZSTD_d_windowLogMax: the largest window that a frame may ask the decoder to allocate, as a power of two.</summary>
    public const int WindowLogMax = 100;

    [LibraryImport(Library, EntryPoint = "ZSTD_isError")]
    public static partial uint IsError(nuint code);

    [LibraryImport(Library, EntryPoint = "ZSTD_getErrorName")]
    public static partial nint GetErrorName(nuint code);

    [LibraryImport(Library, EntryPoint = "ZSTD_compressBound")]
    public static partial nuint CompressBound(nuint sourceSize);

    [LibraryImport(Library, EntryPoint = "ZSTD_compress")]
    public static partial nuint Compress(byte* destination, nuint capacity, byte* source, nuint sourceSize, int level);

    [LibraryImport(Library, EntryPoint = "ZSTD_createDCtx")]
    public static partial nint CreateDecompressionContext();

    [LibraryImport(Library, EntryPoint = "ZSTD_freeDCtx")]
    public static partial nuint FreeDecompressionContext(nint context);

    [LibraryImport(Library, EntryPoint = "ZSTD_DCtx_setParameter")]
    public static partial nuint SetParameter(nint context, int parameter, int value);

    [LibraryImport(Library, EntryPoint = "ZSTD_decompressStream")]
    public static partial nuint DecompressStream(nint context, ref ZstdBuffer output, ref ZstdBuffer input);
}
