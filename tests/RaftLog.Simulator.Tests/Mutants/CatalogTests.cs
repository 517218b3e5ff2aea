using RaftLog.Simulator.Mutants;

namespace RaftLog.Simulator.Tests.Mutants;

/// <summary>All mutants still fit the sources. Whether they are caught, <c>make sim-mutants</c> tells.</summary>
public sealed class CatalogTests
{
    private static IEnumerable<TestCaseData> Mutants =>
        MutantCatalog.Load(Repository.Root).Select(mutant => new TestCaseData(mutant).SetArgDisplayNames(mutant.Name));

    [TestCaseSource(nameof(Mutants))]
    public void Mutant_StillApplies(object mutant)
    {
        var changed = ((Mutant)mutant).Apply(file => File.ReadAllText(Path.Combine(Repository.Root, file)));

        Assert.That(changed, Is.Not.Empty);
    }

    [Test]
    public void DefectsThatMustBeCaught_AreAllThere()
    {
        string[] named =
        [
            "flush-is-a-no-op", "ack-before-flush", "vote-not-persisted", "commit-of-older-term", "truncation-on-stale-append",
            "high-watermark-from-own-end", "no-check-quorum", "duplicate-after-failover", "follower-commit-not-clamped", "wiped-disk-votes",
            "recovery-accepts-bad-checksum", "recreated-topic-is-the-old-one",
        ];

        Assert.That(MutantCatalog.Load(Repository.Root).Select(mutant => mutant.Name), Is.SupersetOf(named));
    }
}
