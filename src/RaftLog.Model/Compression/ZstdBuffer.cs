using System.Runtime.InteropServices;

namespace RaftLog.Model;

/// <summary>ZSTD_inBuffer and ZSTD_outBuffer of zstd.h, which have the same layout.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ZstdBuffer
{
    public byte* Start;
    public nuint Size;

    /// <summary>How far the library has read or written; 0 &lt;= Position &lt;= Size.</summary>
    public nuint Position;
}
