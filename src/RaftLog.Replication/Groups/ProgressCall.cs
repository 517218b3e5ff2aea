using RaftLog.Consensus;

namespace RaftLog.Replication;

/// <summary>A question of how far the replicas of a group are, as its leader sees them.</summary>
internal sealed class ProgressCall : GroupCall
{
    private readonly TaskCompletionSource<GroupProgress?> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<GroupProgress?> Completion => _completion.Task;

    public override void Execute(RaftGroup group)
    {
        var core = group.Core;
        if (!core.IsEstablishedLeader)
        {
            _completion.TrySetResult(null);
            return;
        }

        var progress = new List<ProgressSnapshot>();
        core.CopyProgress(progress);
        _completion.TrySetResult(new GroupProgress
        {
            Leader = core.Self,
            Term = core.Term,
            CommitIndex = core.CommitIndex,
            Members = progress.ConvertAll(one => new MemberProgress
            {
                Replica = one.Replica,
                Match = one.Match,
                IsLearner = one.IsLearner,
                IsHeard = one.IsRecentlyActive,
            }),
        });
    }

    public override void Refuse(bool busy) => _completion.TrySetResult(null);
}
