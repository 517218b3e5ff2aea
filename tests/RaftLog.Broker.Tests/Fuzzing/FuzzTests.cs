using System.Diagnostics;
using System.Globalization;
using RaftLog.Broker.Tests.Support;

namespace RaftLog.Broker.Tests.Fuzzing;

/// <summary>
/// Spoilt frames, a few thousand in each run of the tests and as many as one likes with <c>make fuzz FRAMES=10000000</c>. Every run with one seed sends
/// the same frames.
/// </summary>
public sealed class FuzzTests
{
    private const long FramesOfAnOrdinaryRun = 20_000;

    // Nine of ten go to the decoders alone, where most of what can be wrong with a frame is found.
    private const int DecodedForEachServed = 10;

    private static readonly long Frames = Setting("RAFTLOG_FUZZ_FRAMES", FramesOfAnOrdinaryRun);
    private static readonly int Seed = (int)Setting("RAFTLOG_FUZZ_SEED", 1);

    [Test]
    public void SpoiltMessages_AreReadOrRefused_WithinBounds()
    {
        var fuzz = new DecoderFuzz(Seed);
        var watch = Stopwatch.StartNew();

        fuzz.Run(Frames);

        TestContext.Progress.WriteLine(
            $"{fuzz.Frames} messages decoded in {watch.Elapsed.TotalSeconds:F0} s, {fuzz.Refused} refused; the most allocated for one: {fuzz.MostAllocated} bytes (largest message {fuzz.LargestFrame})");
        Assert.That(fuzz.Refused, Is.Positive.And.LessThan(fuzz.Frames));
    }

    [Test]
    public async Task SpoiltRequests_DoNotHarmABroker()
    {
        await using var broker = await TestBroker.StartAsync(options => options.Groups.InitialRebalanceDelay = TimeSpan.Zero);
        await broker.CreateTopicAsync("a");
        var fuzz = new ConnectionFuzz(broker, Seed);
        var watch = Stopwatch.StartNew();

        await fuzz.RunAsync(Frames / DecodedForEachServed);

        TestContext.Progress.WriteLine(
            $"{fuzz.Frames} requests sent to a broker in {watch.Elapsed.TotalSeconds:F0} s, {fuzz.Answers} answers read; the most allocated in one connection's time: {fuzz.MostAllocated} bytes");
        Assert.That(fuzz.Answers, Is.Positive);
        Assert.That(await fuzz.IsAliveAsync(), Is.True);
    }

    private static long Setting(string name, long otherwise) =>
        long.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value : otherwise;
}
