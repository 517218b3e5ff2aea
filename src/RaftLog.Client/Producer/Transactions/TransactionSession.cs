using RaftLog.Model;

namespace RaftLog.Client;

/// <summary>
/// What is known of a producer's transaction: how far it is, what is in it, and under which identity it writes. Asks for nothing itself. Safe for
/// concurrent use: callers, the sender's loop and requests under way meet here.
/// </summary>
internal sealed class TransactionSession
{
    private readonly Lock _lock = new();
    private readonly HashSet<TopicPartition> _partitions = [];
    private readonly HashSet<string> _groups = [];
    private volatile TransactionState _state;
    private ProducerIdentity _identity = ProducerIdentity.None;
    private TransactionException? _failure;
    private bool _mayHaveBegun;
    private bool _hasBegun;

    public TransactionState State => _state;

    public ProducerIdentity Identity
    {
        get
        {
            lock (_lock)
            {
                return _identity;
            }
        }
    }

    /// <summary>
    /// Whether partitions and groups are added to the transaction by what is written to them, and each transaction has an epoch of its own
    /// (KIP-890). Otherwise the coordinator is told before. Set with the identity.
    /// </summary>
    public bool AddsImplicitly { get; private set; }

    /// <summary>Whether what is not under way yet is to be dropped.</summary>
    public bool Drops => _state is TransactionState.Failed or TransactionState.Aborting or TransactionState.Fatal;

    /// <summary>Whether a batch was given up whose fate is unknown, so that a sequence may have a hole.</summary>
    public bool NeedsNewEpoch { get; private set; }

    /// <summary>Whether the coordinator may know of the transaction, so that it has to be ended there.</summary>
    public bool MayHaveBegun
    {
        get
        {
            lock (_lock)
            {
                return _mayHaveBegun;
            }
        }
    }

    /// <summary>Whether the coordinator has said so.</summary>
    public bool HasBegun
    {
        get
        {
            lock (_lock)
            {
                return _hasBegun;
            }
        }
    }

    public void Initialized(ProducerIdentity identity, bool addsImplicitly)
    {
        lock (_lock)
        {
            AddsImplicitly = addsImplicitly;
            Forget(identity);
        }
    }

    public void Begin()
    {
        lock (_lock)
        {
            Require(TransactionState.Ready, "Begin a transaction after initializing and after the end of the one before.");
            _state = TransactionState.Open;
        }
    }

    /// <summary>Throws unless a transaction is open and nothing of it has failed. Cheap: asked for each record.</summary>
    public void RequireOpen()
    {
        if (_state != TransactionState.Open)
        {
            lock (_lock)
            {
                Require(TransactionState.Open, "Records of a producer with a TransactionalId need a transaction: begin one.");
            }
        }
    }

    /// <summary>Moves on to committing; also from there, when the answer of the first try was lost.</summary>
    public void BeginCommit()
    {
        lock (_lock)
        {
            if (_state != TransactionState.Committing)
            {
                Require(TransactionState.Open, "There is no transaction to commit.");
                _state = TransactionState.Committing;
            }
        }
    }

    /// <summary>Moves on to aborting; also from there, when the answer of the first try was lost.</summary>
    public void BeginAbort()
    {
        lock (_lock)
        {
            if (_state is not (TransactionState.Aborting or TransactionState.Failed))
            {
                Require(TransactionState.Open, "There is no transaction to abort.");
            }

            _state = TransactionState.Aborting;
        }
    }

    /// <summary>Whether the partition is in the transaction.</summary>
    public bool Has(TopicPartition partition)
    {
        lock (_lock)
        {
            return _partitions.Contains(partition);
        }
    }

    public bool Has(string group)
    {
        lock (_lock)
        {
            return _groups.Contains(group);
        }
    }

    /// <summary>Notes, before it is asked, that the coordinator may come to know of the transaction.</summary>
    public void Touch()
    {
        lock (_lock)
        {
            _mayHaveBegun = true;
        }
    }

    public void Added(params IEnumerable<TopicPartition> partitions)
    {
        lock (_lock)
        {
            _mayHaveBegun = _hasBegun = true;
            _partitions.UnionWith(partitions);
        }
    }

    public void Added(string group)
    {
        lock (_lock)
        {
            _mayHaveBegun = _hasBegun = true;
            _groups.Add(group);
        }
    }

    /// <summary>Ends the transaction's chance of being committed, or the producer altogether.</summary>
    public TransactionException Fail(RaftLogException cause, bool isFatal, bool needsNewEpoch = false)
    {
        lock (_lock)
        {
            NeedsNewEpoch |= needsNewEpoch;
            string advice = isFatal ? "The producer can do nothing more: close it." : "Abort the transaction; then another one may begin.";
            var failure = new TransactionException(cause.ErrorCode, $"{cause.Message} {advice}", isFatal, cause);
            if (isFatal)
            {
                _state = TransactionState.Fatal;
                _failure = failure;
            }
            else if (_state is TransactionState.Open or TransactionState.Committing)
            {
                _state = TransactionState.Failed;
                _failure = failure;
            }

            return failure;
        }
    }

    /// <summary>The transaction is ended; the next one is written under <paramref name="identity"/>.</summary>
    public void Ended(ProducerIdentity identity)
    {
        lock (_lock)
        {
            NeedsNewEpoch &= identity == _identity;
            Forget(identity);
        }
    }

    /// <summary>Why a record that was accepted is not sent.</summary>
    public RaftLogException DropReason(TopicPartition partition)
    {
        lock (_lock)
        {
            return new RaftLogException(
                _failure?.ErrorCode ?? ErrorCode.TransactionAbortable,
                $"Records for {partition} were not sent: {(_failure is { } failure ? failure.Message : "their transaction was aborted.")}",
                partition,
                _failure);
        }
    }

    /// <summary>Throws what has failed, if anything has.</summary>
    public void ThrowIfFailed()
    {
        lock (_lock)
        {
            if (_failure is { } failure && Drops)
            {
                throw new TransactionException(failure.ErrorCode, failure.Message, failure.IsFatal, failure);
            }
        }
    }

    private void Require(TransactionState state, string advice)
    {
        ThrowIfFailed();
        if (_state != state)
        {
            throw new InvalidOperationException($"{advice} The producer's state is {_state}.");
        }
    }

    private void Forget(ProducerIdentity identity)
    {
        _identity = identity;
        _partitions.Clear();
        _groups.Clear();
        _failure = null;
        _mayHaveBegun = _hasBegun = false;
        _state = TransactionState.Ready;
    }
}
