using RaftLog.Consensus;
using RaftLog.Model;
using RaftLog.Replication;

namespace RaftLog.Metadata;

/// <summary>
/// Says who shall belong to the metadata group: the brokers that vote in it, each with the replica that it is registered with, and
/// every other registered broker as a learner, so that the image reaches all of them. A voter whose disk was wiped, or whose log was damaged, so is
/// replaced by what it came back as, once that has caught up. Which brokers vote is never changed here. Runs in the controller's turns.
/// </summary>
/// <param name="current">The group's configuration.</param>
/// <param name="want">Has the group driven there (<see cref="GroupHandle.Want"/>).</param>
internal sealed class MetadataMembership(Func<GroupConfiguration> current, Action<WantedMembers> want)
{
    // What was asked for last; used by the controller's one task.
    private WantedMembers? _wanted;

    /// <summary>Asks for the members that the image calls for, if they are others than those asked for before.</summary>
    public void Reconcile(MetadataImage image, Term term)
    {
        var configuration = current();
        if (configuration.Voters.IsEmpty)
        {
            return;
        }

        var wanted = Wanted(image.Brokers, configuration, term);
        if (!wanted.Equals(_wanted))
        {
            _wanted = wanted;
            want(wanted);
        }
    }

    /// <summary>The members that a controller of this term wants.</summary>
    internal static WantedMembers Wanted(BrokersImage brokers, GroupConfiguration configuration, Term term)
    {
        ReplicaId[] voters = [.. configuration.Voters.Select(voter => AsRegistered(voter, brokers))];
        return new WantedMembers([.. voters])
        {
            Learners =
            [
                .. brokers.All
                    .Where(broker => !voters.Any(voter => voter.Broker == broker.Id))
                    .Select(ReplicaOf),
            ],
            OnlyInTerm = term,
        };
    }

    // A voter without a directory was not heard of yet; which one it has is the group's to find out.
    private static ReplicaId AsRegistered(ReplicaId voter, BrokersImage brokers) =>
        voter.Directory != DirectoryId.Unassigned && brokers.TryGet(voter.Broker, out var broker)
            ? ReplicaOf(broker)
            : voter;

    private static ReplicaId ReplicaOf(BrokerRegistration broker) =>
        new(broker.Id, broker.MetadataReplica == DirectoryId.Unassigned ? broker.Directory : broker.MetadataReplica);
}
