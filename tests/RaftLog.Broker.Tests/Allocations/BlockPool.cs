using System.Buffers;
using System.Collections.Concurrent;

namespace RaftLog.Broker.Tests.Allocations;

/// <summary>Blocks of one size that are never given up, as the server's sockets have them: a pipe over it makes no garbage however much it holds.</summary>
internal sealed class BlockPool : MemoryPool<byte>
{
    private const int BlockBytes = 4096;

    private readonly ConcurrentQueue<Block> _blocks = new();

    public override int MaxBufferSize => BlockBytes;

    public override IMemoryOwner<byte> Rent(int minBufferSize = -1) => _blocks.TryDequeue(out Block? block) ? block : new Block(this);

    protected override void Dispose(bool disposing)
    {
        // Nothing but memory.
    }

    private sealed class Block(BlockPool pool) : IMemoryOwner<byte>
    {
        public Memory<byte> Memory { get; } = new byte[BlockBytes];

        public void Dispose() => pool._blocks.Enqueue(this);
    }
}
