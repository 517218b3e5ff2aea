using RaftLog.Simulator.Machine;
using RaftLog.Simulator.Workload.Records;

namespace RaftLog.Simulator.Checks;

/// <summary>
/// Whether the records of a partition are those that its producers were promised: at acks=all each acknowledged batch at its offset; at
/// acks=1 the same unless the leader has changed since; nothing that was refused; no batch in part; the order of each connection, and of
/// each idempotent producer its sequence from the start without a gap. That no record is there twice, and none that was never sent,
/// <see cref="History"/> has seen to. What lies below the log start has expired or was deleted, and is excused.
/// </summary>
internal sealed class DeliveryCheck(SimulatedWorld world, History history, Place place, string topic, PartitionContents contents, int term)
{
    private readonly Dictionary<string, long> _offsets = contents.Records
        .Select((value, i) => (value, offset: contents.Start + i)).DistinctBy(pair => pair.value).ToDictionary();

    public void Run()
    {
        foreach (var batch in history.Batches.Where(batch => batch.Topic == topic && batch.Partition == place.Partition))
        {
            CheckIsWhole(batch);
            if (batch.Outcome == SendOutcome.Acknowledged && batch.Place == place)
            {
                CheckIsThere(batch);
            }
        }

        CheckConnections();
        foreach (var session in history.Sessions.Where(session => session.Place == place))
        {
            CheckSession(session);
        }
    }

    private long OffsetOf(SentBatch batch) => _offsets.GetValueOrDefault(batch.Values[0], -1);

    private void CheckIsWhole(SentBatch batch)
    {
        int found = batch.Values.TakeWhile(value => !_offsets.ContainsKey(value)).Count();
        if (found == batch.Values.Count)
        {
            return;
        }

        // The log start may have cut off its beginning.
        long first = _offsets[batch.Values[found]];
        Require(found == 0 || (first == contents.Start && first > 0), $"{batch} is there in part");
        for (int i = found; i < batch.Values.Count; i++)
        {
            Require(_offsets.GetValueOrDefault(batch.Values[i], -1) == first + i - found, $"{batch} is there in part or not in a row");
        }
    }

    private void CheckIsThere(SentBatch batch)
    {
        long offset = OffsetOf(batch);
        bool mayBeMissing = batch.Acks == SentBatch.AcksLeader && (batch.TermWhenSent == 0 || batch.TermWhenSent != term);
        Require(
            offset == batch.BaseOffset || (offset < 0 && (mayBeMissing || batch.BaseOffset < contents.Start)),
            $"{batch}, acknowledged at offset {batch.BaseOffset} in term {batch.TermWhenSent} (now {term}), is {(offset < 0 ? "not there" : $"at {offset}")}");
    }

    // Requests of one connection are served in order. One that was given up may be served long after another connection's.
    private void CheckConnections()
    {
        var last = new Dictionary<int, long>();
        foreach (var batch in history.Batches.Where(batch => batch.Topic == topic && batch.Partition == place.Partition && batch.Connection > 0))
        {
            long offset = OffsetOf(batch);
            if (offset >= 0)
            {
                Require(offset > last.GetValueOrDefault(batch.Connection, -1), $"{batch} is before a batch that was sent on the same connection earlier");
                last[batch.Connection] = offset;
            }
        }
    }

    private void CheckSession(ProducerSession session)
    {
        long last = -1;
        SentBatch? missing = null;
        foreach (var batch in session.Batches)
        {
            long offset = OffsetOf(batch);
            if (offset < 0)
            {
                // Before the first one that is there, they have expired.
                missing ??= last < 0 && contents.Start > 0 ? null : batch;
                continue;
            }

            Require(missing is null, $"{batch} is there, and {missing} of the same idempotent producer before it is not");
            Require(offset > last, $"{batch} is out of the order in which its idempotent producer sent");
            last = offset;
        }
    }

    private void Require(bool condition, string violation)
    {
        if (!condition)
        {
            world.Fail($"{place}: {violation}");
        }
    }
}
