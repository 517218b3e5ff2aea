using RaftLog.Benchmarks.EndToEnd;
using RaftLog.Benchmarks.Limits;

namespace RaftLog.Benchmarks.Tests;

public sealed class ParsingTests
{
    [Test]
    public void ProcessorTimes_CountGuestsOnce_AndKnowWhatWasStolen()
    {
        var before = ProcessorTimes.Parse("cpu  100 0 50 800 10 0 20 20 7 7");
        var after = ProcessorTimes.Parse("cpu  150 0 60 820 10 0 20 40 9 9");

        Assert.That(before, Is.EqualTo(new ProcessorTimes(1_000, 20)));
        Assert.That(after.StolenShareSince(before), Is.EqualTo(0.2));
        Assert.That(after.StolenShareSince(after), Is.Zero);
    }

    [Test]
    public void ProcessStat_IsReadAfterTheName_WhichMayHoldSpacesAndParentheses()
    {
        const string Stat = "4711 (a (odd) name) S 1 2 3 4 5 6 7 8 9 10 250 75 0 0 20 0 30 0 12345";

        Assert.That(ProcessUse.ParseStat(Stat), Is.EqualTo((2.5, 0.75)));
    }

    [Test]
    public void ThreadThatEndsBetweenTwoLooks_IsNotTakenOffTheOthers()
    {
        var before = new ProcessUse(1, 1, new Dictionary<int, long> { [10] = 5, [11] = 900 });
        var after = new ProcessUse(2, 1.5, new Dictionary<int, long> { [10] = 8, [12] = 4 });

        Assert.That((after - before).ContextSwitches, Is.EqualTo(7));
        Assert.That((after - before).Seconds, Is.EqualTo(1.5));
        Assert.That((after + new ProcessUse(0, 0, new Dictionary<int, long> { [20] = 1 })).ContextSwitches, Is.EqualTo(13));
    }

    [Test]
    public void MetricsOfAllBrokers_AreSummed_AndChosenByLabel()
    {
        string[] texts =
        [
            "# TYPE dotnet_gc_collections_total counter\ndotnet_gc_collections_total{gc_heap_generation=\"gen0\"} 5\ndotnet_gc_collections_total{gc_heap_generation=\"gen2\"} 1\n",
            "dotnet_gc_collections_total{gc_heap_generation=\"gen2\"} 2\nother 9\n",
        ];

        Assert.That(BrokerMetrics.Sum(texts, "dotnet_gc_collections"), Is.EqualTo(8));
        Assert.That(BrokerMetrics.Sum(texts, "dotnet_gc_collections", "=\"gen2\""), Is.EqualTo(3));
    }

    [Test]
    public void Measurement_OfAClientWithoutGarbageCollector_HasNoAllocations()
    {
        const string Json = """
            {"records":10,"bytes":1000,"seconds":2,"recordsPerSecond":5,"megabytesPerSecond":0.0005,"batches":3,
             "latency":{"samples":10,"p50Ms":1,"p99Ms":2,"p999Ms":3,"maxMs":4},"cost":{"userSeconds":0.5,"systemSeconds":0.25}}
            """;

        var measured = Measurement.Parse(Json);

        Assert.That(measured.Latency, Is.EqualTo(new Latencies(1, 2, 3, 4)));
        Assert.That(measured.Cost, Is.EqualTo(new ClientCost(0.5, 0.25)));
        Assert.That(measured.Lateness, Is.Null);
    }

    [Test]
    public void PagesToBeWrittenBack_AreThoseThatWait_AndThoseUnderWay()
    {
        const string Info = "MemTotal:       16 kB\nDirty:              1396 kB\nWriteback:             4 kB\nWritebackTmp:          9 kB\n";

        Assert.That(DiskSettling.WaitingKibibytes(Info), Is.EqualTo(1_400));
    }

    [Test]
    public void FlushesOfAllDisks_AreSummed_WithoutLoopDevices()
    {
        const string Statistics =
            " 254       0 vda 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 70 17\n 254       1 vda1 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 0 0\n"
            + "   7       0 loop0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 5 17\n   8       0 sda 1 2 3 4 5 6 7 8 9 10 11\n";

        Assert.That(DiskFlushes.Sum(Statistics), Is.EqualTo(70));
    }

    [Test]
    public void LoadClientInC_IsToldTheSame_AsOurs()
    {
        Assert.That(LoadProgram.Own.Arguments("produce", "t", "b:1"), Is.EqualTo(new[] { "bench", "produce", "t", "--bootstrap", "b:1", "--json" }));
        Assert.That(LoadProgram.Librdkafka.Arguments("produce", "t", "b:1"), Is.EqualTo(new[] { "produce", "--bootstrap", "b:1", "--topic", "t" }));
        Assert.That(new ProduceRow(LoadProgram.Librdkafka, 100, 1).Name, Is.EqualTo("foreign-produce-100-1"));
    }

    [Test]
    public void LoadLasts_ForATime_AlsoInAQuickLook()
    {
        Assert.That(SteadyState.Lengths(1), Is.EqualTo(new[] { "--warm-up-seconds", "4", "--seconds", "5" }));
        Assert.That(SteadyState.Lengths(0.002), Is.EqualTo(new[] { "--warm-up-seconds", "0.2", "--seconds", "0.2" }));
    }

    [Test]
    public void WhatIsNoMeasurement_IsSaid() => Assert.That(() => Measurement.Parse("ready"), Throws.TypeOf<LoadClientException>());

    [Test]
    public void Rows_AreChosenByTheBeginningOfTheirNames_InTheTablesOrder()
    {
        Assert.That(SuiteRows.Choose([]), Is.EqualTo(SuiteRows.All));
        Assert.That(SuiteRows.Choose(["failover", "produce-1024"]).Select(row => row.Name), Is.EqualTo(new[] { "produce-1024-1", "produce-1024-12", "failover" }));
        Assert.That(SuiteRows.Choose(["produce-100-1"]).Select(row => row.Name), Is.EqualTo(new[] { "produce-100-1" }));
        Assert.That(() => SuiteRows.Choose(["produce", "nothing"]), Throws.TypeOf<BenchmarkException>().With.Message.Contains("'nothing'"));
    }
}
