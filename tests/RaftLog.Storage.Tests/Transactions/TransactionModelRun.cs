using RaftLog.Model;

namespace RaftLog.Storage.Tests;

/// <summary>Does to a log with transactions whatever can happen to it, at random, and compares what it knows with a twin after each step.</summary>
internal sealed class TransactionModelRun
{
    private const int Producers = 4;
    private static readonly PartitionLogOptions Options = new() { SegmentBytes = 4096, IndexIntervalBytes = 300 };
    private static readonly CompactionOptions Compaction = new() { DeleteRetention = TimeSpan.FromSeconds(50) };

    private readonly Random _random;
    private readonly TestStorage _storage = new();
    private readonly TransactionTwin _twin = new();
    private readonly (short Epoch, int Sequence)[] _producers = new (short, int)[Producers + 1];
    private readonly List<(LogIndex Index, (short Epoch, int Sequence)[] Producers)> _history = [];
    private PartitionLog _log;
    private LogIndex _committed = LogIndex.Zero;
    private long _nowMs = 1_000_000;

    public TransactionModelRun(int seed)
    {
        _random = new Random(seed);
        _log = _storage.Open(Options);
    }

    private Offset HighWatermark => _committed == LogIndex.Zero ? Offset.Zero : _twin.EndAt(_committed);

    public void Run(int steps)
    {
        for (int step = 0; step < steps; step++)
        {
            string done = Step();
            Compare($"step {step}, {done}");
        }

        _log.Dispose();
    }

    private string Step()
    {
        _nowMs += 1000;
        switch (_random.Next(100))
        {
            case < 25:
                Append(producer: 0, isTransactional: false);
                return "plain batch";
            case < 60:
                Append(_random.Next(1, Producers + 1), isTransactional: true);
                return "transactional batch";
            case < 80:
                return End(_random.Next(1, Producers + 1));
            case < 88:
                Commit();
                return "commit";
            case < 91:
                Truncate();
                return "truncation";
            case < 94:
                return Restart();
            case < 97:
                _log.Compact(Compaction, nowMs: _nowMs, commit: _committed);
                return "compaction";
            default:
                Drop();
                return "drop";
        }
    }

    private void Append(int producer, bool isTransactional)
    {
        (string? Key, string? Value)[] records = [.. Enumerable.Range(0, _random.Next(1, 4)).Select(_ => ((string?)$"k{_random.Next(12)}", (string?)$"{_random.Next()}"))];
        PooledBuffer frame = KeyedLog.Batch(records, timestampMs: _nowMs, attributes: isTransactional ? (short)0x10 : (short)0);
        if (isTransactional)
        {
            RecordBatch.SetProducerState(FrameBuffer.Payload(frame), producer, _producers[producer].Epoch, _producers[producer].Sequence);
            _producers[producer].Sequence += records.Length;
        }

        FrameHeader header = _log.StampAndAppend(frame, EntryKind.Data, new Term(1));
        _log.WritePending();
        Offset at = header.BaseOffset;
        List<KeyedRecord> written = [.. records.Select((record, i) => new KeyedRecord(at + i, record.Key, record.Value, _nowMs + i))];
        Note(new TransactionTwin.Written(header.Index, at, at + records.Length, producer, isTransactional, null, written));
    }

    private string End(int producer)
    {
        // A coordinator ends a transaction only when the markers of the one before are committed.
        bool mayEnd = _log.Producers.Producers.GetValueOrDefault(producer)?.LastMarker is not { } last || last.Offset < HighWatermark;
        if (!mayEnd)
        {
            return "nothing";
        }

        bool commit = _random.Next(2) == 0;
        if (_random.Next(3) == 0)
        {
            _producers[producer] = ((short)(_producers[producer].Epoch + 1), 0);
        }

        Offset at = _log.LogEndOffset;
        _log.AppendMarker(producer, _producers[producer].Epoch, commit, timestampMs: _nowMs);
        Note(new TransactionTwin.Written(_log.LastIndex, at, at + 1, producer, IsTransactional: true, commit, []));
        return "marker";
    }

    private void Commit()
    {
        _storage.Flusher.FlushOnce();
        _committed = new LogIndex(_random.NextInt64(_committed.Value, _log.LastIndex.Value + 1));
    }

    private void Truncate()
    {
        if (_log.LastIndex > _committed)
        {
            var from = new LogIndex(_random.NextInt64(_committed.Value + 1, _log.LastIndex.Value + 1));
            _log.TruncateFrom(from);
            Forget(from);
        }
    }

    private string Restart()
    {
        int how = _random.Next(4);
        if (how == 0)
        {
            _log.Dispose();
        }

        if (how == 1)
        {
            _storage.LosePower(_random);
        }
        else
        {
            _storage.Restart();
        }

        if (_random.Next(2) == 0)
        {
            foreach (string file in _storage.Files(".producers"))
            {
                _storage.Disk.DeleteFile(file);
            }
        }

        if (how == 3)
        {
            foreach (string file in _storage.Files(SegmentName.IndexSuffix).Where(_ => _random.Next(3) == 0))
            {
                _storage.Damage(file, 90);
            }
        }

        _log = _storage.Open(Options);
        Forget(_log.LastIndex.Next());
        return $"restart {how}";
    }

    private void Drop()
    {
        if (_committed > LogIndex.Zero)
        {
            _log.AdvanceLogStart(new Offset(_random.NextInt64(HighWatermark.Value / 2, HighWatermark.Value + 1)));
            LogIndex first = _log.FirstIndexAfterDrop(_committed);
            if (first > _log.FirstIndex)
            {
                _log.TryDropPrefix(first, _committed, new byte[] { 1 });
            }
        }
    }

    private void Note(in TransactionTwin.Written written)
    {
        _twin.Add(written);
        _history.Add((written.Index, [.. _producers]));
    }

    private void Forget(LogIndex from)
    {
        Assert.That(from, Is.GreaterThan(_committed), "What was committed is lost.");
        _twin.TruncateFrom(from);
        _history.RemoveAll(entry => entry.Index >= from);
        (_history.Count > 0 ? _history[^1].Producers : new (short, int)[Producers + 1]).CopyTo(_producers, 0);
    }

    private void Compare(string when)
    {
        Offset stable = _log.Producers.LastStableOffset(HighWatermark);
        Assert.That(stable, Is.EqualTo(_twin.Stable(HighWatermark)), $"The last stable offset after {when}");
        for (int producer = 1; producer <= Producers; producer++)
        {
            Assert.That(_log.Producers.OpenSince(producer), Is.EqualTo(_twin.OpenSince(producer, _twin.End)), $"What producer {producer} has open after {when}");
        }

        Offset from = _log.LogStartOffset;
        List<KeyedRecord> expected = _twin.Committed(from, stable);
        List<KeyedRecord> found = from < stable ? _log.CommittedRecords(stable, from, _random.Next(200, 2000)) : [];
        Assert.That(found.Except(expected), Is.Empty, $"Records that are not committed after {when}");
        Assert.That(KeyedLog.Latest(found), Is.EqualTo(KeyedLog.Latest(expected)), $"The last values after {when}");
        if (_log.CleanedUpTo == LogIndex.Zero)
        {
            Assert.That(found, Is.EqualTo(expected), $"The records after {when}");
        }
    }
}
