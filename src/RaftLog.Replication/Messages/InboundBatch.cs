using System.Collections.Concurrent;
using RaftLog.Consensus;

namespace RaftLog.Replication;

/// <summary>The messages of one frame that are for the groups of one shard: one mail instead of hundreds, when it is heartbeats. Pooled.</summary>
internal sealed class InboundBatch
{
    private const int PooledAtMost = 64;
    private const int KeptCapacity = 4_096;

    private static readonly ConcurrentQueue<InboundBatch> Pool = new();

    private readonly List<(RaftGroup Group, RaftMessage Message)> _messages = [];

    private InboundBatch()
    {
    }

    public List<(RaftGroup Group, RaftMessage Message)> Messages => _messages;

    /// <summary>What it counts for in a mailbox.</summary>
    public int Bytes { get; private set; }

    public static InboundBatch Rent() => Pool.TryDequeue(out InboundBatch? batch) ? batch : new InboundBatch();

    public void Add(RaftGroup group, in RaftMessage message)
    {
        _messages.Add((group, message));
        Bytes += RaftMessageCodec.Size + ((message.Payload as InboundEntries)?.Length ?? 0);
    }

    /// <summary>Releases the entries of a batch that nobody will step.</summary>
    public void Drop()
    {
        foreach ((_, RaftMessage message) in _messages)
        {
            (message.Payload as InboundEntries)?.Release();
        }

        Return();
    }

    /// <summary>Gives the batch back; its entries belong to the groups now.</summary>
    public void Return()
    {
        _messages.Clear();
        Bytes = 0;
        if (_messages.Capacity <= KeptCapacity && Pool.Count < PooledAtMost)
        {
            Pool.Enqueue(this);
        }
    }
}
