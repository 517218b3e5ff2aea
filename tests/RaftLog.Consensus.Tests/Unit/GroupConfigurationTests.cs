using RaftLog.Consensus.Tests.Harness;
using RaftLog.Model;

namespace RaftLog.Consensus.Tests.Unit;

public sealed class GroupConfigurationTests
{
    private static readonly GroupConfiguration Sample = new(
        [TestCluster.Id(1), TestCluster.UnassignedId(2)], [TestCluster.Id(3)], [TestCluster.Id(4)]);

    [Test]
    public void Codec_WritesTheBytesItAlwaysWrote()
    {
        var bytes = new byte[GroupConfigurationCodec.EncodedLength(Sample)];
        GroupConfigurationCodec.Write(Sample, bytes);

        Assert.That(Convert.ToHexStringLower(bytes), Is.EqualTo(
            "01" + "0002" + "00000001" + "000000000000001d" + "00000002" + "0000000000000000"
            + "0001" + "00000003" + "000000000000003d" + "0001" + "00000004" + "000000000000004d"));
    }

    [Test]
    public void Codec_ReadsWhatItWrote()
    {
        var bytes = new byte[GroupConfigurationCodec.EncodedLength(Sample)];
        GroupConfigurationCodec.Write(Sample, bytes);

        Assert.That(GroupConfigurationCodec.TryRead(bytes, out var read));
        Assert.That(read, Is.EqualTo(Sample));
    }

    [Test]
    public void Codec_RefusesEveryTruncation_AndWhatIsTooLong()
    {
        var bytes = new byte[GroupConfigurationCodec.EncodedLength(Sample) + 1];
        int length = GroupConfigurationCodec.Write(Sample, bytes);

        for (int cut = 0; cut < length; cut++)
        {
            Assert.That(GroupConfigurationCodec.TryRead(bytes.AsSpan(0, cut), out _), Is.False, $"cut at {cut}");
        }

        Assert.That(GroupConfigurationCodec.TryRead(bytes, out _), Is.False);
    }

    [Test]
    public void Codec_RefusesANewerVersion_AndAReplicaNamedTwice()
    {
        var bytes = new byte[GroupConfigurationCodec.EncodedLength(Sample)];
        GroupConfigurationCodec.Write(Sample, bytes);
        bytes[6] = 2;
        Assert.That(GroupConfigurationCodec.TryRead(bytes, out _), Is.False);

        bytes[6] = 1;
        bytes[0] = 2;
        Assert.That(GroupConfigurationCodec.TryRead(bytes, out _), Is.False);
    }

    [Test]
    public void Pin_ReplacesTheUnassignedDirectory_AndNoOther()
    {
        var pinned = Sample.Pin(TestCluster.Id(2));

        Assert.Multiple(() =>
        {
            Assert.That(pinned.Voters[1], Is.EqualTo(TestCluster.Id(2)));
            Assert.That(pinned.Pin(new ReplicaId(new BrokerId(2), new DirectoryId(99))), Is.SameAs(pinned));
            Assert.That(Sample.Pin(TestCluster.Id(1)), Is.SameAs(Sample));
        });
    }

    [Test]
    public void Configuration_RefusesAVoterThatIsALearnerToo() =>
        Assert.That(() => new GroupConfiguration([TestCluster.Id(1)], [], [TestCluster.Id(1)]), Throws.ArgumentException);

    [Test]
    public void Change_OfOneVoter_NeedsNoJointConfiguration()
    {
        var next = ConfigurationChange.Enter(TestCluster.Voters(1, 2, 3), TestCluster.Voters(1, 2, 3, 4));

        Assert.That(next!.IsJoint, Is.False);
    }

    [Test]
    public void Change_OfSeveralVoters_IsJoint()
    {
        var next = ConfigurationChange.Enter(TestCluster.Voters(1, 2, 3), TestCluster.Voters(1, 2, 4));

        Assert.That(next!.OutgoingVoters, Is.EqualTo(TestCluster.Voters(1, 2, 3).Voters));
        Assert.That(ConfigurationChange.Leave(next), Is.EqualTo(TestCluster.Voters(1, 2, 4)));
    }

    [Test]
    public void Change_ToBrokersWithoutDirectory_KeepsTheDirectoriesThatAreKnown()
    {
        var target = new GroupConfiguration([TestCluster.UnassignedId(1), TestCluster.UnassignedId(2)]);

        Assert.That(ConfigurationChange.Enter(TestCluster.Voters(1, 2, 3), target), Is.EqualTo(TestCluster.Voters(1, 2)));
    }

    [Test]
    public void Change_ToTheSameOrToNobody_IsNone() => Assert.Multiple(() =>
    {
        Assert.That(ConfigurationChange.Enter(TestCluster.Voters(1, 2, 3), TestCluster.Voters(1, 2, 3)), Is.Null);
        Assert.That(ConfigurationChange.Enter(TestCluster.Voters(1, 2, 3), GroupConfiguration.Empty), Is.Null);
    });
}
