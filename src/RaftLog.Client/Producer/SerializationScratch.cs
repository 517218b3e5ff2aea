using RaftLog.Model;

namespace RaftLog.Client;

/// <summary>Where the key and the value of a record are gathered before their size is known; one for each thread that produces.</summary>
internal sealed class SerializationScratch
{
    [ThreadStatic]
    private static SerializationScratch? _ofThread;

    private SerializationScratch()
    {
    }

    /// <summary>The one of this thread.</summary>
    public static SerializationScratch OfThread => _ofThread ??= new SerializationScratch();

    public PooledBufferWriter Key { get; } = new();

    public PooledBufferWriter Value { get; } = new();
}
