using System.Buffers;
using System.IO.Pipelines;
using RaftLog.Model.Wire;

namespace RaftLog.Broker.Tests.Support;

/// <summary>An output that takes payloads as they lie and looks at them only when it is flushed, as one over a socket does.</summary>
internal sealed class LateOutput(PipeWriter inner) : PipeWriter, IPayloadOutput
{
    private readonly ArrayBufferWriter<byte> _own = new();
    private readonly List<(int At, ReadOnlySequence<byte> Bytes)> _payloads = [];

    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => _own.WrittenCount;

    public bool TryTake(in ReadOnlySequence<byte> payload)
    {
        _payloads.Add((_own.WrittenCount, payload));
        return true;
    }

    public override void Advance(int bytes) => _own.Advance(bytes);

    public override Memory<byte> GetMemory(int sizeHint = 0) => _own.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => _own.GetSpan(sizeHint);

    public override void CancelPendingFlush() => inner.CancelPendingFlush();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        int done = 0;
        foreach ((int at, ReadOnlySequence<byte> bytes) in _payloads)
        {
            inner.Write(_own.WrittenSpan[done..at]);
            inner.Write(bytes.ToArray());
            done = at;
        }

        inner.Write(_own.WrittenSpan[done..]);
        _own.ResetWrittenCount();
        _payloads.Clear();
        return inner.FlushAsync(cancellationToken);
    }
}
