using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using RaftLog.Model.Wire;
using RaftLog.Protocol;

namespace RaftLog.Client.Tests;

/// <summary>A broker that answers from the scripts of its <see cref="FakeCluster"/>; each connection is served in the order of its requests.</summary>
internal sealed class FakeBroker(FakeCluster cluster, int id)
{
    private readonly Lock _lock = new();
    private readonly List<DuplexStream> _connections = [];
    private TaskCompletionSource _resumed = Completed();

    public int Id => id;

    /// <summary>Whether it takes connections.</summary>
    public bool IsUp { get; private set; } = true;

    public Stream Accept()
    {
        (DuplexStream client, DuplexStream server) = DuplexStream.Pair();
        lock (_lock)
        {
            if (!IsUp)
            {
                throw new IOException("Connection refused.");
            }

            _connections.Add(server);
        }

        cluster.Track(ServeAsync(server));
        return client;
    }

    /// <summary>Resets every connection and refuses new ones, as a killed process does.</summary>
    public void Kill()
    {
        DuplexStream[] open;
        lock (_lock)
        {
            IsUp = false;
            open = [.. _connections];
            _connections.Clear();
        }

        Array.ForEach(open, connection => connection.Dispose());
    }

    /// <summary>Takes connections again.</summary>
    public void Restart()
    {
        lock (_lock)
        {
            IsUp = true;
        }
    }

    /// <summary>Answers nothing more until <see cref="Resume"/>, with all connections open, as a stopped process does.</summary>
    public void Pause() => _resumed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Resume() => _resumed.TrySetResult();

    private async Task ServeAsync(DuplexStream connection)
    {
        PipeReader input = PipeReader.Create(connection);
        try
        {
            while (true)
            {
                ReadResult result = await input.ReadAsync();
                ReadOnlySequence<byte> buffer = result.Buffer;
                while (KafkaFrame.TryRead(ref buffer, int.MaxValue, out ReadOnlySequence<byte> frame))
                {
                    await _resumed.Task;
                    await AnswerAsync(connection, frame.ToArray());
                }

                input.AdvanceTo(buffer.Start, buffer.End);
                if (result.IsCompleted || result.IsCanceled)
                {
                    break;
                }
            }
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException or OperationCanceledException)
        {
            // The client went away, or the script closes the connection by throwing.
        }
        finally
        {
            connection.Dispose(); // A mistake of the script shows when the cluster is disposed.
        }
    }

    private async Task AnswerAsync(DuplexStream connection, byte[] frame)
    {
        var api = (ApiKey)BinaryPrimitives.ReadInt16BigEndian(frame);
        (RequestHeader header, ReadOnlyMemory<byte> body) = Split(frame);
        IKafkaResponse? response = await cluster.AnswerAsync(this, api, header.ApiVersion, body);
        if (response is not null)
        {
            var output = new ArrayBufferWriter<byte>();
            KafkaFrame.WriteResponse(output, api, header.ApiVersion, header.CorrelationId, response);
            await connection.WriteAsync(output.WrittenMemory);
        }
    }

    private static (RequestHeader Header, ReadOnlyMemory<byte> Body) Split(byte[] frame)
    {
        var reader = new WireReader((ReadOnlyMemory<byte>)frame);
        RequestHeader header = RequestHeader.Read(ref reader);
        return (header, frame.AsMemory((int)reader.Position));
    }

    private static TaskCompletionSource Completed()
    {
        var source = new TaskCompletionSource();
        source.SetResult();
        return source;
    }
}
