using RaftLog.Consensus;
using RaftLog.Metadata.Tests.Support;
using RaftLog.Model;

namespace RaftLog.Metadata.Tests.Controllers;

/// <summary>Who the controller wants in the metadata group.</summary>
public sealed class MetadataMembershipTests
{
    private static readonly ReplicaId[] Voters = [.. Enumerable.Range(1, 3).Select(id => new ReplicaId(new BrokerId(id), Images.Directory(id)))];

    [Test]
    public void WipedVoter_IsWantedAsWhatItCameBackAs()
    {
        var image = Images.WithBrokers(3).With(new BrokerRegistrationRecord
        {
            Broker = new BrokerId(2),
            BrokerEpoch = 10,
            Directory = new DirectoryId(99),
            KafkaHost = "k2",
            PeerHost = "p2",
        });

        var wanted = MetadataMembership.Wanted(image.Brokers, new GroupConfiguration([.. Voters]), new Term(4));

        Assert.That(wanted.Voters, Is.EqualTo(new[] { Voters[0], new ReplicaId(new BrokerId(2), new DirectoryId(99)), Voters[2] }));
        Assert.That(wanted.Learners, Is.Empty);
        Assert.That(wanted.OnlyInTerm, Is.EqualTo(new Term(4)));
    }

    [Test]
    public void VoterWhoseLogWasDamaged_IsWantedAsTheReplicaThatTookItsPlace()
    {
        var image = Images.WithBrokers(3).With(new BrokerRegistrationRecord
        {
            Broker = new BrokerId(2),
            BrokerEpoch = 10,
            Directory = Images.Directory(2),
            MetadataReplica = new DirectoryId(98),
            KafkaHost = "k2",
            PeerHost = "p2",
        });

        var wanted = MetadataMembership.Wanted(image.Brokers, new GroupConfiguration([.. Voters]), new Term(4));

        Assert.That(wanted.Voters, Is.EqualTo(new[] { Voters[0], new ReplicaId(new BrokerId(2), new DirectoryId(98)), Voters[2] }));
    }

    [Test]
    public void OtherBrokers_AreWantedAsLearners()
    {
        var wanted = MetadataMembership.Wanted(Images.WithBrokers(4).Brokers, new GroupConfiguration([.. Voters]), new Term(1));

        Assert.That(wanted.Voters, Is.EqualTo(Voters));
        Assert.That(wanted.Learners, Is.EqualTo(new[] { new ReplicaId(new BrokerId(4), Images.Directory(4)) }));
    }

    [Test]
    public void VoterThatIsNotRegistered_StaysAsItIs()
    {
        var wanted = MetadataMembership.Wanted(Images.WithBrokers(1).Brokers, new GroupConfiguration([.. Voters]), new Term(1));

        Assert.That(wanted.Voters, Is.EqualTo(Voters));
    }

    [Test]
    public void VoterWithoutAKnownDirectory_IsLeftToTheGroup()
    {
        var unknown = new ReplicaId(new BrokerId(1), DirectoryId.Unassigned);

        var wanted = MetadataMembership.Wanted(Images.WithBrokers(1).Brokers, new GroupConfiguration([unknown]), new Term(1));

        Assert.That(wanted.Voters, Is.EqualTo(new[] { unknown }));
    }
}
