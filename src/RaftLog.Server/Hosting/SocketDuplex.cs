using System.IO.Pipelines;

namespace RaftLog.Server.Hosting;

/// <summary>A connection that is received from by a pipe and sent to directly.</summary>
internal sealed class SocketDuplex(PipeReader input, SocketOutput output) : IDuplexPipe
{
    public PipeReader Input => input;

    public PipeWriter Output => output;
}
