using RaftLog.Metadata.Tests.Support;
using RaftLog.Model;

namespace RaftLog.Metadata.Tests.Control;

public sealed class BrokersControlTests
{
    private static readonly MetadataImage OneBroker = Images.WithBrokers(1);

    [Test]
    public void Register_MakesAFencedBrokerWithItsAddresses()
    {
        var command = Registration(7);
        command.Rack = "north";

        var result = Register(OneBroker, command);

        var broker = OneBroker.With(result.Records).Brokers.ById[new BrokerId(7)];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Response.BrokerEpoch, Is.EqualTo(broker.Epoch));
            Assert.That(broker.IsFenced, Is.True);
            Assert.That(broker.Rack, Is.EqualTo("north"));
            Assert.That(broker.Kafka, Is.EqualTo(new BrokerEndpoint("kafka", 9092)));
            Assert.That(broker.Peer, Is.EqualTo(new BrokerEndpoint("peer", 7092)));
            Assert.That(broker.Directory, Is.EqualTo(new DirectoryId(77)));
        }
    }

    [Test]
    public void Register_OfAnotherCluster_IsRefused()
    {
        var command = Registration(7);
        command.ClusterId = "elsewhere";

        var result = Register(OneBroker, command);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Response.Error, Is.EqualTo(ErrorCode.InconsistentClusterId));
            Assert.That(result.Response.ErrorMessage, Does.Contain("elsewhere").And.Contain(Images.ClusterId));
            Assert.That(result.Records, Is.Empty);
        }
    }

    [Test]
    public void Register_WithoutAddress_IsRefused()
    {
        var command = Registration(7);
        command.PeerHost = "";

        Assert.That(Register(OneBroker, command).Response.Error, Is.EqualTo(ErrorCode.InvalidRegistration));
    }

    [Test]
    public void Register_WithTheNumberOfALiveBroker_IsRefused() =>
        Assert.That(Register(OneBroker, Registration(1)).Response.Error, Is.EqualTo(ErrorCode.DuplicateBrokerRegistration));

    [Test]
    public void Register_WithTheNumberOfAFencedBroker_ReplacesIt()
    {
        var image = OneBroker.With(new BrokerStateRecord { Broker = new BrokerId(1), IsFenced = true });

        var result = Register(image, Registration(1));

        Assert.That(image.With(result.Records).Brokers.ById[new BrokerId(1)].Directory, Is.EqualTo(new DirectoryId(77)));
    }

    [Test]
    public void Register_AgainByTheSameIncarnation_GetsANewEpoch()
    {
        var command = Registration(1);
        command.IncarnationId = OneBroker.Brokers.ById[new BrokerId(1)].IncarnationId;

        Assert.That(Register(OneBroker, command).Response.BrokerEpoch, Is.GreaterThan(OneBroker.Brokers.ById[new BrokerId(1)].Epoch));
    }

    [Test]
    public void Register_AfterAKill_FromTheSameDirectoryAndHost_NeedNotWaitForTheSession()
    {
        var live = OneBroker.Brokers.ById[new BrokerId(1)];
        var command = Registration(1);
        command.Directory = live.Directory;
        (command.PeerHost, command.PeerPort) = (live.Peer.Host, live.Peer.Port + 1);

        Assert.That(Register(OneBroker, command).Response.Error, Is.EqualTo(ErrorCode.None));
    }

    [Test]
    public void Epochs_AreNeverGivenTwice_EvenAfterUnregistration()
    {
        var fenced = OneBroker.With(new BrokerStateRecord { Broker = new BrokerId(1), IsFenced = true });
        var gone = fenced.With(new UnregisterBrokerRecord { Broker = new BrokerId(1) });

        Assert.That(Register(gone, Registration(1)).Response.BrokerEpoch, Is.EqualTo(2));
    }

    [Test]
    public void Heartbeat_OfACaughtUpBroker_UnfencesIt()
    {
        var image = MetadataImage.Empty.With(Images.Registration(1, isFenced: true));

        var result = Heartbeat(image, isCaughtUp: true);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Response.IsFenced, Is.False);
            Assert.That(image.With(result.Records).Brokers.Usable.Count(), Is.EqualTo(1));
        }
    }

    [Test]
    public void Heartbeat_OfABrokerThatLags_LeavesItFenced()
    {
        var result = Heartbeat(MetadataImage.Empty.With(Images.Registration(1, isFenced: true)), isCaughtUp: false);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Response.IsFenced, Is.True);
            Assert.That(result.Records, Is.Empty);
        }
    }

    [Test]
    public void Heartbeat_OfALiveBroker_ChangesNothing() => Assert.That(Heartbeat(OneBroker, isCaughtUp: true).Records, Is.Empty);

    [Test]
    public void Heartbeat_ThatWantsToStop_TakesTheBrokerOutOfPlacement()
    {
        var result = BrokersControl.Heartbeat(
            OneBroker, new BrokerHeartbeatCommand { Broker = new BrokerId(1), BrokerEpoch = 1, IsCaughtUp = true, WantsShutdown = true });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Response.MayShutDown, Is.True);
            Assert.That(OneBroker.With(result.Records).Brokers.Usable, Is.Empty);
        }
    }

    [Test]
    public void Heartbeat_WithAnOldEpoch_IsRefused()
    {
        var result = BrokersControl.Heartbeat(OneBroker, new BrokerHeartbeatCommand { Broker = new BrokerId(1), BrokerEpoch = 0 });

        Assert.That(result.Response.Error, Is.EqualTo(ErrorCode.StaleBrokerEpoch));
    }

    [Test]
    public void Heartbeat_OfAStranger_IsRefused()
    {
        var result = BrokersControl.Heartbeat(OneBroker, new BrokerHeartbeatCommand { Broker = new BrokerId(5), BrokerEpoch = 1 });

        Assert.That(result.Response.Error, Is.EqualTo(ErrorCode.BrokerIdNotRegistered));
    }

    [Test]
    public void Fence_TakesOnlyLiveBrokers()
    {
        var image = Images.WithBrokers(2).With(new BrokerStateRecord { Broker = new BrokerId(2), IsFenced = true });

        var records = BrokersControl.Fence(image, [new BrokerId(1), new BrokerId(2), new BrokerId(3)]);

        Assert.That(records.Cast<BrokerStateRecord>().Select(record => record.Broker.Value), Is.EqualTo(new[] { 1 }));
    }

    [Test]
    public void Unregister_TakesAFencedBroker_ButNoLiveOne()
    {
        var fenced = OneBroker.With(new BrokerStateRecord { Broker = new BrokerId(1), IsFenced = true });
        var command = new UnregisterBrokerCommand { Broker = new BrokerId(1) };

        using (Assert.EnterMultipleScope())
        {
            Assert.That(BrokersControl.Unregister(OneBroker, command).Response.Error, Is.EqualTo(ErrorCode.PolicyViolation));
            Assert.That(fenced.With(BrokersControl.Unregister(fenced, command).Records).Brokers.Count, Is.Zero);
            Assert.That(BrokersControl.Unregister(MetadataImage.Empty, command).Response.Error, Is.EqualTo(ErrorCode.BrokerIdNotRegistered));
        }
    }

    private static ControlResult<BrokerHeartbeatResult> Heartbeat(MetadataImage image, bool isCaughtUp) =>
        BrokersControl.Heartbeat(image, new BrokerHeartbeatCommand { Broker = new BrokerId(1), BrokerEpoch = 1, IsCaughtUp = isCaughtUp });

    private static ControlResult<RegisterBrokerResult> Register(MetadataImage image, RegisterBrokerCommand command) =>
        BrokersControl.Register(image, command, Images.ClusterId, new Random(1));

    private static RegisterBrokerCommand Registration(int id) => new()
    {
        Broker = new BrokerId(id),
        ClusterId = Images.ClusterId,
        IncarnationId = new Guid(99, 0, 0, new byte[8]),
        Directory = new DirectoryId(77),
        KafkaHost = "kafka",
        KafkaPort = 9092,
        PeerHost = "peer",
        PeerPort = 7092,
    };
}
