using System.Buffers;
using System.IO.Pipelines;

namespace RaftLog.Simulator.Network;

/// <summary>One end's way out of a connection: keeps what is written until it is sent, so that a fault can cut it short.</summary>
/// <param name="wire">Where it goes.</param>
/// <param name="sending">Asked before something is sent: how many of the bytes go.</param>
/// <param name="sent">Told after that.</param>
/// <param name="isBroken">Whether the connection is broken, so that nothing goes any more.</param>
internal sealed class SocketWriter(PipeWriter wire, Func<int, int> sending, Action sent, Func<bool> isBroken) : PipeWriter
{
    private readonly ArrayBufferWriter<byte> _unsent = new();

    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => _unsent.WrittenCount;

    public override void Advance(int bytes) => _unsent.Advance(bytes);

    public override Memory<byte> GetMemory(int sizeHint = 0) => _unsent.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => _unsent.GetSpan(sizeHint);

    public override async ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        if (isBroken())
        {
            _unsent.ResetWrittenCount();
            return new FlushResult(isCanceled: false, isCompleted: true);
        }

        int count = Pass();
        var result = await wire.FlushAsync(cancellationToken);
        if (count > 0)
        {
            sent();
        }

        return result;
    }

    public override void CancelPendingFlush() => wire.CancelPendingFlush();

    public override void Complete(Exception? exception = null)
    {
        if (!isBroken())
        {
            Pass();
        }

        wire.Complete(exception);
    }

    // Hands over what is to go, and says how many bytes had been written.
    private int Pass()
    {
        int count = _unsent.WrittenCount;
        if (count > 0)
        {
            wire.Write(_unsent.WrittenSpan[..sending(count)]);
            _unsent.ResetWrittenCount();
        }

        return count;
    }
}
