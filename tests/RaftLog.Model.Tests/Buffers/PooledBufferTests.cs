namespace RaftLog.Model.Tests;

public sealed class PooledBufferTests
{
    [Test]
    public void LastRelease_MakesTheBytesUnreachable()
    {
        var buffer = PooledBuffer.Rent(10);
        buffer.AddReference();

        buffer.Release();
        Assert.That(buffer.Length, Is.EqualTo(buffer.Span.Length));
        buffer.Release();

        Assert.That(() => buffer.Memory, Throws.TypeOf<ObjectDisposedException>());
    }

    [Test]
    public void Release_BeyondTheLast_IsAViolation()
    {
        var buffer = PooledBuffer.Rent(10);
        buffer.Release();

        Assert.That(buffer.Release, Throws.TypeOf<InvariantViolationException>());
    }

    [Test]
    public void AddReference_DoesNotReviveAReturnedBuffer()
    {
        var buffer = PooledBuffer.Rent(10);
        buffer.Release();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(buffer.TryAddReference(), Is.False);
            Assert.That(buffer.AddReference, Throws.TypeOf<ObjectDisposedException>());
        }
    }

    [Test]
    public void Tracker_NamesWhatWasNotReturned()
    {
        var outstanding = PooledBufferTracker.Start();
        try
        {
            var kept = PooledBuffer.Rent(1);
            PooledBuffer.Rent(2).Release();

            Assert.That(outstanding.Keys, Is.EqualTo(new[] { kept }));
            kept.Release();
            Assert.That(outstanding, Is.Empty);
        }
        finally
        {
            PooledBufferTracker.Stop();
        }
    }
}
