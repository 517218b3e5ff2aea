using System.Collections.Concurrent;
using System.Threading.Tasks.Sources;
using RaftLog.Model;

namespace RaftLog.Replication;

/// <summary>
/// An append from the call to its outcome: the mail to the shard, the entry that waits for its commit, and the source of the caller's
/// <see cref="ValueTask"/> in one object, which goes back to a pool once the outcome was taken. Completed exactly once, by the shard or, before
/// it got there, by the caller's thread.
/// </summary>
internal sealed class PendingAppend : IValueTaskSource<AppendOutcome>
{
    private const int PooledAtMost = 4_096;

    private static readonly ConcurrentQueue<PendingAppend> Pool = new();

    // Continuations go to the scheduler that the caller awaits on and never run on the shard's thread.
    private ManualResetValueTaskSourceCore<AppendOutcome> _core = new() { RunContinuationsAsynchronously = true };
    private PooledBuffer? _frame;

    private PendingAppend()
    {
    }

    public EntryKind Kind { get; private set; }

    public AppendAcks Acks { get; private set; }

    /// <summary>When set, the only term in which the entry may be appended.</summary>
    public Term? OnlyInTerm { get; private set; }

    /// <summary>The transaction marker that the frame has room for; null when the frame is filled already.</summary>
    public TransactionMarker? Marker { get; private set; }

    /// <summary>For a transactional batch of a client: how to find out whether it may begin a transaction.</summary>
    public TransactionVerification? Verification { get; private set; }

    /// <summary>The bytes of the frame, header included.</summary>
    public int Bytes { get; private set; }

    /// <summary>When the call was made, in ticks of the time provider.</summary>
    public long StartedAt { get; private set; }

    /// <summary>Where the entry is; set when it was appended.</summary>
    public LogIndex Index { get; set; }

    /// <summary>The term in which it was appended.</summary>
    public Term Term { get; set; }

    /// <summary>The offset of its first record, or of the original of a duplicate.</summary>
    public Offset BaseOffset { get; set; }

    /// <summary>The frame while nobody else owns it.</summary>
    public PooledBuffer Frame => _frame ?? throw new InvalidOperationException("The frame was handed on already.");

    public ValueTask<AppendOutcome> Completion => new(this, _core.Version);

    /// <summary>Begins an append, which owns <paramref name="frame"/>.</summary>
    public static PendingAppend Begin(
        PooledBuffer frame,
        EntryKind kind,
        AppendAcks acks,
        Term? onlyInTerm,
        long startedAt,
        in TransactionMarker? marker = null,
        TransactionVerification? verification = null)
    {
        PendingAppend append = Pool.TryDequeue(out PendingAppend? pooled) ? pooled : new PendingAppend();
        append._frame = frame;
        append.Kind = kind;
        append.Acks = acks;
        append.OnlyInTerm = onlyInTerm;
        append.Marker = marker;
        append.Verification = verification;
        append.Bytes = frame.Length;
        append.StartedAt = startedAt;
        return append;
    }

    /// <summary>Hands the frame to the log.</summary>
    public PooledBuffer TakeFrame()
    {
        PooledBuffer frame = Frame;
        _frame = null;
        return frame;
    }

    public void Complete(in AppendOutcome outcome)
    {
        _frame?.Release();
        _frame = null;
        Verification?.Settle();
        Verification = null;
        _core.SetResult(outcome);
    }

    public void Fail(AppendStatus status, Term term) => Complete(AppendOutcome.Failed(status, term));

    AppendOutcome IValueTaskSource<AppendOutcome>.GetResult(short token)
    {
        AppendOutcome outcome = _core.GetResult(token);
        _core.Reset();
        if (Pool.Count < PooledAtMost)
        {
            Pool.Enqueue(this);
        }

        return outcome;
    }

    ValueTaskSourceStatus IValueTaskSource<AppendOutcome>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<AppendOutcome>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
