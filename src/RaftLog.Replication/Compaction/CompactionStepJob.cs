using RaftLog.Storage;

namespace RaftLog.Replication;

/// <summary>One step of a compaction, on the background thread.</summary>
internal sealed class CompactionStepJob(RaftGroup group, LogCompaction compaction, CompactionStepCall call) : BackgroundJob(group)
{
    public CompactionStepCall Call => call;

    public CompactionStep Step { get; private set; } = CompactionStep.Overtaken;

    /// <summary>The bytes that the step read.</summary>
    public long BytesRead { get; private set; }

    /// <summary>The bytes that the step wrote.</summary>
    public long BytesWritten { get; private set; }

    public override void Complete() => Group.Cleaning.StepDone(this);

    protected override void Run()
    {
        long read = compaction.BytesRead;
        long written = compaction.BytesWritten;
        Step = compaction.Step(call.MaxBytes);
        BytesRead = compaction.BytesRead - read;
        BytesWritten = compaction.BytesWritten - written;
    }
}
