using RaftLog.Chaos.History;

namespace RaftLog.Chaos.Report;

/// <summary>What happened when in a run, gathered line by line while the histories are checked.</summary>
internal sealed class RunTimeline
{
    private readonly SortedDictionary<int, EventTrack> _partitions = [];

    /// <summary>Acknowledged records of all partitions.</summary>
    public EventTrack Acknowledged { get; } = new();

    /// <summary>Acknowledged records by partition.</summary>
    public IReadOnlyDictionary<int, EventTrack> Partitions => _partitions;

    /// <summary>Records that the tailing readers were given.</summary>
    public EventTrack Read { get; } = new();

    /// <summary>From handing a record over to its acknowledgement.</summary>
    public LatencyTrack AcknowledgeLatency { get; } = new();

    /// <summary>From handing a record over until a tailing reader was given it.</summary>
    public LatencyTrack EndToEndLatency { get; } = new();

    /// <summary>The clients that took part.</summary>
    public SortedSet<string> Clients { get; } = new(StringComparer.Ordinal);

    /// <summary>The first and the last time at which a producer was busy; both 0 when none was.</summary>
    public long StartUs { get; private set; }

    public long EndUs { get; private set; }

    public void Add(WorkerStarted worker, HistoryEvent line)
    {
        switch (line)
        {
            case WorkerStarted { Role: WorkerRole.Producer or WorkerRole.Member or WorkerRole.Tail }:
                Clients.Add(worker.Client);
                break;
            case RecordsSent sent:
                StartUs = StartUs == 0 ? sent.AtUs : Math.Min(StartUs, sent.AtUs);
                EndUs = Math.Max(EndUs, sent.AtUs);
                break;
            case RecordsAcknowledged acknowledged:
                Add(acknowledged);
                break;
            case RecordsRead read when worker.Role == WorkerRole.Tail:
                Add(read);
                break;
        }
    }

    private void Add(RecordsAcknowledged line)
    {
        EndUs = Math.Max(EndUs, line.AtUs);
        if (!_partitions.TryGetValue(line.Partition, out EventTrack? track))
        {
            _partitions.Add(line.Partition, track = new EventTrack());
        }

        track.Add(line.AtUs, line.Sequences.Count);
        Acknowledged.Add(line.AtUs, line.Sequences.Count);
        foreach (long latencyUs in line.LatenciesUs)
        {
            AcknowledgeLatency.Add(line.AtUs, latencyUs);
        }
    }

    private void Add(RecordsRead line)
    {
        Read.Add(line.AtUs, line.Records.Count);
        foreach (long latencyUs in line.LatenciesUs ?? [])
        {
            EndToEndLatency.Add(line.AtUs, latencyUs);
        }
    }
}
