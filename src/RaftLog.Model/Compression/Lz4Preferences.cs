using System.Runtime.InteropServices;

namespace RaftLog.Model;

/// <summary>LZ4F_preferences_t of lz4frame.h, with the frame's own settings first.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Lz4Preferences
{
    public int BlockSizeId;

    /// <summary>1: independent blocks, the only ones that Kafka's Java client reads.</summary>
    public int BlockMode;

    public int ContentChecksum;
    public int FrameType;
    public ulong ContentSize;
    public uint DictionaryId;
    public int BlockChecksum;
    public int CompressionLevel;
    public uint AutoFlush;
    public uint FavorDecompressionSpeed;
    public uint Reserved0;
    public uint Reserved1;
    public uint Reserved2;
}
