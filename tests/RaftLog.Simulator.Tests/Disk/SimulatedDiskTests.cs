using RaftLog.Simulator.Disk;
using RaftLog.Simulator.Machine;
using RaftLog.Storage;

namespace RaftLog.Simulator.Tests.Disk;

/// <summary>The disk of a simulated machine keeps what was flushed, and nothing that was not unless chance wills it.</summary>
public sealed class SimulatedDiskTests
{
    private const string Path = "/file";
    private const int Sector = 512;

    private readonly SimulatedWorld _world = new(1);

    [Test]
    public void LossOfPower_TakesExactlyWhatWasNotFlushed()
    {
        var (disk, files) = Mounted();
        using (var file = files.Open(Path, FileOpenMode.OpenOrCreate))
        {
            file.Write(0, "flushed"u8);
            file.Flush();
            files.FlushDirectory("/");
            file.Write(0, "changed, and longer"u8);
        }

        disk.LosePower(isTorn: false);

        Assert.That(Content(disk), Is.EqualTo("flushed"u8.ToArray()));
    }

    [Test]
    public void TornLossOfPower_KeepsAnySubsetOfTheSectors_AlsoOutOfOrder()
    {
        var kept = new HashSet<string>();
        for (int i = 0; i < 64; i++)
        {
            var (disk, files) = Mounted();
            using (var file = files.Open(Path, FileOpenMode.OpenOrCreate))
            {
                file.Write(0, new byte[3 * Sector]);
                file.Flush();
                files.FlushDirectory("/");
                file.Write(0, Enumerable.Repeat((byte)1, 3 * Sector).ToArray());
            }

            disk.LosePower(isTorn: true);

            byte[] content = Content(disk);
            Assert.That(content, Has.Length.EqualTo(3 * Sector));
            kept.Add(string.Concat(Enumerable.Range(0, 3).Select(sector => content[sector * Sector])));
            Assert.That(Enumerable.Range(0, 3).All(sector => content.AsSpan(sector * Sector, Sector).IndexOfAnyExcept(content[sector * Sector]) < 0));
        }

        Assert.That(kept, Has.Count.EqualTo(8));
    }

    [Test]
    public void DeadProcess_WritesNothingMore()
    {
        var disk = new SimulatedDisk(_world);
        var process = new SimulatedProcess(_world, "broker 1");
        using var file = disk.Mount(process).Open(Path, FileOpenMode.OpenOrCreate);
        process.Kill();

        Assert.That(() => file.Write(0, "late"u8), Throws.InstanceOf<IOException>());
        Assert.That(Content(disk), Is.Empty);
    }

    [Test]
    public void Trap_SpringsAfterTheOperation([Values] bool isBefore)
    {
        var (disk, files) = Mounted();
        byte[]? seen = null;
        using var file = files.Open(Path, FileOpenMode.OpenOrCreate);
        disk.Trap = new DiskTrap(DiskOperation.Write, 2, isBefore, () => seen = Content(disk));

        file.Write(0, "1"u8);
        file.Write(1, "2"u8);
        file.Write(2, "3"u8);

        Assert.That(seen, Is.EqualTo(isBefore ? "1"u8.ToArray() : "12"u8.ToArray()));
    }

    [Test]
    public void FullDisk_FailsWrites_UntilItIsMended()
    {
        var (disk, files) = Mounted();
        using var file = files.Open(Path, FileOpenMode.OpenOrCreate);
        disk.IsFull = true;

        Assert.That(() => file.Write(0, "x"u8), Throws.InstanceOf<IOException>());
        Assert.That(disk.HasFailed);

        disk.Mend();
        Assert.That(() => file.Write(0, "x"u8), Throws.Nothing);
    }

    private (SimulatedDisk Disk, ProcessFileSystem Files) Mounted()
    {
        var disk = new SimulatedDisk(_world);
        return (disk, disk.Mount(new SimulatedProcess(_world, "broker 1")));
    }

    private static byte[] Content(SimulatedDisk disk)
    {
        using var file = disk.Files.Open(Path, FileOpenMode.Read);
        byte[] content = new byte[file.Length];
        file.Read(0, content);
        return content;
    }
}
