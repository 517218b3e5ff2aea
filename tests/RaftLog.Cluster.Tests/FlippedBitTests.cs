namespace RaftLog.Cluster.Tests;

/// <summary>
/// One bit flips in a file of each kind on one broker, in the middle or at the end. The broker names each file, and what was in it comes back from memory,
/// from other files or from the other brokers; nothing is lost, and nobody reads a byte that was not written.
/// </summary>
public sealed class FlippedBitTests
{
    private FlippedBitScenario _scenario = null!;

    [OneTimeSetUp]
    public async Task FillClusterAsync() => _scenario = await FlippedBitScenario.StartAsync();

    [SetUp]
    public void ForgetMessages() => _scenario.ForgetMessages();

    [OneTimeTearDown]
    public async Task RemoveClusterAsync() => await _scenario.DisposeAsync();

    [Test]
    public async Task RunningBroker_FindsNamesAndRepairsEachKindOfFile([Values] bool atTail)
    {
        DamagedFile[] files = [.. BrokerFile.All.Where(file => !file.IsOfStoppedBroker && file != BrokerFile.MetadataSegment).Select(file => Flip(file, atTail))];

        await RequireRepairAsync(files);
    }

    /// <summary>Alone: the new snapshot that takes the place of a damaged one makes the segment superfluous, and it may be gone before anybody has looked at it.</summary>
    [Test]
    public async Task RunningBroker_ReplacesADamagedSegmentOfItsMetadataByASnapshot([Values] bool atTail)
    {
        await RequireRepairAsync([Flip(BrokerFile.MetadataSegment, atTail)]);
    }

    [Test]
    public async Task StartingBroker_FindsNamesAndRepairsEachKindOfFile_ThatItCanDoWithout([Values] bool atTail)
    {
        await _scenario.Victim.StopAsync();
        DamagedFile[] files = [.. BrokerFile.All.Except([BrokerFile.HardState, BrokerFile.Identity, .. BrokerFile.OfMetadata]).Select(file => Flip(file, atTail))];

        await _scenario.Victim.StartAsync();

        await RequireRepairAsync(files);
    }

    /// <summary>What nothing else on the disk stands in for, the other controllers give back: the broker joins their group as a replica that it never had.</summary>
    [Test]
    public async Task StartingBroker_GoesOn_WhateverOfItsMetadataIsDamaged(
        [Values("metadata snapshot", "older metadata snapshot and metadata segment", "metadata snapshot and older metadata snapshot", "last metadata segment")] string damaged,
        [Values] bool atTail)
    {
        string[] kinds = damaged.Split(" and ");
        await _scenario.Victim.StopAsync();
        DamagedFile[] files = [.. BrokerFile.OfMetadata.Where(file => kinds.Contains(file.Kind)).Select(file => Flip(file, atTail))];

        await _scenario.Victim.StartAsync();

        await RequireRepairAsync(files);
    }

    [Test]
    public async Task StartingBroker_WhoseMetadataIsGone_GetsItBack()
    {
        await _scenario.Victim.StopAsync();
        Directory.Delete(Path.Combine(_scenario.VictimDirectory, "metadata"), recursive: true);

        await _scenario.Victim.StartAsync();

        await RequireRepairAsync([]);
    }

    [Test]
    public async Task StartingBroker_RefusesToStart_AndNamesTheFile_WhenItMustNotDoWithout([Values] bool atTail)
    {
        await _scenario.Victim.StopAsync();
        foreach (var kind in new[] { BrokerFile.HardState, BrokerFile.Identity })
        {
            string file = Flip(kind, atTail).Path;
            Assert.That(async () => await _scenario.Victim.StartAsync(), Throws.Exception.With.Message.Contains(file), kind.Kind);
            BrokerFile.Flip(file, atTail);
        }

        // What its message advises: with an empty directory it joins as a broker that was wiped.
        Directory.Delete(_scenario.VictimDirectory, recursive: true);
        await _scenario.Victim.StartAsync();
        await _scenario.WaitUntilWholeAsync();
        await _scenario.CheckContentsAsync();
        await _scenario.RestartVictimAsync();
    }

    private async Task RequireRepairAsync(DamagedFile[] files)
    {
        foreach (var file in files)
        {
            await (file.Kind.CostsReplica ? _scenario.WaitUntilPutAsideAsync(file.Path) : _scenario.WaitUntilNamedAsync(file.Path));
        }

        await _scenario.WaitUntilWholeAsync();
        await _scenario.CheckContentsAsync();
        await _scenario.StopAndVerifyAsync();
        await _scenario.RestartVictimAsync();
    }

    private DamagedFile Flip(BrokerFile kind, bool atTail)
    {
        string path = kind.Find(_scenario.VictimDirectory) ?? throw new AssertionException($"The broker has no {kind.Kind}.");
        BrokerFile.Flip(path, atTail);
        return new DamagedFile(kind, path);
    }

    private sealed record DamagedFile(BrokerFile Kind, string Path);
}
