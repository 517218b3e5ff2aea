namespace RaftLog.Metadata;

/// <summary>A request of a transactional producer, with what it takes itself for.</summary>
public interface ITransactionCommand
{
    /// <summary>The transactional id.</summary>
    string TransactionalId { get; }

    /// <summary>The producer id that the client has.</summary>
    long ProducerId { get; }

    /// <summary>The epoch that the client has.</summary>
    short ProducerEpoch { get; }

    /// <summary>How the client speaks: 1, or 2 for an epoch of its own for each transaction (KIP-890).</summary>
    sbyte TransactionVersion { get; }
}
