using System.Net.Sockets;
using RaftLog.Model;

namespace RaftLog.Replication.Tests;

/// <summary>When the receiver of frames is told that there are no more of them for now.</summary>
public sealed class PeerFrameReaderTests
{
    private RecordingReceiver _receiver = null!;
    private Socket _sender = null!;
    private Socket _reading = null!;

    [SetUp]
    public async Task ConnectAsync()
    {
        _receiver = new RecordingReceiver();
        (_sender, _reading) = await LoopbackSockets.ConnectAsync();
    }

    [TearDown]
    public void Close()
    {
        _sender.Dispose();
        _reading.Dispose();
    }

    [Test]
    public async Task FramesThatCameTogether_AreOneBurst()
    {
        _sender.Send([.. Frame(1), .. Frame(2), .. Frame(3)]);
        _sender.Shutdown(SocketShutdown.Send);

        Read();

        for (byte number = 1; number <= 3; number++)
        {
            Assert.That((await _receiver.NextFrameAsync()).Control, Is.EqualTo(new[] { number }));
        }

        Assert.That(_receiver.Bursts, Is.EqualTo(1));
    }

    [Test]
    public void ReceiverHears_BeforeTheRestOfAFrameIsWaitedFor()
    {
        byte[] second = Frame(2);
        _sender.Send([.. Frame(1), .. second[..^1]]);
        var reading = new Thread(Read);
        reading.Start();

        Assert.That(() => _receiver.Bursts, Is.EqualTo(1).After(20_000, 5));
        _sender.Send(second[^1..]);
        _sender.Shutdown(SocketShutdown.Send);
        reading.Join();
        Assert.That(_receiver.Bursts, Is.EqualTo(2));
    }

    [Test]
    public void FrameThatIsRefused_EndsTheBurstToo()
    {
        _receiver.Objection = "no";
        _sender.Send(Frame(1));

        Assert.That(Read, Throws.InstanceOf<PeerProtocolException>());

        Assert.That(_receiver.Bursts, Is.EqualTo(1), "what came before would wait for the next connection");
    }

    private void Read()
    {
        using var reader = new PeerFrameReader(_reading, maxFrameBytes: 1_000);
        reader.Run(new BrokerId(2), _receiver);
    }

    private static byte[] Frame(byte control)
    {
        PooledBuffer head = PooledBuffer.Rent(PeerFrame.HeaderSize + 1);
        head.Span[PeerFrame.HeaderSize] = control;
        PeerFrame frame = PeerFrame.Begin(PeerFrameKind.Raft, head);
        frame.Seal();
        byte[] bytes = frame.Head.ToArray();
        frame.Release();
        return bytes;
    }
}
