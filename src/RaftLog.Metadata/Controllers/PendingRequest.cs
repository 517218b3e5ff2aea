using RaftLog.Model;

namespace RaftLog.Metadata;

/// <summary>A request that waits for the controller, or for its records to be committed.</summary>
internal abstract class PendingRequest
{
    /// <summary>Decides the request and returns the records that it makes.</summary>
    public abstract IReadOnlyList<MetadataRecord> Decide(ControlContext context);

    /// <summary>Whether an answer that changes nothing may be given only after this broker has made sure that it is the controller (<see cref="IConfirmedCommand"/>).</summary>
    public virtual bool NeedsConfirmation => false;

    /// <summary>Gives the answer that was decided: everything up to <paramref name="index"/> is committed.</summary>
    public abstract void Complete(LogIndex index);

    /// <summary>Answers with an error instead.</summary>
    public abstract void Fail(ErrorCode error, string message);
}
