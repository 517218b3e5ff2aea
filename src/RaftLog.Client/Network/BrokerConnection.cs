using System.Buffers.Binary;
using System.Net;
using RaftLog.Model;
using RaftLog.Model.Wire;
using RaftLog.Protocol;

namespace RaftLog.Client.Network;

/// <summary>
/// One open connection: requests are pipelined, responses come back in their order (Kafka promises that per connection). Any failure,
/// and a request that is not answered in time, closes it and fails all that was under way; it is never used again.
/// </summary>
internal sealed class BrokerConnection : IAsyncDisposable
{
    private const int ReceiveBufferBytes = 64 * 1024;

    private readonly Stream _stream;
    private readonly BufferedStream _input;
    private readonly ClientOptions _options;
    private readonly MonotonicClock _clock;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();

    // Guarded by _lock: requests in the order in which they stand in the outgoing bytes.
    private readonly Queue<PendingRequest> _pending = new();
    private OutgoingBytes _outgoing = new(ReceiveBufferBytes);
    private OutgoingBytes _writing = new(ReceiveBufferBytes);
    private bool _isWriting;

    // Guarded by _lock: the request whose response is being read, which may yet take for ever, and when the timer is due.
    private PendingRequest? _reading;
    private long _timerDueMs = long.MaxValue;
    private int _nextCorrelationId;
    private Exception? _closeReason;

    private Task _writer = Task.CompletedTask;
    private Task _reader = Task.CompletedTask;

    public BrokerConnection(DnsEndPoint endPoint, Stream stream, ClientOptions options, MonotonicClock clock)
    {
        EndPoint = endPoint;
        _stream = stream;
        _input = new BufferedStream(stream, ReceiveBufferBytes);
        _options = options;
        _clock = clock;
        _timer = clock.TimeProvider.CreateTimer(
            static state => ((BrokerConnection)state!).CheckDeadlines(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public DnsEndPoint EndPoint { get; }

    /// <summary>What the broker serves; set once the handshake is done.</summary>
    public BrokerApiVersions ApiVersions { get; set; } = BrokerApiVersions.None;

    public bool IsOpen
    {
        get
        {
            lock (_lock)
            {
                return _closeReason is null;
            }
        }
    }

    public void Start() => _reader = ReadLoopAsync();

    /// <summary>Writes a request; the task completes with its response.</summary>
    /// <param name="request">The request.</param>
    /// <param name="version">Its version.</param>
    /// <param name="timeout">How long the response may take.</param>
    /// <param name="poolsFrame">Whether the response's frame comes from the pool.</param>
    /// <param name="continuesInline">
    /// Whether whoever awaits the response goes on on the connection's reader, which saves a hop: only for what merely hands it on.
    /// </param>
    /// <param name="payloads">What the request's large fields lie in; written from there. The connection takes references of its own.</param>
    public Task<Received<TResponse>> SendAsync<TRequest, TResponse>(
        TRequest request, short version, TimeSpan timeout, bool poolsFrame = false, bool continuesInline = false, IReadOnlyList<PooledBuffer>? payloads = null)
        where TRequest : IKafkaRequest<TRequest, TResponse>
        where TResponse : IKafkaResponse<TResponse>
    {
        bool startWriter;
        PendingRequest<TResponse> pending;
        lock (_lock)
        {
            ThrowIfClosed();
            pending = new PendingRequest<TResponse>(continuesInline)
            {
                ApiKey = TRequest.MessageId,
                Version = version,
                CorrelationId = _nextCorrelationId++,
                DeadlineMs = _clock.After(timeout),
                PoolsFrame = poolsFrame,
            };
            Encode(request, pending.ApiKey, version, pending.CorrelationId, payloads ?? []);
            _pending.Enqueue(pending);
            ArmTimer(pending.DeadlineMs);
            startWriter = !_isWriting;
            _isWriting = true;
        }

        StartWriter(startWriter);
        return pending.Task;
    }

    /// <summary>Writes a request that is never answered: Produce with acks=0.</summary>
    public void SendOneWay<TRequest>(TRequest request, ApiKey apiKey, short version, IReadOnlyList<PooledBuffer> payloads)
        where TRequest : IWireWritable
    {
        bool startWriter;
        lock (_lock)
        {
            ThrowIfClosed();
            Encode(request, apiKey, version, _nextCorrelationId++, payloads);
            startWriter = !_isWriting;
            _isWriting = true;
        }

        StartWriter(startWriter);
    }

    /// <summary>Closes at once; what is under way fails with <paramref name="reason"/>.</summary>
    public void Close(Exception reason)
    {
        PendingRequest[] failed;
        lock (_lock)
        {
            if (_closeReason is not null)
            {
                return;
            }

            _closeReason = reason;
            failed = [.. _pending];
            _pending.Clear();
        }

        _timer.Dispose();
        _stream.Dispose();
        foreach (PendingRequest pending in failed)
        {
            pending.Fail(reason);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Close(new ObjectDisposedException(nameof(BrokerConnection), "The client was closed while the request was under way."));
        await _reader.ConfigureAwait(false);
        await _writer.ConfigureAwait(false);
        await _input.DisposeAsync().ConfigureAwait(false);
        _outgoing.Dispose();
        _writing.Dispose();
    }

    private void Encode(IWireWritable request, ApiKey apiKey, short version, int correlationId, IReadOnlyList<PooledBuffer> payloads)
    {
        _outgoing.BeginRequest(payloads);
        try
        {
            KafkaFrame.WriteRequest(_outgoing, new RequestHeader(apiKey, version, correlationId, _options.ClientId), request);
        }
        catch (WireFormatException exception)
        {
            // The size is worked out first, so nothing of it was written.
            throw new RaftLogException(
                ErrorCode.UnsupportedVersion,
                $"{EndPoint.Host}:{EndPoint.Port} speaks {apiKey} up to version {version} only, which cannot carry this request: {exception.Message}",
                innerException: exception);
        }
        finally
        {
            _outgoing.EndRequest();
        }
    }

    private void StartWriter(bool start)
    {
        if (start)
        {
            // The first bytes are written by the caller itself, which saves a hop; WriteLoopAsync never throws.
            _writer = WriteLoopAsync();
        }
    }

    private async Task WriteLoopAsync()
    {
        try
        {
            while (TakeOutgoing())
            {
                await _writing.WriteToAsync(_stream).ConfigureAwait(false);
                _writing.Clear();
            }
        }
        catch (Exception exception)
        {
            Close(Broken("writing to", exception));
        }
    }

    private bool TakeOutgoing()
    {
        lock (_lock)
        {
            if (_closeReason is not null || _outgoing.IsEmpty)
            {
                _isWriting = false;
                return false;
            }

            (_outgoing, _writing) = (_writing, _outgoing);
            return true;
        }
    }

    private async Task ReadLoopAsync()
    {
        byte[] prefix = new byte[KafkaFrame.SizePrefix + sizeof(int)];
        try
        {
            while (true)
            {
                await _input.ReadExactlyAsync(prefix).ConfigureAwait(false);
                int size = BinaryPrimitives.ReadInt32BigEndian(prefix) - sizeof(int);
                PendingRequest pending = TakePending(BinaryPrimitives.ReadInt32BigEndian(prefix.AsSpan(KafkaFrame.SizePrefix)));
                if (size < 0 || size > _options.MaxResponseBytes)
                {
                    pending.Fail(TooLarge(size));
                    throw TooLarge(size);
                }

                await ReadResponseAsync(pending, size).ConfigureAwait(false);
            }
        }
        catch (Exception exception)
        {
            Close(exception as RaftLogException ?? Broken("reading from", exception));
        }
    }

    private async Task ReadResponseAsync(PendingRequest pending, int size)
    {
        PooledBuffer? pooled = pending.PoolsFrame ? PooledBuffer.Rent(size) : null;
        Memory<byte> body = pooled?.Memory ?? new byte[size];
        try
        {
            await _input.ReadExactlyAsync(body).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            pooled?.Release();
            pending.Fail(CloseReason() ?? Broken("reading from", exception));
            throw;
        }

        lock (_lock)
        {
            _reading = null; // Before whoever waits goes on here, for as long as it likes.
        }

        try
        {
            pending.Complete(SkipHeader(pending, body), pooled);
        }
        catch (WireFormatException exception)
        {
            var failure = new RaftLogException(
                ErrorCode.UnknownServerError,
                $"{EndPoint.Host}:{EndPoint.Port} answered {pending.ApiKey} version {pending.Version} with bytes that are no such response.",
                innerException: exception);
            pending.Fail(failure);
            throw failure;
        }
    }

    // The correlation id was read with the frame's size; what may be left of the header are its tagged fields.
    private static ReadOnlyMemory<byte> SkipHeader(PendingRequest pending, ReadOnlyMemory<byte> body)
    {
        if (KafkaApi.ResponseHeaderVersion(pending.ApiKey, pending.Version) == 0)
        {
            return body;
        }

        var reader = new WireReader(body);
        reader.SkipTaggedFields();
        return body[(int)reader.Position..];
    }

    private PendingRequest TakePending(int correlationId)
    {
        lock (_lock)
        {
            if (!_pending.TryPeek(out PendingRequest? pending) || pending.CorrelationId != correlationId)
            {
                throw new RaftLogException(
                    ErrorCode.NetworkException,
                    $"{EndPoint.Host}:{EndPoint.Port} answered request {correlationId}, which is not the one whose turn it is.");
            }

            return _reading = _pending.Dequeue();
        }
    }

    private void ArmTimer(long deadlineMs)
    {
        if (deadlineMs < _timerDueMs)
        {
            _timerDueMs = deadlineMs;
            _timer.Change(TimeSpan.FromMilliseconds(Math.Max(1, deadlineMs - _clock.NowMs)), Timeout.InfiniteTimeSpan);
        }
    }

    private void CheckDeadlines()
    {
        PendingRequest? late;
        lock (_lock)
        {
            _timerDueMs = long.MaxValue;
            late = (_reading is null ? _pending : _pending.Append(_reading)).MinBy(pending => pending.DeadlineMs);
            if (_closeReason is not null || late is null)
            {
                return;
            }

            if (late.DeadlineMs > _clock.NowMs)
            {
                ArmTimer(late.DeadlineMs);
                return;
            }
        }

        Close(new RaftLogException(
            ErrorCode.RequestTimedOut,
            $"{EndPoint.Host}:{EndPoint.Port} did not answer {late.ApiKey} in time; the connection was closed. Check the broker, or raise RequestTimeout."));
    }

    private Exception? CloseReason()
    {
        lock (_lock)
        {
            return _closeReason;
        }
    }

    private void ThrowIfClosed()
    {
        if (_closeReason is not null)
        {
            throw Broken("using", _closeReason);
        }
    }

    private RaftLogException Broken(string doing, Exception cause) =>
        new(ErrorCode.NetworkException, $"The connection to {EndPoint.Host}:{EndPoint.Port} broke while {doing} it: {cause.Message}", null, cause);

    private RaftLogException TooLarge(int size) =>
        new(
            ErrorCode.InvalidFetchSize,
            $"{EndPoint.Host}:{EndPoint.Port} sent a response of {size} bytes; the limit is MaxResponseBytes = {_options.MaxResponseBytes}.");
}
