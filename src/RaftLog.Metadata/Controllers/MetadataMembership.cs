using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using RaftLog.Consensus;
using RaftLog.Model;
using RaftLog.Replication;

namespace RaftLog.Metadata;

/// <summary>
/// Makes every registered broker that is no voter of the metadata group a learner of it, and no other: so the image reaches all of
/// them. The voters are left alone. Runs in the controller's turns.
/// </summary>
/// <param name="current">The group's configuration.</param>
/// <param name="change">Changes it (<see cref="GroupHandle.ChangeConfigurationAsync"/>).</param>
/// <param name="logger">Where log lines go.</param>
internal sealed class MetadataMembership(
    Func<GroupConfiguration> current, Func<GroupConfiguration, ValueTask<AppendStatus>> change, ILogger logger)
{
    /// <summary>Changes the group's learners if the image asks for it. A change that fails is tried again in a later turn.</summary>
    public async ValueTask ReconcileAsync(MetadataImage image, Term term)
    {
        var configuration = current();
        if (configuration.IsJoint || configuration.Voters.IsEmpty)
        {
            return;
        }

        var wanted = WantedLearners(image.Brokers, configuration);
        if (wanted.AsSpan().SequenceEqual(configuration.Learners.AsSpan()))
        {
            return;
        }

        var target = new GroupConfiguration(configuration.Voters, learners: wanted);
        var status = await change(target);
        if (status == AppendStatus.Appended)
        {
            MetadataLog.MembersChanged(logger, target, term.Value);
        }
        else
        {
            MetadataLog.MembersNotChanged(logger, target, status);
        }
    }

    internal static ImmutableArray<ReplicaId> WantedLearners(BrokersImage brokers, GroupConfiguration configuration) =>
    [
        .. brokers.All
            .Where(broker => !configuration.Voters.Any(voter => voter.Broker == broker.Id))
            .Select(broker => new ReplicaId(broker.Id, broker.Directory)),
    ];
}
