using RaftLog.Model;

namespace RaftLog.Storage.Tests;

/// <summary>Salvaging keeps exactly what stands before the damage, keeps the old files, and cannot make a replica vote twice.</summary>
public sealed class ReplicaSalvageTests
{
    private TestStorage _storage = null!;
    private ReplicaSalvage _salvage = null!;
    private string _replica = null!;
    private List<byte[]> _frames = null!;

    [SetUp]
    public void WriteReplica()
    {
        _storage = new TestStorage();
        _replica = ReplicaOnDisk.Write(_storage);
        _salvage = new ReplicaSalvage(_storage.Disk, ReplicaOnDisk.Root);
        using PartitionLog log = _storage.Open(ReplicaOnDisk.Options, _replica);
        _frames = log.AllFrames(new LogIndex(1));
    }

    [Test]
    public void Plan_OfAWholeReplica_IsNeedless() => Assert.That(_salvage.Plan(_replica).IsNeedless, Is.True);

    [Test]
    public void DamageInTheMiddle_KeepsWhatIsBefore_AndTellsWhatIsBehind()
    {
        string segment = Segments()[1];
        List<DumpedFrame> dumped = [.. SegmentDump.Read(_storage.Disk, segment)];
        _storage.Damage(segment, dumped[3].Position + FrameHeader.Size + 70);

        SalvagePlan plan = _salvage.Plan(_replica);
        SalvageOutcome outcome = _salvage.CarryOut(plan);

        Assert.That(plan.Damage?.File, Is.EqualTo(segment));
        Assert.That(plan.LastIndex, Is.EqualTo(dumped[2].Header.Index));
        Assert.That(plan.EndOffset, Is.EqualTo(dumped[3].Header.BaseOffset));
        Assert.That(plan.FramesGivenUp, Is.EqualTo(_frames.Count - (int)dumped[3].Header.Index.Value));
        Assert.That(plan.LastOffsetSeen, Is.EqualTo(new Offset(2 * ReplicaOnDisk.Batches)));
        Assert.That(outcome.Replica, Is.EqualTo(_replica));
        Assert.That(outcome.KeptAside, Is.EqualTo(new[] { _replica + ".damaged-1" }));
        using PartitionLog log = _storage.Open(ReplicaOnDisk.Options, _replica);
        Assert.That(log.AllFrames(new LogIndex(1)), Is.EqualTo(_frames.Take((int)plan.LastIndex.Value)));
    }

    [Test]
    public void ReplicaInItsPlace_KeepsItsTermAndVote()
    {
        _storage.Damage(Segments()[1], 200);

        SalvageOutcome outcome = _salvage.CarryOut(_salvage.Plan(_replica));

        Assert.That(outcome.Term, Is.EqualTo(new Term(3)));
        Assert.That(State().Vote.Broker, Is.EqualTo(new BrokerId(2)));
    }

    [Test]
    public void ReplicaThatWasPutAside_ReplacesItsEmptySuccessor_InATermNobodyKnows()
    {
        string aside = PutAside(out _);

        SalvageOutcome outcome = _salvage.CarryOut(_salvage.Plan(aside));

        Assert.That(outcome.KeptAside, Is.EqualTo(new[] { _replica + ".damaged-2", aside }));
        Assert.That(State().Term, Is.EqualTo(outcome.Term));
        Assert.That(outcome.Term.Value, Is.GreaterThan(1000));
        Assert.That(State().Vote, Is.EqualTo(ReplicaId.None));
        using DataDirectory data = Open();
        Assert.That(data.FindReplica(ReplicaOnDisk.Topic, 0)!.Manifest.Directory, Is.EqualTo(ReplicaOnDisk.Directory));
    }

    [Test]
    public void ReplicaWhoseSuccessorHasData_IsNotBroughtBack()
    {
        string aside = PutAside(out ReplicaDirectory successor);
        using (PartitionLog log = _storage.Open(ReplicaOnDisk.Options, successor.Path))
        {
            log.AppendBatch();
            log.WritePending();
        }

        Assert.That(() => _salvage.Plan(aside), Throws.InstanceOf<SalvageRefusedException>().With.Message.Contains("holds entries already"));
    }

    [Test]
    public void ReplicaWithoutAReadableBeginning_IsRefused()
    {
        _storage.Damage(Segments()[0], 5);

        Assert.That(() => _salvage.Plan(_replica), Throws.InstanceOf<SalvageRefusedException>());
    }

    [Test]
    public void MissingSegment_EndsWhatIsKept()
    {
        _storage.Disk.DeleteFile(Segments()[1]);
        LogIndex first = new(LogIndexOf(Segments()[1]));

        SalvagePlan plan = _salvage.Plan(_replica);

        Assert.That(plan.LastIndex, Is.LessThan(first.Previous()));
        Assert.That(plan.Segments, Has.Count.EqualTo(1));
        Assert.That(plan.Damage?.File, Is.EqualTo(Segments()[1]));
    }

    private string PutAside(out ReplicaDirectory successor)
    {
        using DataDirectory data = Open();
        string aside = data.QuarantineReplica(ReplicaOnDisk.Topic, 0)!;
        data.ForgetReplica(ReplicaOnDisk.Group);
        successor = data.CreateReplica(ReplicaOnDisk.Topic, 0, "orders", ReplicaOnDisk.Group, new DirectoryId(99));
        return aside;
    }

    private DataDirectory Open() => DataDirectory.Open(_storage.Context, ReplicaOnDisk.Root, "test", new BrokerId(1), new Random(1));

    private StoredHardState State()
    {
        using DataDirectory data = Open();
        return data.HardState.TryGet(ReplicaOnDisk.Group, out StoredHardState state) ? state : default;
    }

    private IReadOnlyList<string> Segments() => LogVerifier.SegmentsIn(_storage.Disk, _replica);

    private static long LogIndexOf(string segment) => SegmentName.TryParse(Path.GetFileName(segment), out LogIndex first, out _) ? first.Value : 0;
}
