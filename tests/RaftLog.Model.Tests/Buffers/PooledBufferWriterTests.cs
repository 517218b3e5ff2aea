using System.Buffers;

namespace RaftLog.Model.Tests;

public sealed class PooledBufferWriterTests
{
    [Test]
    public void Write_KeepsEverythingContiguous_WhileTheBufferGrows()
    {
        byte[] source = new byte[10_000];
        new Random(1).NextBytes(source);
        using var writer = new PooledBufferWriter(initialCapacity: 16);
        foreach (byte[] piece in source.Chunk(37))
        {
            writer.Write(piece);
        }

        using PooledBuffer detached = writer.Detach();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(detached.Span.SequenceEqual(source), Is.True);
            Assert.That(writer.WrittenCount, Is.Zero);
        }
    }

    [Test]
    public void Write_BeyondTheMaximum_Throws()
    {
        using var writer = new PooledBufferWriter(maxLength: 100);
        writer.Write(new byte[100]);

        Assert.That(() => writer.GetSpan(1), Throws.InvalidOperationException);
    }

    [Test]
    public void Writer_ReturnsEveryBufferThatItOutgrew()
    {
        var outstanding = PooledBufferTracker.Start();
        try
        {
            using (var writer = new PooledBufferWriter(initialCapacity: 16))
            {
                writer.Write(new byte[5_000]);
                writer.Write(new byte[50_000]);
            }

            Assert.That(outstanding, Is.Empty);
        }
        finally
        {
            PooledBufferTracker.Stop();
        }
    }
}
