using System.Buffers;
using Microsoft.AspNetCore.Connections;

namespace RaftLog.Server.Hosting;

/// <summary>Gives Kestrel <see cref="SocketBlocks"/> for its connections.</summary>
internal sealed class SocketBlocksFactory : IMemoryPoolFactory<byte>
{
    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => new SocketBlocks();
}
