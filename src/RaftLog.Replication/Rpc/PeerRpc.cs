using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Logging;
using RaftLog.Model;

namespace RaftLog.Replication;

/// <summary>
/// Requests and replies between brokers, on the control lane. At most once: a call is sent once, and one whose reply is lost may have been
/// served. Thread-safe. The control bytes of a frame, little-endian:
/// <code>
///   request:  i64 call, i16 kind,  request bytes
///   reply:    i64 call, u8 status, reply bytes
/// </code>
/// </summary>
public sealed class PeerRpc : IDisposable
{
    private const int RequestPrefix = sizeof(long) + sizeof(short);
    private const int ReplyPrefix = sizeof(long) + sizeof(byte);

    private readonly IPeerTransport _transport;
    private readonly TimeProvider _time;
    private readonly TaskFactory _handlers;
    private readonly ILogger _logger;
    private readonly int _concurrentRequests;
    private readonly ConcurrentDictionary<RpcKind, RpcHandler> _handlerByKind = new();
    private readonly ConcurrentDictionary<long, PendingCall> _pending = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationToken _stopToken; // Kept apart: a disposed source gives out no token.
    private long _lastCall;
    private int _serving;

    internal PeerRpc(ReplicationEnvironment environment, ReplicationOptions options)
    {
        _transport = environment.Transport;
        _time = environment.Time;
        _handlers = new TaskFactory(environment.Scheduler);
        _logger = environment.Loggers.CreateLogger<PeerRpc>();
        _concurrentRequests = options.ConcurrentRpcRequests;
        _stopToken = _stopping.Token;

        // Not 0: a late reply to the process that had this broker's number before must not answer a call of ours.
        _lastCall = environment.Random.NextInt64(long.MaxValue / 2);
    }

    /// <summary>Says who serves requests of a kind; one handler a kind.</summary>
    public void Register(RpcKind kind, RpcHandler handler)
    {
        if (!_handlerByKind.TryAdd(kind, handler))
        {
            throw new ArgumentException($"A handler for {kind} is registered already.", nameof(kind));
        }
    }

    /// <summary>Sends a request to another broker.</summary>
    /// <param name="to">The broker; not this one.</param>
    /// <param name="kind">What is asked for.</param>
    /// <param name="request">The bytes; copied before the call returns.</param>
    /// <param name="timeout">How long to wait for the reply.</param>
    /// <returns>Completes with the reply or the reason why there is none; never throws for a failure of the network or the other broker.</returns>
    public Task<RpcReply> CallAsync(BrokerId to, RpcKind kind, ReadOnlyMemory<byte> request, TimeSpan timeout)
    {
        if (!_transport.IsConnected(to))
        {
            return Task.FromResult(RpcReply.Of(RpcStatus.NotConnected));
        }

        long call = Interlocked.Increment(ref _lastCall);
        var pending = new PendingCall(to);
        _pending[call] = pending;
        pending.ExpireBy(_time.CreateTimer(_ => Complete(call, RpcReply.Of(RpcStatus.TimedOut)), null, timeout, Timeout.InfiniteTimeSpan));
        if (!_transport.Send(to, PeerLane.Control, RequestFrame(call, kind, request.Span)))
        {
            Complete(call, RpcReply.Of(RpcStatus.NotConnected));
        }

        return pending.Completion;
    }

    /// <summary>Takes a request or a reply off the wire; owns <paramref name="frame"/>.</summary>
    internal void Received(BrokerId from, PeerFrameKind kind, PooledBuffer frame, int controlBytes)
    {
        if (kind == PeerFrameKind.RpcRequest)
        {
            ReceivedRequest(from, frame, controlBytes);
            return;
        }

        try
        {
            ReadOnlySpan<byte> control = frame.Span[..controlBytes];
            PeerProtocol.Require(control.Length >= ReplyPrefix, "an RPC reply shorter than its prefix");
            var reply = new RpcReply((RpcStatus)control[sizeof(long)], control[ReplyPrefix..].ToArray());
            Complete(BinaryPrimitives.ReadInt64LittleEndian(control), reply);
        }
        finally
        {
            frame.Release();
        }
    }

    /// <summary>Fails the calls to a broker whose connection broke, so that nobody waits for a timeout.</summary>
    internal void Lost(BrokerId peer)
    {
        foreach ((long call, PendingCall pending) in _pending)
        {
            if (pending.To == peer)
            {
                Complete(call, RpcReply.Of(RpcStatus.ConnectionLost));
            }
        }
    }

    /// <summary>Cancels the handlers that run, fails the calls that wait, and refuses requests from now on. The engine calls it when it stops.</summary>
    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
        foreach (long call in _pending.Keys)
        {
            Complete(call, RpcReply.Of(RpcStatus.ShuttingDown));
        }
    }

    private void Complete(long call, RpcReply reply)
    {
        if (_pending.TryRemove(call, out PendingCall? pending))
        {
            pending.Complete(reply);
        }
    }

    private void ReceivedRequest(BrokerId from, PooledBuffer frame, int controlBytes)
    {
        if (controlBytes < RequestPrefix)
        {
            frame.Release();
            throw new PeerProtocolException("an RPC request shorter than its prefix");
        }

        ReadOnlySpan<byte> control = frame.Span[..controlBytes];
        long call = BinaryPrimitives.ReadInt64LittleEndian(control);
        var kind = new RpcKind(BinaryPrimitives.ReadInt16LittleEndian(control[sizeof(long)..]));
        RpcStatus refusal = RpcStatus.Ok;
        RpcHandler? handler = null;
        if (_stopToken.IsCancellationRequested)
        {
            refusal = RpcStatus.ShuttingDown;
        }
        else if (!_handlerByKind.TryGetValue(kind, out handler))
        {
            refusal = RpcStatus.NoHandler;
        }
        else if (Interlocked.Increment(ref _serving) > _concurrentRequests)
        {
            Interlocked.Decrement(ref _serving);
            refusal = RpcStatus.Busy;
        }

        if (refusal != RpcStatus.Ok || handler is null)
        {
            frame.Release();
            _transport.Send(from, PeerLane.Control, ReplyFrame(call, refusal, default));
            return;
        }

        _ = _handlers.StartNew(() => ServeAsync(from, call, kind, handler, frame, controlBytes));
    }

    private async Task ServeAsync(BrokerId from, long call, RpcKind kind, RpcHandler handler, PooledBuffer frame, int controlBytes)
    {
        RpcReply reply;
        try
        {
            ReadOnlyMemory<byte> request = frame.Memory[RequestPrefix..controlBytes];
            reply = new RpcReply(RpcStatus.Ok, await handler(from, request, _stopToken));
        }
        catch (OperationCanceledException) when (_stopToken.IsCancellationRequested)
        {
            reply = RpcReply.Of(RpcStatus.ShuttingDown);
        }
#pragma warning disable CA1031 // A handler that fails must not take the connection of everybody else with it; the caller is told.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            ReplicationLog.RpcHandlerFailed(_logger, failure, kind, from);
            reply = new RpcReply(RpcStatus.HandlerFailed, Encoding.UTF8.GetBytes(failure.Message));
        }
        finally
        {
            frame.Release();
            Interlocked.Decrement(ref _serving);
        }

        _transport.Send(from, PeerLane.Control, ReplyFrame(call, reply.Status, reply.Payload.Span));
    }

    private static PeerFrame RequestFrame(long call, RpcKind kind, ReadOnlySpan<byte> request)
    {
        PooledBuffer head = PooledBuffer.Rent(PeerFrame.HeaderSize + RequestPrefix + request.Length);
        Span<byte> control = head.Span[PeerFrame.HeaderSize..];
        BinaryPrimitives.WriteInt64LittleEndian(control, call);
        BinaryPrimitives.WriteInt16LittleEndian(control[sizeof(long)..], kind.Value);
        request.CopyTo(control[RequestPrefix..]);
        return Sealed(PeerFrameKind.RpcRequest, head);
    }

    private static PeerFrame ReplyFrame(long call, RpcStatus status, ReadOnlySpan<byte> reply)
    {
        PooledBuffer head = PooledBuffer.Rent(PeerFrame.HeaderSize + ReplyPrefix + reply.Length);
        Span<byte> control = head.Span[PeerFrame.HeaderSize..];
        BinaryPrimitives.WriteInt64LittleEndian(control, call);
        control[sizeof(long)] = (byte)status;
        reply.CopyTo(control[ReplyPrefix..]);
        return Sealed(PeerFrameKind.RpcReply, head);
    }

    private static PeerFrame Sealed(PeerFrameKind kind, PooledBuffer head)
    {
        var frame = PeerFrame.Begin(kind, head);
        frame.Seal();
        return frame;
    }
}
