namespace RaftLog.Model.Tests;

/// <summary>The codecs that work on this machine: those with a native library are listed only when it is installed.</summary>
internal static class Codecs
{
    public static IEnumerable<CompressionCodec> Available => Enum.GetValues<CompressionCodec>().Where(BatchCompression.IsAvailable);

    public static IEnumerable<CompressionCodec> Compressing => Available.Where(codec => codec != CompressionCodec.None);
}
