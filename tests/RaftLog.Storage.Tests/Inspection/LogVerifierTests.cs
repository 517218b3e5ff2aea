using RaftLog.Model;

namespace RaftLog.Storage.Tests;

/// <summary>Verifying finds every flipped bit, says in which file and where, and whether anything is lost.</summary>
public sealed class LogVerifierTests
{
    private TestStorage _storage = null!;
    private string _replica = null!;

    [SetUp]
    public void WriteReplica()
    {
        _storage = new TestStorage();
        _replica = ReplicaOnDisk.Write(_storage);
    }

    [Test]
    public void SoundReplica_HasNoFindings_AndIsCounted()
    {
        LogVerification log = LogVerifier.Verify(_storage.Disk, _replica);

        Assert.That(log.Findings, Is.Empty);
        Assert.That(log.Segments, Is.GreaterThan(2));
        Assert.That(log.Frames, Is.EqualTo(ReplicaOnDisk.Batches + 1));
        Assert.That(log.LastIndex, Is.EqualTo(new LogIndex(ReplicaOnDisk.Batches + 1)));
        Assert.That(log.EndOffset, Is.EqualTo(new Offset(2 * ReplicaOnDisk.Batches)));
        Assert.That(log.Manifest?.TopicName, Is.EqualTo("orders"));
    }

    [Test]
    public void FlippedBit_AnywhereInASegment_IsDamageOfThatSegment_AtOrBeforeIt()
    {
        string segment = Segments()[1];
        int length = _storage.Disk.ReadAllBytes(segment).Length;

        for (int position = 0; position < length; position += 13)
        {
            _storage.Damage(segment, position);
            LogVerification log = LogVerifier.Verify(_storage.Disk, _replica);

            Assert.That(log.IsSound, Is.False, $"Damaged at {position}.");
            LogFinding first = log.Findings.First(finding => finding.Severity == FindingSeverity.Damage);
            Assert.That(first.File, Is.EqualTo(segment), $"Damaged at {position}.");
            Assert.That(first.Position, Is.LessThanOrEqualTo(position));
            _storage.Damage(segment, position);
        }
    }

    [Test]
    public void FlippedBit_AnywhereInAnIndex_IsNoticed_AndLosesNothing()
    {
        string index = SegmentName.IndexPathOf(Segments()[1]);
        int length = _storage.Disk.ReadAllBytes(index).Length;

        // The bytes 32 to 47 are compared as zeros, the last four of the mark are not read.
        for (int position = 0; position < length; position += 3)
        {
            if (position is >= 48 and < 64)
            {
                continue;
            }

            _storage.Damage(index, position);
            LogVerification log = LogVerifier.Verify(_storage.Disk, _replica);

            Assert.That(log.IsSound, Is.True, $"Damaged at {position}.");
            Assert.That(log.Findings.Select(finding => finding.File), Has.Member(index), $"Damaged at {position}.");
            _storage.Damage(index, position);
        }
    }

    [Test]
    public void MissingSegment_IsDamage_OfTheOneBehindIt()
    {
        _storage.Disk.DeleteFile(Segments()[1]);

        LogVerification log = LogVerifier.Verify(_storage.Disk, _replica);

        LogFinding damage = log.Findings.Single(finding => finding.Severity == FindingSeverity.Damage);
        Assert.That(damage.File, Is.EqualTo(Segments()[1]));
        Assert.That(damage.What, Does.Contain("does not continue it"));
    }

    [Test]
    public void IndexOfAnotherLog_WithValidChecksums_IsDamage_ThatSaysWhatToDelete()
    {
        string index = SegmentName.IndexPathOf(Segments()[1]);
        byte[] bytes = _storage.Disk.ReadAllBytes(index);
        IndexRecord.TryRead(bytes.AsSpan(64), out IndexRecord first);
        (first with { Position = first.Position + 1 }).Write(bytes.AsSpan(64));
        _storage.Disk.ReplaceDurably(index, bytes);

        LogFinding finding = LogVerifier.Verify(_storage.Disk, _replica).Findings.Single();

        Assert.That(finding.File, Is.EqualTo(index));
        Assert.That(finding.Severity, Is.EqualTo(FindingSeverity.Damage));
        Assert.That(finding.Advice, Does.Contain("Delete this index file"));
    }

    [Test]
    public void TornTail_IsNoticed_AndNoDamage()
    {
        string last = Segments()[^1];
        byte[] bytes = _storage.Disk.ReadAllBytes(last);
        _storage.Disk.ReplaceDurably(last, [.. bytes, 1, 2, 3]);

        LogVerification log = LogVerifier.Verify(_storage.Disk, _replica);

        Assert.That(log.IsSound, Is.True);
        Assert.That(log.Findings.Single().Position, Is.EqualTo(bytes.Length));
    }

    [TestCase("manifest", false)]
    [TestCase(".producers", true)]
    public void FlippedBit_InASmallFile_IsNamed(string suffix, bool staysSound)
    {
        string file = _storage.Files(suffix, _replica)[0];
        _storage.Damage(file, 20);

        LogVerification log = LogVerifier.Verify(_storage.Disk, _replica);

        Assert.That(log.Findings.Single().File, Is.EqualTo(file));
        Assert.That(log.IsSound, Is.EqualTo(staysSound));
    }

    [TestCase("meta")]
    [TestCase("hard-state")]
    public void FlippedBit_InAFileOfTheBroker_IsDamageOfTheDataDirectory(string name)
    {
        Assert.That(DataDirectoryVerifier.Verify(_storage.Disk, ReplicaOnDisk.Root).IsSound, Is.True);
        _storage.Damage($"{ReplicaOnDisk.Root}/{name}", 9);

        DataDirectoryVerification verified = DataDirectoryVerifier.Verify(_storage.Disk, ReplicaOnDisk.Root);

        Assert.That(verified.Findings.Single().File, Does.EndWith(name));
        Assert.That(verified.IsSound, Is.False);
    }

    [Test]
    public void LostReplica_IsMissed_BecauseItsTermIsKnown()
    {
        _storage.Disk.DeleteDirectory(_replica);

        LogFinding finding = DataDirectoryVerifier.Verify(_storage.Disk, ReplicaOnDisk.Root).Findings.Single();

        Assert.That(finding.What, Does.Contain("group 9").And.Contain("term 3"));
    }

    private IReadOnlyList<string> Segments() => LogVerifier.SegmentsIn(_storage.Disk, _replica);
}
