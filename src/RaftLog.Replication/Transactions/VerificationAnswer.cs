using RaftLog.Model;

namespace RaftLog.Replication;

/// <summary>What the coordinator said about a transaction that a held batch would begin.</summary>
internal sealed class VerificationAnswer(TransactionVerification verification, ErrorCode error) : GroupCall
{
    public override void Execute(RaftGroup group) => group.Verified(verification, error);

    public override void Refuse(bool busy)
    {
        // Whatever was held has failed with the group.
    }
}
