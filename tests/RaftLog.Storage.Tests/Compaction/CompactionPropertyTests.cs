using RaftLog.Model;

namespace RaftLog.Storage.Tests;

/// <summary>Random updates, compactions, truncations and crashes on a log of keyed records, and a twin that remembers every record.</summary>
public sealed class CompactionPropertyTests
{
    private const int Steps = 120;

    [Test]
    public void CompactedLog_HasTheLastValueOfEachKey_ThroughUpdatesCompactionsAndCrashes([Range(1, 60)] int seed)
    {
        var run = new Run(seed);
        try
        {
            for (int step = 0; step < Steps; step++)
            {
                run.Step();
            }

            run.End();
        }
        catch (Exception exception)
        {
            Assert.Fail($"Seed {seed}:{Environment.NewLine}{string.Join(Environment.NewLine, run.Trace.TakeLast(25))}{Environment.NewLine}{exception}");
        }
    }

    private sealed class Run
    {
        private static readonly CompressionCodec[] Codecs = [.. Enum.GetValues<CompressionCodec>().Where(BatchCompression.IsAvailable)];

        private readonly Random _random;
        private readonly TestStorage _storage;
        private readonly CompactionTwin _twin;
        private readonly PartitionLogOptions _options;
        private readonly CompactionOptions _compaction;
        private readonly int _keys;
        private PartitionLog _log;
        private LogIndex _commit;
        private long _nowMs = 10_000;
        private long _sequence;

        public Run(int seed)
        {
            _random = new Random(seed);
            int cacheBytes = _random.Next(3) * 3000;
            _storage = new TestStorage(cacheBytes);
            _twin = new CompactionTwin(isCached: cacheBytes > 0);
            _options = new PartitionLogOptions { SegmentBytes = 4096 + _random.Next(8000), IndexIntervalBytes = 64 + _random.Next(1500) };
            _compaction = new CompactionOptions { DeleteRetention = TimeSpan.FromMilliseconds(_random.Next(3) * 200) };
            _keys = _random.Next(2, 120);
            _log = _storage.Open(_options);
        }

        public List<string> Trace { get; } = [];

        public void Step()
        {
            _nowMs += _random.Next(100);
            switch (_random.Next(20))
            {
                case < 9:
                    Append();
                    break;
                case 9:
                    Do("roll", () => _log.Roll());
                    break;
                case < 13:
                    Compact();
                    break;
                case 13:
                    Truncate();
                    break;
                case 14:
                    DropPrefix();
                    break;
                case 15:
                    Do("close", () => _log.Dispose());
                    Reopen();
                    break;
                case 16:
                    Do("kill", _storage.Restart);
                    Reopen();
                    break;
                case 17:
                    Do("power loss", () => _storage.LosePower());
                    Reopen();
                    break;
                case 18:
                    Do("power loss, torn", () => _storage.LosePower(_random));
                    Reopen();
                    break;
                default:
                    _twin.Check(_log, _random);
                    break;
            }
        }

        public void End()
        {
            Do("roll", () => _log.Roll());
            Commit();
            while (_log.MeasureCompaction(_compaction, _commit, _log.LogEndOffset, _nowMs).DirtyBytes > 0)
            {
                Do("last compaction", () => _log.Compact(_compaction, mapBytes: 1 << 20, _nowMs, _commit));
            }

            // The tail cache may still serve what compaction removed.
            Do("close", () => _log.Dispose());
            Reopen();
            CompactionTwin.CheckIsClean(_log, _log.LogEndOffset);
            _twin.Check(_log, _random);
            _log.Dispose();
        }

        private void Append()
        {
            Term term = _random.Next(8) == 0 ? _log.LastTerm.Next() : new Term(Math.Max(1, _log.LastTerm.Value));
            for (int batches = _random.Next(1, 12); batches > 0; batches--)
            {
                if (_random.Next(6) == 0)
                {
                    _log.AppendContent(_random.Next(2) == 0 ? EntryKind.NoOp : EntryKind.Command, term.Value);
                    continue;
                }

                var records = new List<(string?, string?)>();
                for (int i = _random.Next(1, 9); i > 0; i--)
                {
                    records.Add(($"key-{_random.Next(_keys)}", _random.Next(5) == 0 ? null : new string((char)('a' + _random.Next(26)), _random.Next(60))));
                }

                (long, int)? producer = _random.Next(2) == 0 ? (_random.Next(3), (int)(_sequence += 10)) : null;
                _twin.Append(_log.AppendKeyed(records, Codecs[_random.Next(Codecs.Length)], _random.Next(1000, 3000), term.Value, producer));
            }

            Do($"append up to {_log.LastIndex} in {term}", () => _log.WritePending());
        }

        private void Commit()
        {
            _storage.Flusher.FlushOnce();
            _commit = _log.LastIndex;
        }

        private void Compact()
        {
            Commit();
            int mapBytes = KeyOffsetMap.SlotBytes * _random.Next(64, 400);
            using LogCompaction? compaction = _log.BeginCompaction(_compaction, _commit, _log.LogEndOffset, new KeyOffsetMap(mapBytes), _nowMs);
            int steps = _random.Next(60);
            Trace.Add($"compact {(compaction is null ? "nothing" : $"in at most {steps} steps")} with {mapBytes} bytes at {_nowMs}");
            while (compaction is not null && steps-- > 0)
            {
                CompactionStep step = compaction.Step(_random.Next(1, 3000));
                if (step == CompactionStep.SegmentReady)
                {
                    Do($"  install, cleaned up to {_log.CleanedUpTo}", () => Assert.That(_log.Install(compaction.TakeReady()), Is.True));
                }
                else if (step != CompactionStep.Continues)
                {
                    break;
                }
            }
        }

        private void Truncate()
        {
            if (_log.LastIndex > _commit && _log.LastIndex >= _log.FirstIndex)
            {
                long least = Math.Max(_commit.Value + 1, _log.FirstIndex.Value);
                var index = new LogIndex(_random.NextInt64(least, _log.LastIndex.Value + 1));
                Do($"truncate from {index}", () => _log.TruncateFrom(index));
                _twin.TruncateFrom(_log.LogEndOffset);
            }
        }

        private void DropPrefix()
        {
            if (_random.Next(4) == 0 && _commit > _log.FirstIndex)
            {
                var first = new LogIndex(_random.NextInt64(_log.FirstIndex.Value, _commit.Value));
                Do($"prefix below {first}", () => _log.TruncatePrefix(first));
            }
        }

        private void Reopen()
        {
            _log = _storage.Open(_options);
            Trace.Add($"  opened with {_log.FirstIndex} to {_log.LastIndex}, committed {_commit}, cleaned {_log.CleanedUpTo}");
            Assert.That(_log.LastIndex, Is.GreaterThanOrEqualTo(_commit), "Something committed was lost.");
            Assert.That(_storage.Files(".tmp"), Is.Empty);
            _twin.TruncateFrom(_log.LogEndOffset);
            _twin.Check(_log, _random);
        }

        private void Do(string what, Action action)
        {
            Trace.Add(what);
            action();
        }
    }
}
