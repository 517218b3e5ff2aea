using RaftLog.LocalCluster;

namespace RaftLog.Interop.Tests;

/// <summary>Nothing is left out in silence: the table in the README says what each client is tested for, and why not for the rest.</summary>
internal sealed class CapabilityTests
{
    [Test]
    public void Readme_HasTheTableOfWhatEachClientIsTestedFor()
    {
        string readme = File.ReadAllText(Path.Combine(Checkout.Root, "tests", "RaftLog.Interop.Tests", "README.md"));

        Assert.That(readme, Does.Contain(CapabilityTable.Write(ForeignClients.All)));
    }
}
