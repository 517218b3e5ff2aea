using RaftLog.Storage;

namespace RaftLog.Replication;

/// <summary>Removes what was received of a log that is not needed any more.</summary>
internal sealed class DropImportJob(RaftGroup group, LogImport import) : BackgroundJob(group)
{
    public override void Complete()
    {
        // What could not be removed goes when the log is opened again, or when the next import begins.
    }

    protected override void Run() => import.Discard();
}
