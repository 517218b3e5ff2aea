namespace RaftLog.Chaos.History;

/// <summary>
/// Finds out whether the histories of all clients of a run agree with the log that was read back at its end. Lines are looked at once and
/// not kept: a record costs about 40 bytes of memory, so a run may have tens of millions.
/// </summary>
public sealed class HistoryChecker
{
    private readonly AnomalyLog _anomalies = new();
    private readonly ProducerTable _producers = new();
    private readonly FinalLog _final;
    private readonly AppendCheck _appends;
    private readonly ReadCheck _reads;
    private readonly ReplicaCheck _replicas;
    private readonly GroupCheck _groups;

    private HistoryChecker()
    {
        _final = new FinalLog(_producers, _anomalies);
        _appends = new AppendCheck(_producers, _final, _anomalies);
        _reads = new ReadCheck(_producers, _final, _anomalies);
        _replicas = new ReplicaCheck(_producers, _final, _anomalies);
        _groups = new GroupCheck(_final, _anomalies);
    }

    /// <summary>Checks the histories in the folder of a run.</summary>
    /// <param name="runFolder">The folder.</param>
    /// <param name="observe">Is shown every line with the worker whose it is, for statistics; each worker's lines come in their order.</param>
    /// <exception cref="InvalidDataException">A line cannot be understood.</exception>
    public static CheckResult CheckFolder(string runFolder, Action<WorkerStarted, HistoryEvent>? observe = null) =>
        Check([.. RunFiles.Histories(runFolder).Select(HistoryReader.Read)], observe);

    /// <summary>Checks histories, each that of a file; the log is taken first, wherever it stands.</summary>
    /// <exception cref="InvalidDataException">A history does not begin with its worker.</exception>
    public static CheckResult Check(IReadOnlyList<IEnumerable<HistoryEvent>> histories, Action<WorkerStarted, HistoryEvent>? observe = null)
    {
        var checker = new HistoryChecker();
        ILookup<bool, IEnumerable<HistoryEvent>> byFinal = histories.ToLookup(IsFinal);
        foreach (HistoryEvent line in byFinal[true].SelectMany(history => history))
        {
            checker._final.Add(line);
        }

        checker._final.Index();
        foreach (IEnumerable<HistoryEvent> history in byFinal[false])
        {
            checker.AddAll(history, observe);
        }

        return checker.Finish();
    }

    private static bool IsFinal(IEnumerable<HistoryEvent> history) => history.FirstOrDefault() is WorkerStarted { Role: WorkerRole.Final };

    private void AddAll(IEnumerable<HistoryEvent> history, Action<WorkerStarted, HistoryEvent>? observe)
    {
        WorkerStarted? worker = null;
        foreach (HistoryEvent line in history)
        {
            worker = line as WorkerStarted ?? worker ?? throw new InvalidDataException("A history does not begin with its worker.");
            observe?.Invoke(worker, line);
            Add(worker, line);
        }
    }

    private void Add(WorkerStarted worker, HistoryEvent line)
    {
        switch (worker.Role)
        {
            case WorkerRole.Producer:
                _appends.Add(worker.Name, line);
                break;
            case WorkerRole.Replica:
                _replicas.Add(worker, line);
                break;
            case WorkerRole.Member:
                _reads.Add(worker, line);
                _groups.Add(worker.Group ?? "", line);
                break;
            default:
                _reads.Add(worker, line);
                break;
        }
    }

    private CheckResult Finish()
    {
        _final.FindDisorder();
        _appends.Finish();
        _groups.Finish();
        _replicas.Finish();
        return new CheckResult(_anomalies, _final.Missing)
        {
            Sent = _appends.Sent,
            Acknowledged = _appends.Acknowledged,
            Failed = _appends.Failed,
            Unknown = _appends.Unknown,
            UnknownInLog = _appends.UnknownInLog,
            Unverified = _appends.Unverified,
            InLog = _final.Partitions.Sum(log => log.ReadEnd - log.Start),
            Read = _reads.Read,
            Replicas = _replicas.Replicas,
            InReplicas = _replicas.Compared,
            Commits = _groups.Commits,
        };
    }
}
