using RaftLog.Benchmarks.Floor;

namespace RaftLog.Benchmarks.Tests;

public sealed class FloorRowTests
{
    /// <summary>The option once said 100 in place of 3, and 100 producers looked as fast as the floor.</summary>
    [Test]
    public void ThroughputRow_TellsTheLoadClientWhatItsTitleSays()
    {
        var row = new FloorThroughputRow(16 * 1024, window: 16, producers: 3, suffix: "-three-producers");

        Assert.Multiple(() =>
        {
            Assert.That(row.Name, Is.EqualTo("floor-16384-three-producers"));
            Assert.That(row.Title, Is.EqualTo("batches of 16 KiB by 3 producers, 16 in flight at the floor"));
            Assert.That(row.Load, Is.EqualTo(new[] { "--size", "1000", "--batch-bytes", "16384", "--producers", "3" }));
        });
    }
}
