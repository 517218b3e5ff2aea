using RaftLog.Model;

namespace RaftLog.Replication;

/// <summary>
/// Drives the groups of one shard: nobody else touches them. The body is <see cref="Turn"/>, synchronous and without waiting; a
/// <see cref="ShardDriver"/> calls it, on one thread at a time, a simulation by itself. A turn costs by what happened in it: a group to which nothing
/// happened is not looked at, and an idle one only takes part in the heartbeats.
/// </summary>
internal sealed partial class ShardLoop : IDisposable
{
    // A turn ends at the latest after so much mail, so that what it decided is sent and flushed before it takes in more.
    private const int MailsPerTurn = 2_048;

    private readonly List<RaftGroup> _groups = [];
    private volatile ShardDriver? _driver;
    private List<RaftGroup> _active = [];
    private List<RaftGroup> _next = [];
    private long _gridMs;
    private long _looksByMs = long.MaxValue; // When the next turn is due, mail or not.

    public ShardLoop(int number, ShardServices services)
    {
        Number = number;
        Services = services;
        Mailbox = new Mailbox(services.Options.MailboxItems, services.Options.MailboxBytes);
        Outgoing = new OutgoingFrames(services.Transport, services.Metrics);
        _timetable = new ShardTimetable(services.Options);
        _leadership = new LeadershipNews(services);
    }

    public int Number { get; }

    public ShardServices Services { get; }

    public Mailbox Mailbox { get; }

    /// <summary>What this turn sends.</summary>
    public OutgoingFrames Outgoing { get; }

    /// <summary>What this turn decides about appends.</summary>
    public TurnOutcomes Outcomes { get; } = new();

    public IPeerTransport Transport => Services.Transport;

    /// <summary>The time of the present turn.</summary>
    public long NowMs { get; private set; }

    /// <summary>One turn, and its outcomes are told.</summary>
    /// <returns>After how long the next one is due unless mail comes before; zero when at once.</returns>
    public TimeSpan Poll()
    {
        TimeSpan wait = Turn();
        TurnOutcomes.Tell(Outcomes.Take(), here: true);
        return wait;
    }

    /// <summary>One turn, whose outcomes are the caller's to take and to tell.</summary>
    /// <returns>As <see cref="Poll"/>.</returns>
    public TimeSpan Turn()
    {
        NowMs = Services.Clock.NowMs;
        _gridMs = _timetable.LeaderGrid(NowMs);
        TellIfHeldUp();
        TakeMail();
        ActivateDue();
        WriteAndSend();
        PublishAndRepeat();
        _leadership.Tell(_groups, NowMs);
        TimeSpan wait = _active.Count > 0 || !Mailbox.IsEmpty ? TimeSpan.Zero : _timetable.Wait(NowMs, _leadership.NextDigestMs);
        _looksByMs = NowMs + (long)wait.TotalMilliseconds;
        return wait;
    }

    /// <summary>Begins to drive the shard by a thread. Once.</summary>
    public ShardDriver Start()
    {
        var driver = new ShardDriver(this);
        _driver = driver; // First: who posts and sees none may count on the first turn.
        driver.Start();
        return driver;
    }

    /// <summary>
    /// Has the mail taken that was posted without a wake-up, perhaps by a turn on the calling thread, which must hold no lock. A shard that is polled is left
    /// to whoever polls it.
    /// </summary>
    public void TakeUp()
    {
        Interlocked.MemoryBarrier();
        _driver?.TakeUp();
    }

    /// <summary>Tells the other brokers, at the end of the turn, that the group is led here.</summary>
    public void Announce(RaftGroup group) => _leadership.Announce(group);

    /// <summary>Lets a group that waits for the budget of the catch-up try again in a moment.</summary>
    public void RetrySoon(RaftGroup group)
    {
        _starved.Add(group, NowMs);
        _timetable.Require(_starved.DueMs);
    }

    /// <summary>Tells the group's followers in a moment what is committed, unless they have heard by then.</summary>
    public void NotifyCommitSoon(RaftGroup group)
    {
        _notices.Add(group, NowMs);
        _timetable.Require(_notices.DueMs);
    }

    /// <summary>A closed group is driven no longer.</summary>
    public void Forget(RaftGroup group)
    {
        _groups.Remove(group);
        _starved.Forget(group);
        _notices.Forget(group);
    }

    /// <summary>Ends the shard, whose thread has ended before; nobody who still asks is left without an answer.</summary>
    public void Dispose()
    {
        Mailbox.Close(Refuse);
        Outgoing.Dispose();
        Mailbox.Dispose();
    }

    // Before any group's time is told to it: thousands that campaign at once, because all of them were held up by one disk, cost more than the disk did.
    private void TellIfHeldUp()
    {
        long lateMs = NowMs - _looksByMs;
        if (lateMs < Services.Options.Raft.HeartbeatIntervalMs)
        {
            return;
        }

        foreach (RaftGroup group in _groups)
        {
            if (group.IsRunning)
            {
                group.Core.HeldUp(NowMs);
            }
        }

        if (lateMs >= Services.Options.Raft.ElectionTimeoutMinMs / 2)
        {
            ReplicationLog.ShardHeldUp(Services.Logger, Number, lateMs);
        }
    }

    private void Activate(RaftGroup group)
    {
        if (!group.IsActive)
        {
            group.IsActive = true;
            _active.Add(group);
            group.Tick(NowMs, _gridMs);
        }
    }

    private void ActivateDue()
    {
        foreach (RaftGroup group in _starved.TakeDue(NowMs))
        {
            Activate(group);
            group.RetryFeeds();
        }

        foreach (RaftGroup group in _notices.TakeDue(NowMs))
        {
            Activate(group);
            group.Core.NotifyCommit();
        }

        if (!_timetable.IsScanDue(NowMs))
        {
            return;
        }

        _timetable.BeginScan();
        _timetable.Require(_starved.DueMs);
        _timetable.Require(_notices.DueMs);
        foreach (RaftGroup group in _groups)
        {
            if (ShardTimetable.IsDue(group, NowMs, _gridMs))
            {
                Activate(group);
            }
            else
            {
                _timetable.Note(group, NowMs);
            }
        }
    }

    private void WriteAndSend()
    {
        foreach (RaftGroup group in _active)
        {
            try
            {
                group.Write();
            }
            catch (IOException failure)
            {
                group.GoOffline(failure);
            }
        }

        foreach (RaftGroup group in _active)
        {
            try
            {
                group.Send(Outgoing);
            }
            catch (IOException failure)
            {
                group.GoOffline(failure);
            }
        }

        Outgoing.Flush();
    }

    private void PublishAndRepeat()
    {
        foreach ((RaftGroup group, BrokerId to) in Outgoing.Dropped)
        {
            group.SendingFailed(to);
        }

        Outgoing.Dropped.Clear();
        foreach (RaftGroup group in _active)
        {
            group.IsActive = false;
            bool hasMore = false;
            try
            {
                hasMore = group.Publish();
            }
            catch (IOException failure)
            {
                group.GoOffline(failure);
            }

            if (hasMore)
            {
                _next.Add(group);
            }
            else
            {
                _timetable.Note(group, NowMs);
            }
        }

        // The groups with more to do are active from the start of the next turn; they are ticked then.
        (_active, _next) = (_next, _active);
        _next.Clear();
    }
}
