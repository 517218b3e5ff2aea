namespace RaftLog.Client;

/// <summary>What was fetched and not returned yet, in the order of its arrival, bounded in bytes by whoever fetches.</summary>
internal sealed class FetchBuffer(AssignedPartitions partitions, Action roomMade)
{
    // Guarded by partitions.Lock.
    private readonly Queue<FetchedChunk> _chunks = new();
    private long _bytes;

    /// <summary>The bytes held; under the lock.</summary>
    public long Bytes => _bytes;

    /// <summary>Adds a chunk; under the lock.</summary>
    public void Add(FetchedChunk chunk)
    {
        _chunks.Enqueue(chunk);
        _bytes += chunk.Data.Length;
        chunk.State.BufferedBytes += chunk.Data.Length;
    }

    /// <summary>Takes the next chunk that is still wanted; those of an earlier place are dropped. The caller releases it.</summary>
    public FetchedChunk? Take()
    {
        FetchedChunk? taken = null;
        bool removed = false;
        lock (partitions.Lock)
        {
            while (taken is null && _chunks.TryDequeue(out FetchedChunk? next))
            {
                removed = true;
                _bytes -= next.Data.Length;
                next.State.BufferedBytes -= next.Data.Length;
                if (IsWanted(next))
                {
                    taken = next;
                }
                else
                {
                    next.Frame.Release();
                }
            }
        }

        if (removed)
        {
            roomMade();
        }

        return taken;
    }

    /// <summary>Whether a chunk that was taken still stands for the place where its partition is read.</summary>
    public bool IsStillWanted(FetchedChunk chunk)
    {
        lock (partitions.Lock)
        {
            return IsWanted(chunk);
        }
    }

    /// <summary>Notes that all records of a chunk below an offset were returned, unless its partition is read elsewhere by now.</summary>
    public void Passed(FetchedChunk chunk, long nextOffset)
    {
        lock (partitions.Lock)
        {
            if (IsWanted(chunk))
            {
                chunk.State.Position = Math.Max(chunk.State.Position, nextOffset);
            }
        }
    }

    /// <summary>Drops what was fetched ahead for a partition, which is fetched again from its position.</summary>
    public void Refetch(PartitionState state)
    {
        lock (partitions.Lock)
        {
            state.DropFetched();
        }

        roomMade();
    }

    public void Clear()
    {
        lock (partitions.Lock)
        {
            while (_chunks.TryDequeue(out FetchedChunk? chunk))
            {
                chunk.Frame.Release();
            }

            _bytes = 0;
        }
    }

    private bool IsWanted(FetchedChunk chunk) => chunk.Generation == chunk.State.Generation && partitions.Has(chunk.State);
}
