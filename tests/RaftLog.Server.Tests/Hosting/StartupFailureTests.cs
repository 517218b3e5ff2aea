using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using RaftLog.Model;
using RaftLog.Server.Configuration;
using RaftLog.Storage;

namespace RaftLog.Server.Tests.Hosting;

/// <summary>What keeps a broker from starting is told in one line that names the key or the directory, with an exit code of its own.</summary>
public sealed class StartupFailureTests
{
    [TestCase("Kafka")]
    [TestCase("Peer")]
    [TestCase("Http")]
    public async Task PortInUse_NamesTheKey(string listener)
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var taken = new HostPort("127.0.0.1", ((IPEndPoint)other.LocalEndpoint).Port);

        var refusal = await HostedBroker.RefusalAsync(HostedBroker.Options(options =>
        {
            switch (listener)
            {
                case "Kafka":
                    options.Kafka.Listen = taken;
                    break;
                case "Peer":
                    options.Peer.Listen = taken;
                    break;
                default:
                    options.Http.Listen = taken;
                    break;
            }
        }));

        Assert.That(refusal.ExitCode, Is.EqualTo(ExitCode.Listener));
        Assert.That(refusal.Message, Is.EqualTo($"RaftLog:{listener}:Listen '{taken}' is in use by another process; stop that one or choose another port."));
    }

    [Test]
    public async Task AddressOfAnotherMachine_IsRefused()
    {
        var refusal = await HostedBroker.RefusalAsync(HostedBroker.Options(options => options.Kafka.Listen = new HostPort("192.0.2.1", 0)));

        Assert.That(refusal.ExitCode, Is.EqualTo(ExitCode.Listener));
        Assert.That(refusal.Message, Does.Contain("RaftLog:Kafka:Listen '192.0.2.1:0' is not an address of this machine"));
    }

    [Test]
    public async Task DataDirectoryOfAnotherBroker_IsRefused()
    {
        var files = new InMemoryFileSystem();
        await UseAsync(files);

        var refusal = await HostedBroker.RefusalAsync(HostedBroker.Options(options => options.BrokerId = 2), files);

        Assert.That(refusal.ExitCode, Is.EqualTo(ExitCode.ForeignDataDirectory));
        Assert.That(refusal.Message, Does.Contain("belongs to broker 1").And.Contain("configured as 2"));
    }

    [Test]
    public async Task DataDirectoryOfAnotherCluster_IsRefused()
    {
        var files = new InMemoryFileSystem();
        await UseAsync(files);

        var refusal = await HostedBroker.RefusalAsync(HostedBroker.Options(options => options.ClusterId = "other"), files);

        Assert.That(refusal.ExitCode, Is.EqualTo(ExitCode.ForeignDataDirectory));
        Assert.That(refusal.Message, Does.Contain("belongs to cluster 'test'").And.Contain("'other'"));
    }

    [Test]
    public async Task DataDirectoryInUse_IsRefused()
    {
        var files = new InMemoryFileSystem();
        await using var first = await HostedBroker.StartAsync(HostedBroker.Options(), files);

        var refusal = await HostedBroker.RefusalAsync(HostedBroker.Options(), files);

        Assert.That(refusal.ExitCode, Is.EqualTo(ExitCode.LockedDataDirectory));
        Assert.That(refusal.Message, Does.Contain("in use by another process"));
    }

    [Test]
    public async Task DataDirectoryOfANewerVersion_IsRefused()
    {
        var files = new InMemoryFileSystem();
        await UseAsync(files);
        using (var meta = files.Open("/data/meta", FileOpenMode.ReadWrite))
        {
            // The version stands at 8, behind the magic; the checksum at 12 covers everything but itself.
            byte[] contents = new byte[meta.Length];
            meta.Read(0, contents);
            BinaryPrimitives.WriteInt32LittleEndian(contents.AsSpan(8), 99);
            uint checksum = Crc32C.Append(Crc32C.Compute(contents.AsSpan(0, 12)), contents.AsSpan(16));
            BinaryPrimitives.WriteUInt32LittleEndian(contents.AsSpan(12), checksum);
            meta.Write(0, contents);
        }

        var refusal = await HostedBroker.RefusalAsync(HostedBroker.Options(), files);

        Assert.That(refusal.ExitCode, Is.EqualTo(ExitCode.NewerDataDirectory));
        Assert.That(refusal.Message, Does.Contain("99"));
    }

    /// <summary>Nobody could give it back what the log held.</summary>
    [Test]
    public async Task DamagedMetadataLogOfTheOnlyController_IsRefused_AndLeftAsItIs()
    {
        var files = new InMemoryFileSystem();
        await UseAsync(files);
        string segment = $"/data/metadata/log/{files.EnumerateFiles("/data/metadata/log").Last(name => name.EndsWith(".log", StringComparison.Ordinal))}";
        using (var log = files.Open(segment, FileOpenMode.ReadWrite))
        {
            log.Write(log.Length - 1, [0xEE]);
        }

        var refusal = await HostedBroker.RefusalAsync(HostedBroker.Options(), files);

        Assert.That(refusal.ExitCode, Is.EqualTo(ExitCode.DataDirectory));
        Assert.That(refusal.Message, Does.Contain(segment).And.Contain("the only controller"));
        Assert.That(files.FileExists(segment), Is.True);
    }

    [Test]
    public async Task DataDirectoryThatCannotBeMade_IsRefused()
    {
        string file = Path.GetTempFileName();
        try
        {
            var refusal = await HostedBroker.RefusalAsync(
                HostedBroker.Options(options => options.DataDirectory = Path.Combine(file, "data")), new PhysicalFileSystem());

            Assert.That(refusal.ExitCode, Is.EqualTo(ExitCode.DataDirectory));
            Assert.That(refusal.Message, Does.Contain(file));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Test]
    public async Task FullDisk_IsRefused()
    {
        var refusal = await HostedBroker.RefusalAsync(HostedBroker.Options(), new InMemoryFileSystem(capacityBytes: 16));

        Assert.That(refusal.ExitCode, Is.EqualTo(ExitCode.DataDirectory));
        Assert.That(refusal.Message, Does.Contain("/data"));
    }

    private static async Task UseAsync(InMemoryFileSystem files)
    {
        await using var host = await HostedBroker.StartAsync(HostedBroker.Options(), files);
        await host.Ready;
        await host.StopAsync();
    }
}
