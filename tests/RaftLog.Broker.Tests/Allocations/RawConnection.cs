using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using RaftLog.Protocol;

namespace RaftLog.Broker.Tests.Allocations;

/// <summary>A client that sends the same encoded request again and again and only counts the bytes of the answers: it makes no garbage of its own.</summary>
internal sealed class RawConnection(IDuplexPipe pipe)
{
    private byte[] _answer = new byte[4096];

    /// <summary>The frame of a request, to be patched in place.</summary>
    public static byte[] Encode<TResponse>(IKafkaRequest<TResponse> request, short version)
        where TResponse : IKafkaResponse<TResponse>
    {
        var frame = new ArrayBufferWriter<byte>();
        KafkaFrame.WriteRequest(frame, new RequestHeader(request.ApiKey, version, 1, "meter"), request);
        return frame.WrittenSpan.ToArray();
    }

    /// <summary>Where a number that appears once in a frame is.</summary>
    public static int PositionOf(byte[] frame, long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        int position = frame.AsSpan().IndexOf(bytes);
        Assert.That(position, Is.Positive);
        return position;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask SendAsync(ReadOnlyMemory<byte> frame)
    {
        pipe.Output.Write(frame.Span);
        await pipe.Output.FlushAsync();
    }

    /// <summary>Reads one answer; it stands in the returned memory until the next one.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<ReadOnlyMemory<byte>> ReceiveAsync()
    {
        while (true)
        {
            ReadResult result = await pipe.Input.ReadAsync();
            if (TryTake(result.Buffer, out int length))
            {
                return _answer.AsMemory(0, length);
            }

            pipe.Input.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            Assert.That(result.IsCompleted, Is.False, "The connection was closed where an answer was expected.");
        }
    }

    private bool TryTake(ReadOnlySequence<byte> received, out int length)
    {
        length = 0;
        if (!KafkaFrame.TryRead(ref received, int.MaxValue, out ReadOnlySequence<byte> frame))
        {
            return false;
        }

        length = (int)frame.Length;
        if (_answer.Length < length)
        {
            _answer = new byte[length];
        }

        frame.CopyTo(_answer);
        pipe.Input.AdvanceTo(received.Start);
        return true;
    }
}
