using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using RaftLog.Server.Hosting;
using RaftLog.Tests;

namespace RaftLog.Server.Tests.Hosting;

/// <summary>Over real sockets of the loopback, whose buffers are small so that most sends do not fit at once.</summary>
public sealed class SocketOutputTests
{
    private const int SocketBufferBytes = 16 * 1024;

    private readonly Pipe _kestrel = new();
    private SocketBlocks _blocks = null!;
    private Socket _client = null!;
    private Socket _server = null!;
    private SocketOutput _output = null!;

    [SetUp]
    public async Task ConnectAsync()
    {
        (_client, _server) = await LoopbackSockets.ConnectAsync(SocketBufferBytes);
        _blocks = new SocketBlocks();
        _output = new SocketOutput(_server, _blocks, _kestrel.Writer);
    }

    [TearDown]
    public void Close()
    {
        _output.Complete();
        _client.Dispose();
        _server.Dispose();
        _blocks.Dispose();
    }

    [Test]
    public async Task Flush_SendsWhatWasWrittenAndTaken_InOrder()
    {
        byte[][] parts = [Bytes(10, 1), Bytes(200_000, 2), Bytes(100, 3), Bytes(9_000, 4), Bytes(300_000, 5), Bytes(7, 6)];
        for (int i = 0; i < parts.Length; i++)
        {
            if (i % 2 == 0)
            {
                _output.Write(parts[i]);
            }
            else
            {
                Assert.That(_output.TryTake(new ReadOnlySequence<byte>(parts[i])), Is.True);
            }
        }

        Assert.That(_output.UnflushedBytes, Is.EqualTo(parts.Sum(part => part.Length)));
        await AssertReceivesAsync([.. parts.SelectMany(part => part)]);
        Assert.That(_output.UnflushedBytes, Is.Zero);
    }

    [Test]
    public async Task Take_OfSmallAndLargePieces_SendsThemInOrder()
    {
        byte[][] pieces = [Bytes(50_000, 1), Bytes(100, 2), Bytes(100, 3), Bytes(60_000, 4), Bytes(5, 5)];
        _output.Write(Bytes(3, 0));
        _output.TryTake(Sequence(pieces));

        await AssertReceivesAsync([.. Bytes(3, 0), .. pieces.SelectMany(piece => piece)]);
    }

    [Test]
    public async Task Take_CopiesSmallPayloads_SoThatTheyMayChangeBeforeTheFlush()
    {
        byte[] small = Bytes(100, 1);
        _output.TryTake(new ReadOnlySequence<byte>(small));
        small.AsSpan().Clear();

        await AssertReceivesAsync(Bytes(100, 1));
    }

    [Test]
    public async Task Flush_OfOneWriter_AgainAndAgain_SendsEachByteOnce()
    {
        for (byte round = 1; round <= 5; round++)
        {
            _output.Write(Bytes(1_000 * round, round));
            await AssertReceivesAsync(Bytes(1_000 * round, round));
        }
    }

    [Test]
    public async Task Write_OfMoreThanABlock_InOneSpan_IsSentWhole()
    {
        byte[] large = Bytes(3 * _blocks.MaxBufferSize, 7);
        large.CopyTo(_output.GetSpan(large.Length));
        _output.Advance(large.Length);

        await AssertReceivesAsync(large);
    }

    [Test]
    public async Task Flush_GivesTheBlocksBack()
    {
        using IMemoryOwner<byte> block = _blocks.Rent();
        block.Dispose();
        _output.Write(Bytes(10, 1));
        await AssertReceivesAsync(Bytes(10, 1));

        Assert.That(_blocks.Rent(), Is.SameAs(block));
    }

    [Test]
    public async Task Flush_WaitsForAClientThatDoesNotRead_AlsoWhenItIsToBeCancelled()
    {
        byte[] large = Bytes(50_000_000, 1);
        _output.TryTake(new ReadOnlySequence<byte>(large));
        Task<FlushResult> flush = _output.FlushAsync().AsTask();
        _output.CancelPendingFlush();
        Assert.That(flush.IsCompleted, Is.False, "More than sockets hold was sent to a client that does not read.");

        await AssertReceivedAsync(large);
        await flush;
    }

    [Test]
    public async Task Flush_ToAClientThatIsCutOff_Fails()
    {
        _output.TryTake(new ReadOnlySequence<byte>(Bytes(50_000_000, 1)));
        Task<FlushResult> flush = _output.FlushAsync().AsTask();
        _server.Dispose();

        await Assert.ThrowsAsync<IOException>(() => flush);
        _output.Write(Bytes(1, 1));
        await Assert.ThrowsAsync<IOException>(() => _output.FlushAsync().AsTask());
    }

    [Test]
    public async Task Complete_EndsThePipe_ByWhichTheSocketIsClosed()
    {
        await _output.CompleteAsync();

        Assert.That((await _kestrel.Reader.ReadAsync()).IsCompleted, Is.True);
    }

    private async Task AssertReceivesAsync(byte[] expected)
    {
        Task<FlushResult> flush = _output.FlushAsync().AsTask();
        await AssertReceivedAsync(expected);
        await flush;
    }

    private async Task AssertReceivedAsync(byte[] expected)
    {
        byte[] received = new byte[expected.Length];
        await using var stream = new NetworkStream(_client, ownsSocket: false);
        await stream.ReadExactlyAsync(received);
        Assert.That(received.AsSpan().SequenceEqual(expected), Is.True);
    }

    // No two parts of a test look alike, nor do two places of a part that lie near each other.
    private static byte[] Bytes(int count, byte seed)
    {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++)
        {
            bytes[i] = (byte)((seed * 37) + i + (i >> 8));
        }

        return bytes;
    }

    private static ReadOnlySequence<byte> Sequence(byte[][] pieces)
    {
        var first = new Piece(pieces[0], null);
        Piece last = first;
        foreach (byte[] piece in pieces[1..])
        {
            last = new Piece(piece, last);
        }

        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(byte[] bytes, Piece? previous)
        {
            Memory = bytes;
            RunningIndex = previous is null ? 0 : previous.RunningIndex + previous.Memory.Length;
            if (previous is not null)
            {
                previous.Next = this;
            }
        }
    }
}
