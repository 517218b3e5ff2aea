using RaftLog.Model;

namespace RaftLog.Storage.Tests;

// What changes a log while its broker runs.
internal sealed partial class LogModelRun
{
    private void Append()
    {
        Term term = _random.Next(8) == 0 ? _log.LastTerm.Next() : new Term(Math.Max(1, _log.LastTerm.Value));
        for (int batches = _random.Next(1, 9); batches > 0; batches--)
        {
            if (_random.Next(6) == 0)
            {
                EntryKind kind = _random.Next(3) switch { 0 => EntryKind.NoOp, 1 => EntryKind.Configuration, _ => EntryKind.Command };
                AppendFrame(kind, FrameBuffer.ForContent(new byte[_random.Next(100)]), term);
            }
            else
            {
                AppendFrame(EntryKind.Data, Batch(), term);
            }
        }

        _log.WritePending();
        Trace.Add($"append up to {_log.LastIndex} in {term}");
    }

    private void AppendFrame(EntryKind kind, PooledBuffer frame, Term term)
    {
        frame.AddReference();
        try
        {
            _log.StampAndAppend(frame, kind, term);
            _twin.Append(frame.Span.ToArray());
        }
        finally
        {
            frame.Release();
        }
    }

    private PooledBuffer Batch()
    {
        var records = new List<(string?, string?)>();
        for (int i = _random.Next(1, 9); i > 0; i--)
        {
            string? key = _random.Next(30) == 0 ? null : $"key-{_random.Next(_keys)}";
            records.Add((key, _random.Next(5) == 0 ? null : new string((char)('a' + _random.Next(26)), _random.Next(60))));
        }

        CompressionCodec codec = _random.Next(3) == 0 ? Codecs[_random.Next(Codecs.Length)] : CompressionCodec.None;
        (long, int)? producer = _isPartition && _random.Next(2) == 0 ? (_random.Next(3), _sequence += 10) : null;
        return KeyedLog.Batch(records, codec, _random.Next(1000, 3000), producer);
    }

    // As Raft does: the leader that overwrites has a higher term than whatever was there.
    private void Truncate()
    {
        LogIndex least = _twin.Committed < _log.FirstIndex ? _log.FirstIndex : _twin.Committed.Next();
        if (_log.LastIndex < least)
        {
            return;
        }

        var index = new LogIndex(_random.NextInt64(least.Value, _log.LastIndex.Value + 1));
        Trace.Add($"truncate from {index} of {_log.LastIndex}");
        _leastAfterTruncation = index.Previous();
        _log.TruncateFrom(index);
        _twin.TruncateFrom(index);

        // Earlier reports speak of entries that are gone, as a host knows by their term.
        _storage.Listener.Logs.Clear();
    }

    private void Roll()
    {
        Trace.Add("roll");
        _log.Roll();
    }

    private void Compact()
    {
        if (_compaction is null)
        {
            BeginCompaction(KeyOffsetMap.SlotBytes * _random.Next(64, 400));
        }
        else if (_random.Next(10) == 0)
        {
            GiveUpCompaction();
        }

        GoOnCompacting(_random.Next(1, 60));
    }

    private void BeginCompaction(int mapBytes)
    {
        LogIndex committed = _twin.Committed;
        if (committed >= _log.FirstIndex)
        {
            _compaction = _log.BeginCompaction(_compactionOptions, committed, _twin.EndOffsetAt(committed), new KeyOffsetMap(mapBytes, new Random(1)), _nowMs);
        }

        if (_compaction is not null)
        {
            Trace.Add($"compact up to {committed} with {mapBytes} bytes at {_nowMs}");
            _twin.BeginCompaction(_nowMs);
        }
    }

    private void GoOnCompacting(int steps)
    {
        while (_compaction is not null && steps-- > 0)
        {
            CompactionStep step = _compaction.Step(_random.Next(1, 3000));
            if (step == CompactionStep.Continues)
            {
                continue;
            }

            if (step != CompactionStep.SegmentReady || !_log.Install(_compaction.TakeReady()))
            {
                GiveUpCompaction();
            }
            else
            {
                TakeOutOfTheLog();
            }

            _twin.NoteCleaned(_log.CleanedUpTo);
            Trace.Add($"  {step}, cleaned up to {_log.CleanedUpTo}");
        }
    }

    // Segments were taken out of the log; somebody else removes their files, now or later.
    private void TakeOutOfTheLog()
    {
        _hasLeftovers = true;
        if (_random.Next(2) == 0)
        {
            RemoveLeftovers();
        }
    }

    private void RemoveLeftovers()
    {
        _log.RemoveLeftovers();
        _hasLeftovers = false;
    }

    private void GiveUpCompaction()
    {
        _compaction?.Dispose();
        _compaction = null;
    }

    private void DropBelowStart()
    {
        if (_twin.Committed < _log.FirstIndex)
        {
            return;
        }

        // Mostly a little: else there is never much of a log.
        long committedEnd = _twin.EndOffsetAt(_twin.Committed).Value;
        long most = _random.Next(4) == 0 ? committedEnd : _twin.Start.Value + ((committedEnd - _twin.Start.Value) / 4);
        _twin.Start = new Offset(_random.NextInt64(_twin.Start.Value, Math.Max(_twin.Start.Value, most) + 1));
        _log.AdvanceLogStart(_twin.Start);
        LogIndex first = _log.FirstIndexAfterDrop(_twin.Committed);
        if (first > _log.FirstIndex)
        {
            bool dropped = _log.TryDropPrefix(first, _twin.Committed, new byte[] { 1 });
            Trace.Add($"begin at {_twin.Start}, {(dropped ? "dropped" : "could not drop")} what is before {first}");
            if (dropped)
            {
                TakeOutOfTheLog();
            }

            if (_log.FirstIndex != (dropped ? first : _log.FirstIndex))
            {
                throw new ModelDifferenceException($"The log begins at {_log.FirstIndex}, not at {first}.");
            }
        }
    }

    private void DropBelowSnapshot()
    {
        var first = new LogIndex(_random.NextInt64(_log.FirstIndex.Value, _log.LastIndex.Value + 2));
        Trace.Add($"drop what is before {first} at the most");
        _log.TruncatePrefix(first);
        if (_log.FirstIndex > first)
        {
            throw new ModelDifferenceException($"The log begins at {_log.FirstIndex}, though {first} was to stay.");
        }
    }

    private void Reset()
    {
        LogIndex before = _twin.LastIndex + _random.Next(5);
        Term term = _random.Next(2) == 0 ? _twin.LastTerm.Next() : new Term(Math.Max(1, _twin.LastTerm.Value));
        Offset end = _twin.EndOffset + _random.Next(20);
        Trace.Add($"begin anew behind {before}, offset {end}");
        _log.Reset(before.Next(), end, term);
        _twin.ResetTo(before, term, end);
        _storage.Listener.Logs.Clear();
    }

    // What a healthy log has, the scrubber finds healthy.
    private void Scrub()
    {
        LogScrub scrub = _log.Scrub();
        ScrubStep step;
        do
        {
            step = scrub.Step(_random.Next(1, 4000), _twin.Committed);
            if (step.RebuiltIndex is { } index)
            {
                throw new ModelDifferenceException($"The scrubber found {index} wrong.");
            }
        }
        while (!step.IsDone);
    }

    // The log is sent to another disk, where something else stood in its place, and the run goes on there.
    private void Ship()
    {
        GiveUpCompaction();
        _storage.Flusher.FlushOnce();
        var receiver = new TestStorage(_cacheBytes);
        receiver.Context.Run = StorageRun.Begin(receiver.Faults, "/data", _random, receiver.Context.Logger);
        PartitionLog target = receiver.Open(_options).Fill(_random.Next(80));
        using (LogShipment shipment = _log.Ship(_twin.Committed))
        {
            LogImport import = target.BeginImport();
            shipment.Carry(import, pieceBytes: _random.Next(50, 5000));
            target.Replace(import);
        }

        foreach (byte[] frame in _log.AllFrames(target.LastIndex.Next()))
        {
            PooledBuffer buffer = PooledBuffer.Rent(frame.Length);
            frame.CopyTo(buffer.Span);
            target.Append(buffer, 0, frame.Length);
        }

        target.WritePending();
        receiver.Flusher.FlushOnce();
        _log.Dispose();
        (_storage, _log) = (receiver, target);
        _hasLeftovers = false;
        _log.AdvanceLogStart(_twin.Start);
        _twin.Durable = _twin.LastIndex;
        Trace.Add($"shipped, begins at {_log.FirstIndex}, cleaned up to {_log.CleanedUpTo}");
        Compare().Everything();
    }
}
