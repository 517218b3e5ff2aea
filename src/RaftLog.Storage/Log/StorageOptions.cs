using System.ComponentModel.DataAnnotations;

namespace RaftLog.Storage;

/// <summary>The settings of a broker's storage as a whole (configuration section <c>RaftLog:Storage</c>).</summary>
public sealed class StorageOptions
{
    /// <summary>
    /// How many bytes of recently appended frames are kept in memory for followers and tailing consumers, over all logs of the broker. Too
    /// few, and readers that keep up still read files; default 128 MiB, 0 keeps only what is not written yet.
    /// </summary>
    [Range(0, 1L << 40)]
    public long TailCacheBytes { get; set; } = 128L * 1024 * 1024;

    /// <summary>
    /// How many threads flush files. Flushes of different files that run at the same time share the disk's own commit; default 4.
    /// </summary>
    [Range(1, 64)]
    public int FlushThreads { get; set; } = 4;
}
