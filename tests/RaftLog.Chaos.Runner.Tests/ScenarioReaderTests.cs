using System.Text;

namespace RaftLog.Chaos.Runner.Tests;

/// <summary>A scenario file is read strictly, and what is wrong is named by its field.</summary>
internal sealed class ScenarioReaderTests
{
    private static IEnumerable<string> Shipped => ScenarioCatalog.Names;

    [TestCaseSource(nameof(Shipped))]
    public void ShippedScenario_IsRead(string name) => Assert.That(ScenarioCatalog.Load(name).Faults, Is.Not.Empty);

    [Test]
    public void Fields_ThatAreLeftOut_HaveDefaults()
    {
        Scenario scenario = Parse("""{ "description": "d", "faults": [ { "kind": "kill" } ] }""");

        Assert.That(scenario.Name, Is.EqualTo("test"));
        Assert.That(scenario.Brokers, Is.EqualTo(3));
        Assert.That(scenario.Flush, Is.EqualTo("always"));
        Assert.That(scenario.Faults[0].Target, Is.EqualTo(FaultTarget.Leader));
        Assert.That(scenario.NeedsProxies, Is.False);
    }

    [Test]
    public void Times_AreReadWithTheirUnits()
    {
        Scenario scenario = Parse("""
            { "description": "d", "duration": "5m", "pause": "300ms", "faults": [ { "kind": "cut", "duration": "2.5s" } ] }
            """);

        Assert.That(scenario.Duration, Is.EqualTo(TimeSpan.FromMinutes(5)));
        Assert.That(scenario.Pause, Is.EqualTo(TimeSpan.FromMilliseconds(300)));
        Assert.That(scenario.Faults[0].Duration, Is.EqualTo(TimeSpan.FromSeconds(2.5)));
        Assert.That(scenario.NeedsProxies, Is.True);
    }

    [TestCase("""{ "faults": [ { "kind": "kill" } ] }""", "test.json: description is missing")]
    [TestCase("""{ "description": "d" }""", "faults is missing or empty; allowed: a list with at least one object")]
    [TestCase("""{ "description": "d", "faults": [] }""", "faults is missing or empty")]
    [TestCase("""{ "description": "d", "faults": [ { } ] }""", "faults[0].kind is missing; allowed: kill, ")]
    [TestCase("""{ "description": "d", "faults": [ { "kind": "kil" } ] }""", "faults[0].kind is \"kil\"; allowed: kill, ")]
    [TestCase("""{ "description": "d", "faults": [ { "kind": "kill", "target": "boss" } ] }""", "faults[0].target is \"boss\"; allowed: leader, ")]
    [TestCase("""{ "description": "d", "faults": [ { "kind": "wipe", "target": "all" } ] }""", "faults[0].target is \"all\"; allowed: leader, follower")]
    [TestCase("""{ "description": "d", "faults": [ { "kind": "kill", "bytesPerSecond": 9999 } ] }""", "faults[0].bytesPerSecond is not a field here; allowed: kind, ")]
    [TestCase("""{ "description": "d", "faults": [ { "kind": "kill", "duration": 5 } ] }""", "faults[0].duration is 5; allowed: a time such as 300ms")]
    [TestCase("""{ "description": "d", "faults": [ { "kind": "kill", "duration": "5 s" } ] }""", "faults[0].duration is \"5 s\"; allowed: a time such as 300ms")]
    [TestCase("""{ "description": "d", "faults": [ { "kind": "kill" } ], "x": 1 }""", "x is not a field here; allowed: description, ")]
    [TestCase("""{ "description": "d", "brokers": 4, "faults": [ { "kind": "kill" } ] }""", "brokers is 4; allowed: 3 or 5")]
    [TestCase("""{ "description": "d", "replicationFactor": 5, "faults": [ { "kind": "kill" } ] }""", "replicationFactor is 5; allowed: an integer from 1 to 3")]
    [TestCase("""{ "description": "d", "workload": { "rate": 5 }, "faults": [ { "kind": "kill" } ] }""", "workload.rate is not a field here; allowed: producers, ")]
    [TestCase("""{ "description": "d", "limits": { "p99Ratio": "2" }, "faults": [ { "kind": "kill" } ] }""", "limits.p99Ratio is \"2\"; allowed: a number from 1")]
    [TestCase("""{ "description": "d", "faults": [ { "kind": "power-cut" } ] }""", "disk is real, but a fault is power-cut; allowed: losing")]
    [TestCase("""{ "description": "d", "description": "e", "faults": [ { "kind": "kill" } ] }""", "description is there twice")]
    [TestCase("""{ "description": "d", "partitions": 1, "faults": [ { "kind": "kill" } ] }""", "workload.consumers is 2, more than there are partitions; allowed: an integer from 0 to 1")]
    [TestCase("""{ "description": "d", "faults": [ { "kind": "kill-compacting" } ] }""", "updates is missing, but a fault is kill-compacting; allowed: an object")]
    [TestCase("""{ "description": "d", "updates": { "count": 1 }, "faults": [ { "kind": "kill" } ] }""", "updates.count is 1; allowed: an integer from 1000 to ")]
    [TestCase("[]", "test.json: the file is not an object")]
    [TestCase("{", "test.json is not JSON")]
    public void Mistake_IsNamed_WithWhatIsAllowed(string json, string message) =>
        Assert.That(() => Parse(json), Throws.TypeOf<ScenarioException>().With.Message.Contains(message));

    private static Scenario Parse(string json) => ScenarioReader.Parse("test.json", Encoding.UTF8.GetBytes(json));
}
