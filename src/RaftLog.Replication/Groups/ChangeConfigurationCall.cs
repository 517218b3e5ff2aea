using System.Collections.Immutable;
using RaftLog.Consensus;
using RaftLog.Model;

namespace RaftLog.Replication;

/// <summary>A change of members on its way; ends when the target is committed, or leadership is lost.</summary>
internal sealed class ChangeConfigurationCall(GroupConfiguration target) : GroupCall
{
    private readonly TaskCompletionSource<AppendStatus> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Term _term;

    public Task<AppendStatus> Completion => _completion.Task;

    public bool IsCompleted => _completion.Task.IsCompleted;

    public override void Execute(RaftGroup group)
    {
        ProposeOutcome outcome = group.Core.ProposeConfiguration(target);
        switch (outcome.Status)
        {
            case ProposeStatus.Accepted:
                _term = outcome.Term;
                group.ConfigurationChanges.Add(this);
                break;
            case ProposeStatus.ConfigurationInvalid:
                _completion.TrySetResult(IsTarget(group.Core.Configuration) ? AppendStatus.Appended : AppendStatus.InvalidConfiguration);
                break;
            case ProposeStatus.NotLeader or ProposeStatus.TransferInProgress:
                _completion.TrySetResult(AppendStatus.NotLeader);
                break;
            default:
                _completion.TrySetResult(AppendStatus.LogFull);
                break;
        }
    }

    public override void Refuse(bool busy) => _completion.TrySetResult(busy ? AppendStatus.LogFull : AppendStatus.ShuttingDown);

    /// <summary>Looks whether it has ended.</summary>
    public void Check(RaftCore core)
    {
        if (IsTarget(core.ConfigurationAt(core.CommitIndex)))
        {
            _completion.TrySetResult(AppendStatus.Appended);
        }
        else if (core.Role != RaftRole.Leader || core.Term != _term)
        {
            _completion.TrySetResult(AppendStatus.NotLeader);
        }
    }

    // A directory that the target leaves open may have been filled in meanwhile.
    private bool IsTarget(GroupConfiguration configuration) =>
        !configuration.IsJoint && Matches(configuration.Voters, target.Voters) && Matches(configuration.Learners, target.Learners);

    private static bool Matches(ImmutableArray<ReplicaId> actual, ImmutableArray<ReplicaId> wanted) =>
        actual.Length == wanted.Length && actual.Zip(wanted).All(pair => pair.First.Matches(pair.Second));
}
