using System.Collections.Concurrent;
using System.Threading.Tasks.Sources;
using RaftLog.Model;

namespace RaftLog.Replication;

/// <summary>
/// An append from the call to its outcome: the mail to the shard, the entry that waits for its commit, and the source of the caller's
/// <see cref="ValueTask"/> in one object, which goes back to a pool once the outcome was taken. Decided and told exactly once, by the shard or, before
/// it got there, by the caller's thread.
/// </summary>
internal sealed class PendingAppend : IValueTaskSource<AppendOutcome>
{
    private const int PooledAtMost = 4_096;

    private static readonly ConcurrentQueue<PendingAppend> Pool = new();

    private ManualResetValueTaskSourceCore<AppendOutcome> _core;
    private PooledBuffer? _frame;
    private AppendOutcome _outcome;
    private bool _isDecided;

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

    /// <summary>The append whose outcome was decided before this one's, in the same turn; see <see cref="TurnOutcomes"/>.</summary>
    public PendingAppend? DecidedBefore { get; set; }

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
        append._isDecided = false;
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

    /// <summary>The outcome is known, and is to be told.</summary>
    public void Decide(in AppendOutcome outcome)
    {
        Invariant.Require(!_isDecided);
        _isDecided = true;
        _outcome = outcome;
        _frame?.Release();
        _frame = null;
        Verification?.Settle();
        Verification = null;
    }

    /// <summary>Tells whoever awaits it, on the scheduler that it awaits on.</summary>
    /// <param name="here">
    /// Whether who awaits a batch, and on no scheduler of its own, goes on within the call. Commands never do: what waits for them may take long, or end the
    /// very thread.
    /// </param>
    public void Tell(bool here)
    {
        DecidedBefore = null;
        _core.RunContinuationsAsynchronously = !here || Kind != EntryKind.Data || Marker is not null;
        _core.SetResult(_outcome);
    }

    /// <summary>Refuses an append outside of a turn.</summary>
    public void Refuse(AppendStatus status, Term term)
    {
        Decide(AppendOutcome.Failed(status, term));
        Tell(here: false);
    }

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
