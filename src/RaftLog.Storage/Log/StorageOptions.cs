using System.ComponentModel.DataAnnotations;

namespace RaftLog.Storage;

/// <summary>The settings of a broker's storage as a whole (configuration section <c>RaftLog:Storage</c>).</summary>
public sealed class StorageOptions
{
    /// <summary>The default of <see cref="OpenSegmentFiles"/>.</summary>
    public const int DefaultOpenSegmentFiles = 1024;

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

    /// <summary>
    /// How many segment files stay open while nobody reads them; those that are written to are open besides. Too few, and readers of many old
    /// segments open a file for each read; too many, and the process runs out of handles. Default 1024.
    /// </summary>
    [Range(1, 1 << 20)]
    public int OpenSegmentFiles { get; set; } = DefaultOpenSegmentFiles;
}
