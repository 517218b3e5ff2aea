using RaftLog.Consensus;
using RaftLog.Storage;

namespace RaftLog.Replication;

/// <summary>Reads the entries of one append from files. What it finds counts only while the leadership lasts in which it was begun.</summary>
internal sealed class ReadFramesJob(RaftGroup group, FollowerFeeds feeds, FollowerFeed feed, RaftMessage append, int leadership)
    : BackgroundJob(group)
{
    /// <summary>What one read takes of the budget: about the largest append.</summary>
    public const long BudgetBytes = 1 << 20;

    public FollowerFeed Feed { get; } = feed;

    public RaftMessage Append { get; } = append;

    /// <summary>The number of the leadership in which the append was made.</summary>
    public int Leadership { get; } = leadership;

    public LogSlices Slices { get; } = new();

    public FrameRange Range { get; private set; }

    public override void Complete() => feeds.ReadCompleted(this);

    protected override void Run() => Range = Group.Log.ReadFrames(Append.Index.Next(), Append.LastIndex, int.MaxValue, Slices);
}
