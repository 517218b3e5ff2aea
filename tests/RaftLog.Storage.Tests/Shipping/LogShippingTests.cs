using RaftLog.Model;

namespace RaftLog.Storage.Tests;

/// <summary>A log that is sent in its sealed segments is the same log at the other end.</summary>
public sealed class LogShippingTests
{
    private static readonly PartitionLogOptions Options = new() { SegmentBytes = 4096, IndexIntervalBytes = 300 };

    private TestStorage _sender = null!;
    private TestStorage _receiver = null!;

    [SetUp]
    public void CreateDisks()
    {
        _sender = new TestStorage();
        _receiver = new TestStorage();
    }

    [Test]
    public void Receiver_HasTheSameFrames_WhateverThePiecesAre([Values(1, 63, 64, 1_000, 100_000)] int pieceBytes)
    {
        PartitionLog source = _sender.Open(Options).Fill(300);
        PartitionLog target = _receiver.Open(Options);
        using LogShipment shipment = source.Ship();
        LogImport import = target.BeginImport();

        shipment.Carry(import, pieceBytes);
        target.Replace(import);

        Assert.That(target.LastIndex, Is.EqualTo(shipment.LastIndex));
        Assert.That(target.LastTerm, Is.EqualTo(shipment.LastTerm));
        AssertBeginsAs(target, source);
        Assert.That(_receiver.Files(SegmentName.LogSuffix), Has.Count.EqualTo(source.Segments.Length));
    }

    [Test]
    public void ReplacedLog_GoesOn_AndIsWholeAfterARestart()
    {
        PartitionLog source = _sender.Open(Options).Fill(300);
        PartitionLog target = _receiver.Open(Options);
        target.Fill(5);
        using LogShipment shipment = source.Ship();

        target.ReplaceBy(shipment);
        AppendRest(target, source);
        _receiver.Flusher.FlushOnce();
        _receiver.LosePower();

        PartitionLog reopened = _receiver.Open(Options);
        Assert.That(reopened.LastIndex, Is.EqualTo(source.LastIndex));
        AssertBeginsAs(reopened, source);
        Assert.That(reopened.Epochs.Epochs, Is.EqualTo(source.Epochs.Epochs));
        Assert.That(Producers(reopened), Is.EqualTo(Producers(source)));
    }

    [Test]
    public void Producers_AreAsOfTheLastEntryShipped([Values] bool hasDropped)
    {
        PartitionLog source = _sender.Open(Options).Fill(300);
        if (hasDropped)
        {
            // The checkpoint knows the producers as of an entry behind those that are shipped.
            Drop(source, 120);
        }

        PartitionLog target = _receiver.Open(Options);
        using LogShipment shipment = source.Ship();

        target.ReplaceBy(shipment);

        if (!hasDropped)
        {
            using var expected = new TestLog(Options);
            expected.Log.Fill((int)target.LastIndex.Value);
            Assert.That(Producers(target), Is.EqualTo(Producers(expected.Log)));
        }

        // What cannot be told of that moment any more is told by the entries after it, before anybody may lead with this log.
        AppendRest(target, source);
        Assert.That(Producers(target), Is.EqualTo(Producers(source)));
    }

    [Test]
    public void LogWithoutItsBeginning_ArrivesWithWhatIsKnownOfIt()
    {
        PartitionLog source = _sender.Open(Options).Fill(300);
        Drop(source, 150);
        PartitionLog target = _receiver.Open(Options);
        using LogShipment shipment = source.Ship();

        target.ReplaceBy(shipment);

        Assert.That(target.FirstIndex, Is.EqualTo(source.FirstIndex));
        Assert.That(target.LogStartOffset, Is.EqualTo(new Offset(150)));
        Assert.That(target.PreviousTerm, Is.EqualTo(source.PreviousTerm));
        Assert.That(target.Checkpoint!.Configuration.ToArray(), Is.EqualTo(new byte[] { 9, 9 }));
        AssertBeginsAs(target, source);
    }

    [Test]
    public void LogOfOneSegment_ArrivesAsItsBeginningOnly()
    {
        PartitionLog source = _sender.Open(Options).Fill(300);
        source.AdvanceLogStart(source.LogEndOffset);
        source.Roll();
        Assert.That(source.TryDropPrefix(source.FirstIndexAfterDrop(source.LastIndex), source.LastIndex, new byte[] { 9 }), Is.True);
        PartitionLog target = _receiver.Open(Options);
        target.Fill(20);
        using LogShipment shipment = source.Ship();

        target.ReplaceBy(shipment);

        Assert.That((target.FirstIndex, target.LastIndex), Is.EqualTo((new LogIndex(301), new LogIndex(300))));
        Assert.That((target.LogStartOffset, target.LogEndOffset), Is.EqualTo((source.LogEndOffset, source.LogEndOffset)));
        Assert.That(Producers(target), Is.EqualTo(Producers(source)));
    }

    [Test]
    public void EntriesThatAreNotCommitted_AreNotShipped()
    {
        PartitionLog source = _sender.Open(Options).Fill(300);
        LogIndex committed = source.Segments[2].LastIndex.Previous();

        using LogShipment shipment = source.Ship(committed);

        Assert.That(shipment.LastIndex, Is.EqualTo(source.Segments[1].LastIndex));
    }

    [Test]
    public void Shipment_CanBeRead_ThoughTheLogDropsItsFiles()
    {
        PartitionLog source = _sender.Open(Options).Fill(300);
        List<byte[]> frames = source.AllFrames(new LogIndex(1));
        PartitionLog target = _receiver.Open(Options);
        using LogShipment shipment = source.Ship();
        LogImport import = target.BeginImport();
        shipment.Carry(import, upTo: 3_000);

        Drop(source, 200);
        while (!import.IsComplete)
        {
            var piece = new byte[Math.Min(777, shipment.TotalBytes - import.Position)];
            shipment.Read(import.Position, piece);
            import.Take(import.Position, piece);
        }

        target.Replace(import);
        Assert.That(target.AllFrames(new LogIndex(1)), Is.EqualTo(frames.Take((int)target.LastIndex.Value)));
    }

    [Test]
    public void NextShipment_GoesOnBehindTheSegmentsThatAreHere()
    {
        PartitionLog source = _sender.Open(Options).Fill(200);
        PartitionLog target = _receiver.Open(Options);
        LogImport import = target.BeginImport();
        long reached = 0;
        using (LogShipment first = source.Ship())
        {
            first.Carry(import, pieceBytes: 500, upTo: 9_000);
            reached = import.Position;
        }

        source.Fill(200, from: 200);
        using LogShipment second = source.Ship();
        import.Begin(second.Crc);
        var head = new byte[2_000];
        second.Read(0, head);
        import.Take(0, head);

        Assert.That(import.Position, Is.GreaterThanOrEqualTo(reached));
        second.Carry(import);
        target.Replace(import);
        AssertBeginsAs(target, source);
        Assert.That(target.LastIndex, Is.EqualTo(second.LastIndex));
    }

    [Test]
    public void NextShipment_OfALogWithoutItsBeginning_KeepsTheSegmentsThatAreLeft()
    {
        PartitionLog source = _sender.Open(Options).Fill(300);
        PartitionLog target = _receiver.Open(Options);
        LogImport import = target.BeginImport();
        using (LogShipment first = source.Ship())
        {
            first.Carry(import, upTo: 15_000);
        }

        Drop(source, 60);
        using LogShipment second = source.Ship();
        second.Carry(import);
        target.Replace(import);

        Assert.That(target.FirstIndex, Is.EqualTo(source.FirstIndex));
        AssertBeginsAs(target, source);
        Assert.That(_receiver.Disk.EnumerateFiles(TestStorage.LogPath).Count(name => name.EndsWith(SegmentName.LogSuffix, StringComparison.Ordinal)), Is.EqualTo(source.Segments.Length));
    }

    [Test]
    public void NextShipment_OfAnotherLog_BeginsAnew()
    {
        PartitionLog source = _sender.Open(Options).Fill(300);
        using var other = new TestLog(Options);
        other.Log.Fill(3);
        other.Log.AppendContent(EntryKind.NoOp, term: 2);
        other.Log.Fill(300, from: 60);
        PartitionLog target = _receiver.Open(Options);
        LogImport import = target.BeginImport();
        using (LogShipment first = other.Log.Ship())
        {
            first.Carry(import, upTo: 10_000);
        }

        using LogShipment second = source.Ship();
        second.Carry(import);
        target.Replace(import);

        AssertBeginsAs(target, source);
    }

    [Test]
    public void DamagedByte_IsFound_AndNothingIsKept([Values(100, 3_000, 5_000)] int position)
    {
        PartitionLog source = _sender.Open(Options).Fill(300);
        PartitionLog target = _receiver.Open(Options);
        target.Fill(5);
        using LogShipment shipment = source.Ship();
        LogImport import = target.BeginImport();
        var bytes = new byte[shipment.TotalBytes];
        shipment.Read(0, bytes);
        bytes[position] ^= 0x40;

        import.Begin(shipment.Crc);
        Assert.That(() => import.Take(0, bytes), Throws.InstanceOf<LogCorruptException>());

        Assert.That(_receiver.Disk.DirectoryExists($"{TestStorage.LogPath}/{IncomingDirectory.Name}"), Is.False);
        Assert.That(target.LastIndex, Is.EqualTo(new LogIndex(5)));
        shipment.Carry(import);
        target.Replace(import);
        AssertBeginsAs(target, source);
    }

    [Test]
    public void Sender_FindsTheDamage_InItsOwnFile()
    {
        PartitionLog source = _sender.Open(Options).Fill(300);
        using LogShipment shipment = source.Ship();
        _sender.Damage(source.Segments[1].Path, position: 700);

        Assert.That(() => shipment.Verify(shipment.TotalBytes - 1), Throws.Nothing);
        Assert.That(
            () => Enumerable.Range(0, (int)shipment.TotalBytes / 1_000).ToList().ForEach(i => shipment.Verify(i * 1_000)),
            Throws.InstanceOf<LogCorruptException>().With.Property(nameof(LogCorruptException.File)).EqualTo(source.Segments[1].Path));
    }

    [Test]
    public void DroppedFileThatNobodyHolds_CannotBeShipped()
    {
        PartitionLog source = _sender.Open(Options).Fill(300);
        using LogShipment planned = source.PlanShipment(source.LastIndex);
        Drop(source, 200);

        Assert.That(planned.TryOpen(), Is.False);
    }

    [Test]
    public void ImportThatWasNeverFinished_IsGone_WhenTheLogIsOpenedAgain()
    {
        PartitionLog source = _sender.Open(Options).Fill(300);
        PartitionLog target = _receiver.Open(Options);
        target.Fill(5);
        using LogShipment shipment = source.Ship();
        shipment.Carry(target.BeginImport());
        target.Dispose();
        _receiver.Restart();

        PartitionLog reopened = _receiver.Open(Options);

        Assert.That(reopened.LastIndex, Is.EqualTo(new LogIndex(5)));
        Assert.That(_receiver.Disk.EnumerateDirectories(TestStorage.LogPath), Is.Empty);
    }

    private static void AppendRest(PartitionLog target, PartitionLog source)
    {
        foreach (byte[] frame in source.AllFrames(target.LastIndex.Next()))
        {
            target.Append(Buffer(frame), 0, frame.Length);
        }

        target.WritePending();
    }

    private static PooledBuffer Buffer(byte[] bytes)
    {
        PooledBuffer buffer = PooledBuffer.Rent(bytes.Length);
        bytes.CopyTo(buffer.Span);
        return buffer;
    }

    private static void Drop(PartitionLog log, long start)
    {
        log.AdvanceLogStart(new Offset(start));
        Assert.That(log.TryDropPrefix(log.FirstIndexAfterDrop(log.LastIndex), log.LastIndex, new byte[] { 9, 9 }), Is.True);
    }

    private static byte[] Producers(PartitionLog log)
    {
        var sorted = new ProducerStateTable();
        foreach ((long id, ProducerEntry producer) in log.Producers.Producers.OrderBy(producer => producer.Key))
        {
            sorted.Restore(id, producer);
        }

        return ProducerStateCodec.Encode(sorted).ToArray();
    }

    private static void AssertBeginsAs(PartitionLog target, PartitionLog source)
    {
        List<byte[]> expected = source.AllFrames(source.FirstIndex);
        List<byte[]> actual = target.AllFrames(target.FirstIndex);
        Assert.That(actual, Is.Not.Empty);
        Assert.That(actual, Is.EqualTo(expected.Take(actual.Count)));
    }

    // A third log, on a disk of its own.
    private sealed class TestLog(PartitionLogOptions options) : IDisposable
    {
        public PartitionLog Log { get; } = new TestStorage().Open(options);

        public void Dispose() => Log.Dispose();
    }
}
