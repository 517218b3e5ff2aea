using RaftLog.Model;

namespace RaftLog.Storage.Tests;

/// <summary>Random operations, crashes among them, on a log and on a twin that is too simple to be wrong.</summary>
public sealed class PartitionLogPropertyTests
{
    private const int Steps = 150;

    [Test]
    public void Log_EqualsItsTwin_ThroughAppendsTruncationsAndCrashes([Range(1, 60)] int seed)
    {
        var run = new Run(seed);
        try
        {
            for (int step = 0; step < Steps; step++)
            {
                run.Step();
            }
        }
        catch (Exception exception)
        {
            Assert.Fail($"Seed {seed}:{Environment.NewLine}{string.Join(Environment.NewLine, run.Trace.TakeLast(25))}{Environment.NewLine}{exception}");
        }
    }

    private sealed class Run
    {
        private readonly Random _random;
        private readonly TestStorage _storage;
        private readonly LogTwin _twin = new();
        private readonly PartitionLogOptions _options;

        // Half of the logs lose their beginning as partitions do, the others as a group with snapshots does.
        private readonly bool _hasLogStart;
        private PartitionLog _log;
        private LogIndex _committed = LogIndex.Zero;
        private Offset _start = Offset.Zero;

        public Run(int seed)
        {
            _random = new Random(seed);
            _storage = new TestStorage(cacheBytes: _random.Next(3) * 3000);
            _options = new PartitionLogOptions { SegmentBytes = 4096 + _random.Next(8000), IndexIntervalBytes = 64 + _random.Next(1500) };
            _hasLogStart = seed % 2 == 0;
            _log = Open();
        }

        public List<string> Trace { get; } = [];

        public void Step()
        {
            switch (_random.Next(20))
            {
                case < 9:
                    Append();
                    break;
                case < 11:
                    Do("flush", () => _storage.Flusher.FlushOnce());
                    break;
                case 11:
                    Truncate();
                    break;
                case 12:
                    Do("roll", () => _log.Roll());
                    break;
                case 13 when _hasLogStart:
                    Drop();
                    break;
                case 13:
                    Do("prefix", () => _log.TruncatePrefix(new LogIndex(_random.NextInt64(_log.FirstIndex.Value, _log.LastIndex.Value + 2))));
                    break;
                case 14:
                    Do("close", () => _log.Dispose());
                    if (_random.Next(2) == 0)
                    {
                        Do("clean stop", StopCleanly);
                    }

                    Reopen(losesPower: false);
                    Assert.That(_log.LastIndex, Is.EqualTo(_twin.LastIndex));
                    break;
                case 15:
                    Do("kill", _storage.Restart);
                    Reopen(losesPower: false);
                    break;
                case 16:
                    Do("power loss", () => _storage.LosePower());
                    Reopen(losesPower: true);
                    break;
                case 17:
                    Do("power loss, torn", () => _storage.LosePower(_random));
                    Reopen(losesPower: true);
                    break;
                default:
                    _twin.Check(_log, _random);
                    break;
            }

            LogIndex persisted = _storage.Listener.PersistedIndexOf(_log);
            _twin.Durable = persisted > _twin.Durable && persisted <= _twin.LastIndex ? persisted : _twin.Durable;
        }

        private void Append()
        {
            int count = _random.Next(1, 6);
            Term term = _random.Next(8) == 0 ? _log.LastTerm.Next() : new Term(Math.Max(1, _log.LastTerm.Value));
            for (int i = 0; i < count; i++)
            {
                EntryKind kind = _random.Next(6) switch { 0 => EntryKind.NoOp, 1 => EntryKind.Configuration, 2 => EntryKind.Command, _ => EntryKind.Data };
                PooledBuffer frame = kind == EntryKind.Data
                    ? Batches.Frame(_random.Next(1, 8), _random.Next(200), _random.Next(1000, 3000))
                    : FrameBuffer.ForContent(new byte[_random.Next(100)]);
                frame.AddReference();
                FrameHeader header = _log.StampAndAppend(frame, kind, term);
                _twin.Append(header, frame.Span.ToArray());
                frame.Release();
            }

            Do($"append {count} up to {_log.LastIndex} in {term}", () => _log.WritePending());
        }

        // What is committed is durable here, as every entry is that a replica applies before it drops.
        private void Drop()
        {
            _committed = _twin.Durable > _committed ? _twin.Durable : _committed;
            if (_committed < _log.FirstIndex)
            {
                return;
            }

            Offset committedEnd = _log.EndOffsetAt(_committed);
            _start = new Offset(_random.NextInt64(_start.Value, committedEnd.Value + 1));
            Do($"begin at {_start}", () => _log.AdvanceLogStart(_start));
            LogIndex first = _log.FirstIndexAfterDrop(_committed);
            if (first > _log.FirstIndex)
            {
                Do($"drop what is before {first}", () => Assert.That(_log.TryDropPrefix(first, _committed, new byte[] { 1 }), Is.True));
            }
        }

        // As Raft does: the leader that overwrites has a higher term than whatever was there.
        private void Truncate()
        {
            LogIndex least = _committed < _log.FirstIndex ? _log.FirstIndex : _committed.Next();
            if (_log.LastIndex < least)
            {
                return;
            }

            var index = new LogIndex(_random.NextInt64(least.Value, _log.LastIndex.Value + 1));
            Do($"truncate from {index}", () => _log.TruncateFrom(index));
            _twin.TruncateFrom(index);

            // Earlier reports speak of entries that are gone, as a host knows by their term.
            _storage.Listener.Logs.Clear();
        }

        private void StopCleanly()
        {
            _storage.Context.Run!.End();
            _storage.Restart();
        }

        private PartitionLog Open()
        {
            _storage.Context.Run ??= StorageRun.Begin(_storage.Faults, "/data", _random);
            return _storage.Open(_options);
        }

        private void Reopen(bool losesPower)
        {
            _log = Open();
            Trace.Add($"  opened with {_log.FirstIndex} to {_log.LastIndex}, twin {_twin.LastIndex}, durable {_twin.Durable}");
            if (!losesPower)
            {
                Assert.That(_log.LastIndex, Is.EqualTo(_twin.LastIndex), "A killed process lost what it had written.");
            }

            _twin.AdoptLossOf(_log);

            // The host finds it in the log again, or the checkpoint has it.
            _log.AdvanceLogStart(_start);
            Assert.That(_log.LogStartOffset, Is.EqualTo(_hasLogStart ? _start : _log.FirstOffset));
            _twin.Check(_log, _random);
        }

        private void Do(string what, Action action)
        {
            Trace.Add(what);
            action();
        }
    }
}
