using RaftLog.Broker.Network;

namespace RaftLog.Broker.Fetching;

/// <summary>
/// How fast consumers that are behind may read from files while somebody writes to this broker: a reader at full speed takes the processors that producers
/// and replication wait for. What was read is paid with time, by the connection that has read it, before it reads again; nothing is held in memory
/// meanwhile. Where nobody writes there is no limit, and none ever for what is in memory; where much is written, readers get several times as much, or they
/// would never catch up. Thread-safe.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="bytesPerSecond">The limit where little is written; 0 for none at all.</param>
/// <param name="appendedBytes">All that was ever appended here.</param>
internal sealed class CatchUpPace(TimeProvider time, long bytesPerSecond, Func<long> appendedBytes)
{
    private const int TimesAppended = 4;

    // Less is no load: offset commits, markers, a record now and then.
    private const int LeastBytesPerSecond = 64 * 1024;

    // A larger piece is a longer time for which others wait for a processor.
    private const int PieceBytes = 256 * 1024;

    // How often the rate of appends is looked at. Between two of somebody who writes all the time there is less.
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    // Many readers together wait their turn for longer than one of them should.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new(); // Guards the fields below.
    private TimeSpan _paidAt;
    private TimeSpan _lookedAt;
    private long _appended;
    private double _appendRate;

    // Since some beginning, and not of a clock that may be set.
    private TimeSpan Now => time.GetElapsedTime(0);

    /// <summary>Waits until the connection has paid for what it read.</summary>
    /// <returns>The most bytes that it should read now.</returns>
    public async ValueTask<int> WaitAsync(ClientConnection connection)
    {
        var at = connection.ReadsAgainAt;
        if (at == TimeSpan.Zero)
        {
            return int.MaxValue;
        }

        var wait = at - Now;
        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait < Longest ? wait : Longest, time, connection.Closing);
        }

        return PieceBytes;
    }

    /// <summary>The connection has read so much from files.</summary>
    public void Take(ClientConnection connection, long bytes)
    {
        connection.ReadsAgainAt = TimeSpan.Zero;
        if (bytes == 0 || bytesPerSecond == 0)
        {
            return;
        }

        var now = Now;
        lock (_lock)
        {
            LookAtAppends(now);
            if (_appendRate >= LeastBytesPerSecond)
            {
                double rate = bytesPerSecond + (TimesAppended * _appendRate);
                _paidAt = (_paidAt > now ? _paidAt : now) + TimeSpan.FromSeconds(bytes / rate);
                connection.ReadsAgainAt = _paidAt;
            }
        }
    }

    private void LookAtAppends(TimeSpan now)
    {
        var passed = now - _lookedAt;
        if (passed >= Look)
        {
            long appended = appendedBytes();
            _appendRate = (appended - _appended) / passed.TotalSeconds;
            _appended = appended;
            _lookedAt = now;
        }
    }
}
