using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using RaftLog.Model.Wire;
using RaftLog.Protocol;

namespace RaftLog.Broker.Network;

/// <summary>
/// One client's connection: cuts request frames off the incoming pipe, starts them in order, and sends the responses in that same order
/// while the requests themselves run at the same time.
/// </summary>
/// <remarks>
/// Two loops, one per direction, joined by a queue that <see cref="RequestWindow"/> bounds. Whatever is wrong with one connection ends that
/// connection only.
/// </remarks>
internal sealed class KafkaConnection
{
    // Responses that are ready one after the other go out with one flush, up to about the size of a socket's send buffer.
    private const int FlushThresholdBytes = 64 * 1024;

    // More than that is no short request: it is not written to the log on the thread that brings it either.
    private const int ShortRequestBytes = 64 * 1024;

    private readonly IDuplexPipe _transport;
    private readonly IStartingThread? _thread;
    private readonly RequestDispatcher _dispatcher;
    private readonly KafkaListenerOptions _options;
    private readonly BrokerMetrics _metrics;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _closing;
    private readonly ClientConnection _client;
    private readonly RequestWindow _window;

    // The writing loop goes on at once, on the reading loop's thread, and comes to its next wait there: to hand it over to another would be a wake-up a request.
    private readonly Channel<PendingResponse> _responses =
        Channel.CreateUnbounded<PendingResponse>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true, AllowSynchronousContinuations = true });

    public KafkaConnection(
        IDuplexPipe transport,
        string remote,
        IStartingThread? thread,
        RequestDispatcher dispatcher,
        KafkaListenerOptions options,
        BrokerMetrics metrics,
        ILogger logger,
        CancellationToken stopping)
    {
        _transport = transport;
        _thread = thread;
        _dispatcher = dispatcher;
        _options = options;
        _metrics = metrics;
        _logger = logger;
        _closing = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        _client = new ClientConnection(remote, HostOf(remote), _closing.Token);
        _window = new RequestWindow(options);
    }

    /// <summary>Serves the connection until the client closes it, misbehaves, or the broker stops; then completes both pipes. Never throws.</summary>
    public async Task RunAsync()
    {
        using var _ = _closing;
        await using var wake = _closing.Token.UnsafeRegister(static connection => ((KafkaConnection)connection!).Interrupt(), this);
        _metrics.ConnectionOpened();
        var writing = WriteResponsesAsync();
        try
        {
            await ReadRequestsAsync();
        }
        catch (BadRequestException bad)
        {
            BrokerLog.ConnectionRefused(
                _logger, _client.Remote, bad.Message, (short?)bad.Header?.ApiKey ?? -1, bad.Header?.ApiVersion ?? -1, bad.Header?.ClientId ?? "");
        }
        catch (Exception broken) when (IsTransportFailure(broken))
        {
            BrokerLog.ConnectionBroke(_logger, _client.Remote, broken.Message);
        }
#pragma warning disable CA1031 // A defect met while serving one client must not end the listener; it is logged as an error.
        catch (Exception defect)
#pragma warning restore CA1031
        {
            BrokerLog.ConnectionFailed(_logger, defect, _client.Remote);
        }

        // What waits is told of the end on this thread.
        if (_thread is not null)
        {
            await _thread.BeforeAsync(isShort: false);
        }

        // Requests that came before the end are still answered, as far as the client is there; waits of theirs end now.
        _responses.Writer.Complete();
        Close();
        await writing;
        await _transport.Input.CompleteAsync();
        await _transport.Output.CompleteAsync();
        _metrics.ConnectionClosed();
    }

    private async Task ReadRequestsAsync()
    {
        var input = _transport.Input;
        while (!_client.Closing.IsCancellationRequested)
        {
            var result = await input.ReadAsync();
            if (result.IsCanceled)
            {
                return;
            }

            var received = result.Buffer;
            try
            {
                while (Cut(ref received, out var frame))
                {
                    bool produces = IsProduce(frame);
                    await OutsideBurstAsync(_window.EnterAsync((int)frame.Length, produces));

                    if (_client.Closing.IsCancellationRequested)
                    {
                        return;
                    }

                    if (_thread is not null)
                    {
                        // The others may read files, wait for locks of a whole group or make answers of megabytes.
                        await OutsideBurstAsync(_thread.BeforeAsync(isShort: produces && frame.Length <= ShortRequestBytes));
                    }

                    _client.Appends.HasMore = KafkaFrame.IsAtHand(received);
                    _responses.Writer.TryWrite(_dispatcher.Dispatch(_client, frame));
                    _thread?.After();
                }
            }
            finally
            {
                _client.Appends.End();
            }

            if (result.IsCompleted)
            {
                if (!received.IsEmpty)
                {
                    BrokerLog.ConnectionEndedInFrame(_logger, _client.Remote, received.Length);
                }

                return;
            }

            input.AdvanceTo(received.Start, received.End);
        }
    }

    // What has been appended does not wait for anything else: what is waited for may be its outcome.
    private ValueTask OutsideBurstAsync(ValueTask wait)
    {
        if (!wait.IsCompleted)
        {
            _client.Appends.End();
        }

        return wait;
    }

    private static bool IsProduce(in ReadOnlySequence<byte> frame)
    {
        var reader = new WireReader(frame);
        return frame.Length >= sizeof(short) && (ApiKey)reader.ReadInt16() == ApiKey.Produce;
    }

    private bool Cut(ref ReadOnlySequence<byte> received, out ReadOnlySequence<byte> frame)
    {
        try
        {
            return KafkaFrame.TryRead(ref received, _options.MaxRequestBytes, out frame);
        }
        catch (WireFormatException badSize)
        {
            throw new BadRequestException(badSize.Message, cause: badSize);
        }
    }

    private async Task WriteResponsesAsync()
    {
        bool open = true;

        // After a failure the loop goes on without writing, so that every response gives back what it holds.
        while (await NextResponseAsync() is { } pending)
        {
            try
            {
                using var response = await pending.Response;
                _metrics.RequestCompleted(pending.Header.ApiKey, pending.ReceivedAt);
                open = open && Accept(response, pending.Header) && await SendAsync(response, pending.Header);
            }
            catch (Exception stopped) when (IsExpectedAtEnd(stopped))
            {
                open = false;
            }
#pragma warning disable CA1031 // As in RunAsync: the connection ends, the broker does not.
            catch (Exception defect)
#pragma warning restore CA1031
            {
                BrokerLog.RequestFailed(
                    _logger, defect, _client.Remote, pending.Header.ApiKey, pending.Header.ApiVersion, pending.Header.ClientId ?? "");
                open = false;
            }

            _window.Leave(pending.RequestBytes, pending.Header.ApiKey == ApiKey.Produce);
            if (!open)
            {
                Close();
            }
        }
    }

    // Not ReadAllAsync: inside, it goes on on the thread pool, whatever the caller's scheduler.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<PendingResponse?> NextResponseAsync()
    {
        PendingResponse next;
        while (!_responses.Reader.TryRead(out next))
        {
            if (!await _responses.Reader.WaitToReadAsync())
            {
                return null;
            }
        }

        return next;
    }

    private bool Accept(KafkaResponse response, in RequestHeader header)
    {
        if (response.CloseReason is not { } reason)
        {
            return true;
        }

        BrokerLog.ConnectionRefused(_logger, _client.Remote, reason, (short)header.ApiKey, header.ApiVersion, header.ClientId ?? "");
        return false;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> SendAsync(KafkaResponse response, RequestHeader header)
    {
        var output = _transport.Output;
        if (response.Body is not null)
        {
            KafkaFrame.WriteResponse(output, header.ApiKey, response.Version, header.CorrelationId, response.Body);
        }

        // An output may send payloads from where they lie (IPayloadOutput), and they are given back with the response.
        if (!response.HoldsResources && output.CanGetUnflushedBytes && output.UnflushedBytes < FlushThresholdBytes && NextIsReady())
        {
            return true;
        }

        if (_client.Closing.IsCancellationRequested)
        {
            // The bytes go to the pipe all the same; only the wait for a client that does not read is left out.
            output.CancelPendingFlush();
        }

        var flushed = await output.FlushAsync();
        return !flushed.IsCompleted;
    }

    private bool NextIsReady() => _responses.Reader.TryPeek(out var next) && next.Response.IsCompleted;

    // Not CancelAsync: it would call back on the thread pool, whatever the scheduler.
    private void Close() => _closing.Cancel();

    private void Interrupt()
    {
        _window.Close();
        _transport.Input.CancelPendingRead();
        _transport.Output.CancelPendingFlush();
    }

    private bool IsExpectedAtEnd(Exception exception) =>
        IsTransportFailure(exception) || (exception is OperationCanceledException && _client.Closing.IsCancellationRequested);

    private static bool IsTransportFailure(Exception exception) =>
        exception is IOException or ConnectionAbortedException;

    private static string HostOf(string remote)
    {
        int port = remote.LastIndexOf(':');
        return port > 0 ? remote[..port] : remote;
    }
}
