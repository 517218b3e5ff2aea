using System.Buffers;
using System.IO.Pipelines;

namespace RaftLog.Broker.Tests.Support;

/// <summary>Two pipes crossed: what one end writes the other reads.</summary>
internal sealed class DuplexPipe(PipeReader input, PipeWriter output) : IDuplexPipe
{
    public PipeReader Input { get; } = input;

    public PipeWriter Output { get; } = output;

    /// <summary>Makes both ends; each direction holds at most <paramref name="bufferBytes"/> that were not read.</summary>
    public static (DuplexPipe Client, DuplexPipe Server) CreatePair(int bufferBytes = 64 * 1024, MemoryPool<byte>? pool = null)
    {
        var options = new PipeOptions(pool, pauseWriterThreshold: bufferBytes, resumeWriterThreshold: bufferBytes / 2, useSynchronizationContext: false);
        var toServer = new Pipe(options);
        var toClient = new Pipe(options);
        return (new DuplexPipe(toClient.Reader, toServer.Writer), new DuplexPipe(toServer.Reader, toClient.Writer));
    }
}
