using System.Collections.Concurrent;

namespace RaftLog.Replication;

/// <summary>
/// What waits for one shard. Any thread posts, the shard's thread takes. Messages and proposals are refused when too much waits; notices
/// (flushes, lost peers, closings) never are, and their number is bounded by what they are about. A refusal never costs a wake-up: whoever was
/// let in has woken the shard, and the shard sleeps only after it has seen the box empty. Who posts without a wake-up owes the shard a look at the box
/// (<see cref="ShardLoop.TakeUp"/>).
/// </summary>
internal sealed class Mailbox : IDisposable
{
    private readonly ConcurrentQueue<Mail> _mails = new();
    private readonly AutoResetEvent _wake = new(initialState: false);
    private readonly int _maxItems;
    private readonly long _maxBytes;
    private int _items;   // Mails that were let in and not taken.
    private long _bytes;  // Their bytes.
    private int _asleep;  // 1 from before the shard's last look until it is awake.
    private volatile Action<Mail>? _refuse; // Set once nobody takes any more.

    public Mailbox(int maxItems, long maxBytes)
    {
        _maxItems = maxItems;
        _maxBytes = maxBytes;
    }

    public bool IsEmpty => _mails.IsEmpty;

    /// <summary>The bytes of what waits.</summary>
    public long WaitingBytes => Interlocked.Read(ref _bytes);

    /// <summary>Posts what can be refused.</summary>
    public bool TryPost(in Mail mail, bool wakes = true)
    {
        if (Interlocked.Increment(ref _items) > _maxItems)
        {
            Interlocked.Decrement(ref _items);
            return false;
        }

        if (Interlocked.Add(ref _bytes, mail.Bytes) > _maxBytes)
        {
            Interlocked.Add(ref _bytes, -mail.Bytes);
            Interlocked.Decrement(ref _items);
            return false;
        }

        Enqueue(mail, wakes);
        return true;
    }

    /// <summary>Posts what must arrive.</summary>
    public void Post(in Mail mail, bool wakes = true)
    {
        Interlocked.Increment(ref _items);
        Interlocked.Add(ref _bytes, mail.Bytes);
        Enqueue(mail, wakes);
    }

    public bool TryTake(out Mail mail)
    {
        if (!_mails.TryDequeue(out mail))
        {
            return false;
        }

        Interlocked.Decrement(ref _items);
        Interlocked.Add(ref _bytes, -mail.Bytes);
        return true;
    }

    /// <summary>Blocks until something is posted or the time has passed; returns at once when something waits. For the shard's own thread.</summary>
    public void WaitForMail(TimeSpan atMost)
    {
        // Says "asleep" before it looks, while a poster enqueues before it looks for a sleeper, with a full fence in between on both sides:
        // one of the two must see the other.
        Interlocked.Exchange(ref _asleep, 1);
        if (_mails.IsEmpty)
        {
            _wake.WaitOne(atMost);
        }

        Volatile.Write(ref _asleep, 0);
    }

    /// <summary>Ends the shard's wait, if it waits.</summary>
    public void Wake()
    {
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _asleep) == 1 && Interlocked.Exchange(ref _asleep, 0) == 1)
        {
            _wake.Set();
        }
    }

    /// <summary>Ends the present wait, or the next one, before its time.</summary>
    public void Interrupt() => _wake.Set();

    /// <summary>The shard takes no more: hands what waits, and whatever is posted from now on, to <paramref name="refuse"/>, which answers it.</summary>
    public void Close(Action<Mail> refuse)
    {
        _refuse = refuse;
        Interlocked.MemoryBarrier(); // Of this and the one in Enqueue, one sees the other's write.
        RefuseAll(refuse);
    }

    public void Dispose() => _wake.Dispose();

    private void Enqueue(in Mail mail, bool wakes)
    {
        _mails.Enqueue(mail);
        Interlocked.MemoryBarrier();
        if (_refuse is { } refuse)
        {
            // Closed since the caller looked: what was enqueued too late is answered by whoever enqueued it.
            RefuseAll(refuse);
            return;
        }

        if (wakes)
        {
            Wake();
        }
    }

    private void RefuseAll(Action<Mail> refuse)
    {
        while (TryTake(out Mail mail))
        {
            refuse(mail);
        }
    }
}
