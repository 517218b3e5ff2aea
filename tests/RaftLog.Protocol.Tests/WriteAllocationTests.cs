using System.Buffers;
using RaftLog.Model.Wire;
using RaftLog.Protocol.Messages;

namespace RaftLog.Protocol.Tests;

/// <summary>Generated code allocates the messages that it reads and nothing else.</summary>
public sealed class WriteAllocationTests
{
    [Test]
    public void Write_AllocatesNothing([Values(4, 11, 16)] int version)
    {
        var response = new FetchResponse
        {
            Responses = [new() { Partitions = [new() { Records = new ReadOnlySequence<byte>(new byte[100]), CurrentLeader = version >= 12 ? new() : null }] }],
        };
        var bytes = new byte[response.SizeOf((short)version)];
        Write(response, bytes, (short)version);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Write(response, bytes, (short)version);

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    private static void Write(FetchResponse response, byte[] bytes, short version)
    {
        var writer = new WireWriter(bytes);
        _ = response.SizeOf(version);
        response.Write(ref writer, version);
    }
}
