using System.Runtime.ExceptionServices;

namespace RaftLog.Replication;

/// <summary>
/// Sees to it that a shard has its turns: on a thread of its own, as long as there is something to do, then asleep until there is mail or a timer is due; or
/// on the thread that brings the mail, when the shard is at rest and the mail is little. That spares a lone batch a wake-up on each broker that it passes.
/// </summary>
internal sealed class ShardDriver : IDisposable
{
    // More than that is not waited for by the thread that brought it: receiving the next while these are written is worth the wake-up.
    private const int BorrowedTurnBytes = 64 << 10;

    // Who keeps being brought more mail by others leaves it to the shard's own thread at last.
    private const int BorrowedTurns = 4;

    // A clock that is set back or a machine that was asleep must not keep a shard asleep for long.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    private readonly ShardLoop _shard;
    private readonly Thread _thread;

    // Held during a turn; guards the rest.
    private readonly Lock _turn = new();
    private bool _isStopping;
    private ExceptionDispatchInfo? _failure; // Of a borrowed turn.
    private long _wakesAtMs; // When the thread looks again by itself.

    public ShardDriver(ShardLoop shard)
    {
        _shard = shard;
        _thread = new Thread(Run) { IsBackground = true, Name = $"shard-{shard.Number}" };
    }

    public void Start() => _thread.Start();

    /// <summary>Has the mail taken that was posted without a wake-up: here and now, or by whoever has the turn, or by the shard's thread.</summary>
    public void TakeUp()
    {
        Mailbox mailbox = _shard.Mailbox;

        // The post before the look at the lock, as the holder of the lock looks at the mail after it has let go of it: one of the two sees the other.
        Interlocked.MemoryBarrier();
        if (mailbox.WaitingBytes <= BorrowedTurnBytes)
        {
            for (int turns = 0; turns < BorrowedTurns; turns++)
            {
                if (mailbox.IsEmpty || _turn.IsHeldByCurrentThread || !TryBorrowTurn())
                {
                    return;
                }

                Interlocked.MemoryBarrier();
            }
        }

        mailbox.Wake();
    }

    /// <summary>Ends the thread after its present turn.</summary>
    public void Dispose()
    {
        lock (_turn)
        {
            _isStopping = true;
        }

        _shard.Mailbox.Interrupt();
        _thread.Join();
    }

    private void Run()
    {
        try
        {
            while (TryTurn(out TimeSpan wait, out PendingAppend? decided))
            {
                // The next turn may be due: this thread has more to do than those that lend theirs.
                TurnOutcomes.Tell(decided, here: false);
                if (wait > TimeSpan.Zero)
                {
                    _shard.Mailbox.WaitForMail(wait);
                }
            }
        }
        catch (Exception failure)
        {
            // Whatever a turn does not handle is a defect: state that may be wrong must not be replicated, so the process ends here.
            ReplicationLog.ShardFailed(_shard.Services.Logger, failure, _shard.Number);
            throw;
        }
    }

    private bool TryTurn(out TimeSpan wait, out PendingAppend? decided)
    {
        lock (_turn)
        {
            _failure?.Throw();
            wait = default;
            decided = null;
            if (_isStopping)
            {
                return false;
            }

            wait = _shard.Turn();
            decided = _shard.Outcomes.Take();
            wait = wait < LongestWait ? wait : LongestWait;
            _wakesAtMs = DueMs(wait);
            return true;
        }
    }

    private bool TryBorrowTurn()
    {
        if (!_turn.TryEnter())
        {
            return false;
        }

        PendingAppend? decided = null;
        try
        {
            if (_isStopping || _failure is not null)
            {
                return false;
            }

            // What a turn leaves over to the next one, such as its own news for itself, is little more of the same.
            TimeSpan wait = _shard.Turn();
            for (int again = 1; wait == TimeSpan.Zero && again < BorrowedTurns; again++)
            {
                wait = _shard.Turn();
            }

            decided = _shard.Outcomes.Take();
            long dueMs = DueMs(wait);
            if (dueMs < _wakesAtMs)
            {
                LetThreadLook(dueMs);
            }
        }
#pragma warning disable CA1031 // Not the borrower's: it goes on, and the shard's own thread ends the process.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            _failure = ExceptionDispatchInfo.Capture(failure);
            LetThreadLook(_shard.NowMs);
            return false;
        }
        finally
        {
            _turn.Exit();
        }

        TurnOutcomes.Tell(decided, here: true);
        return true;
    }

    // Whether it sleeps by now or is about to.
    private void LetThreadLook(long dueMs)
    {
        _wakesAtMs = dueMs;
        _shard.Mailbox.Interrupt();
    }

    private long DueMs(TimeSpan wait) => wait < LongestWait ? _shard.NowMs + (long)wait.TotalMilliseconds : long.MaxValue;
}
