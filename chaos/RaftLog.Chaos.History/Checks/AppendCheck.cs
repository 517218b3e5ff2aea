namespace RaftLog.Chaos.History;

/// <summary>
/// Compares what producers were told with the log: acknowledged records must be there, at their place; what is there must have been sent
/// and not refused; an unknown outcome agrees with both.
/// </summary>
internal sealed class AppendCheck(ProducerTable producers, FinalLog final, AnomalyLog anomalies)
{
    public long Sent { get; private set; }

    public long Acknowledged { get; private set; }

    public long Failed { get; private set; }

    /// <summary>Given up by the client, or not told of at all.</summary>
    public long Unknown { get; private set; }

    /// <summary>Those of them that are in the log.</summary>
    public long UnknownInLog { get; private set; }

    /// <summary>Acknowledged records that could not be looked for, since their partition was not read back that far.</summary>
    public long Unverified { get; private set; }

    public void Add(string producer, HistoryEvent line)
    {
        switch (line)
        {
            case WorkerStarted started:
                producers.Get(started.Name).Idempotent = started.Idempotent;
                break;
            case RecordsSent sent:
                producers.Get(producer).AddSent(sent.First, sent.Count);
                break;
            case RecordsAcknowledged acknowledged:
                Add(producers.Get(producer), acknowledged);
                break;
            case RecordsFailed failed:
                SetOutcomes(producers.Get(producer), failed.Sequences, Outcome.Failed);
                break;
            case OutcomesUnknown unknown:
                SetOutcomes(producers.Get(producer), unknown.Sequences, Outcome.Unknown);
                break;
        }
    }

    public void Finish()
    {
        foreach (ProducerRecords producer in producers.All)
        {
            Sent += producer.Sent;
            for (long sequence = 0; sequence < producer.Sent; sequence++)
            {
                Check(producer, sequence);
            }
        }

        foreach (PartitionLog log in final.Partitions)
        {
            FindPhantoms(log);
        }
    }

    private static void Add(ProducerRecords producer, RecordsAcknowledged line)
    {
        for (int i = 0; i < line.Sequences.Count; i++)
        {
            long offset = line.Offset < 0 ? -1 : line.Offset + i;
            producer.SetOutcome(line.Sequences[i], Outcome.Acknowledged, new LogPlace(line.Partition, offset));
        }
    }

    private static void SetOutcomes(ProducerRecords producer, IReadOnlyList<long> sequences, Outcome outcome)
    {
        foreach (long sequence in sequences)
        {
            producer.SetOutcome(sequence, outcome);
        }
    }

    private void Check(ProducerRecords producer, long sequence)
    {
        switch (producer.OutcomeOf(sequence))
        {
            case Outcome.Acknowledged:
                Acknowledged++;
                CheckAcknowledged(producer, sequence);
                break;
            case Outcome.Failed:
                Failed++;
                break;
            default:
                Unknown++;
                UnknownInLog += producer.FoundAt(sequence).IsNone ? 0 : 1;
                break;
        }
    }

    private void CheckAcknowledged(ProducerRecords producer, long sequence)
    {
        LogPlace told = producer.AcknowledgedAt(sequence);
        PartitionLog log = final.Get(told.Partition);
        LogPlace found = producer.FoundAt(sequence);
        bool isKnownPlace = told.Offset >= 0;
        if (isKnownPlace ? log[told.Offset] == RecordId.Of(producer.Number, sequence) : found.Partition == told.Partition)
        {
            return;
        }

        if (isKnownPlace && told.Offset < log.Start)
        {
            // Retention took it.
            return;
        }

        var name = new RecordName(producer.Name, sequence);
        if (!found.IsNone)
        {
            anomalies.Add(AnomalyKind.Moved, $"{name} was acknowledged at {told}, but is at {found}.");
        }
        else if (log.IsComplete || (isKnownPlace && told.Offset < log.ReadEnd))
        {
            anomalies.Add(AnomalyKind.Lost, $"{name} was acknowledged at {told}, where the log has {producers.Name(log[told.Offset])}; it is nowhere in the log.");
        }
        else
        {
            Unverified++;
        }
    }

    private void FindPhantoms(PartitionLog log)
    {
        for (long offset = log.Start; offset < log.ReadEnd; offset++)
        {
            RecordId id = log[offset];
            if (id.IsNone)
            {
                continue;
            }

            if (id.IsStrange)
            {
                anomalies.Add(AnomalyKind.Phantom, $"Partition {log.Partition}, offset {offset} holds something that no producer wrote.");
            }
            else if (id.Sequence >= producers[id].Sent)
            {
                anomalies.Add(AnomalyKind.Phantom, $"{producers.Name(id)} is at partition {log.Partition}, offset {offset}, but was never sent.");
            }
            else if (producers[id].OutcomeOf(id.Sequence) == Outcome.Failed)
            {
                anomalies.Add(AnomalyKind.Phantom, $"{producers.Name(id)} is at partition {log.Partition}, offset {offset}, but its producer was told that it failed.");
            }
        }
    }
}
