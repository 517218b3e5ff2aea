using System.Buffers;
using RaftLog.Model;

namespace RaftLog.Server.Hosting;

/// <summary>
/// The memory that Kestrel receives into and sends from, in blocks of 64 KiB. Its own are of 4 KiB, and each costs a system call and a round through
/// the pipe: a produce request of 256 KiB is then 64 of them. A connection has blocks only while it has bytes in them. Thread-safe.
/// </summary>
internal sealed class SocketBlocks : MemoryPool<byte>
{
    private const int BlockBytes = 64 * 1024;

    // What stays when all connections are quiet; more than this is left to the garbage collector.
    private const int KeptBlocks = 256;

    private readonly Lock _gate = new();
    private readonly Stack<Block> _free = new(); // Guarded by _gate. The last one used is the one still in the processor's cache.

    public override int MaxBufferSize => BlockBytes;

    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, BlockBytes);
        lock (_gate)
        {
            if (_free.TryPop(out var block))
            {
                block.IsRented = true;
                return block;
            }
        }

        return new Block(this);
    }

    protected override void Dispose(bool disposing)
    {
        // The blocks are ordinary objects: there is nothing to give back.
    }

    private void Return(Block block)
    {
        lock (_gate)
        {
            // Once only: a block that two connections write to would mix their bytes.
            Invariant.Require(block.IsRented);
            block.IsRented = false;
            if (_free.Count < KeptBlocks)
            {
                _free.Push(block);
            }
        }
    }

    private sealed class Block(SocketBlocks pool) : IMemoryOwner<byte>
    {
        // Pinned for good, so that the sockets need not.
        private readonly byte[] _bytes = GC.AllocateUninitializedArray<byte>(BlockBytes, pinned: true);

        /// <summary>Guarded by the gate of the pool.</summary>
        public bool IsRented { get; set; } = true;

        public Memory<byte> Memory => _bytes;

        public void Dispose() => pool.Return(this);
    }
}
