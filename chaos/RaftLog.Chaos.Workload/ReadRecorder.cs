using RaftLog.Chaos.History;
using RaftLog.Client;

namespace RaftLog.Chaos.Workload;

/// <summary>Writes down what a consumer was given, in lines of neighbouring offsets.</summary>
/// <param name="history">The file.</param>
/// <param name="withLatency">Whether to note how old each record was.</param>
internal sealed class ReadRecorder(HistoryWriter history, bool withLatency)
{
    /// <summary>Writes the records of one partition that one call returned.</summary>
    public void Add(IReadOnlyList<ConsumeResult<string?, ReadOnlyMemory<byte>>> records)
    {
        long nowUs = UnixClock.NowUs;
        int first = 0;
        for (int i = 1; i <= records.Count; i++)
        {
            if (i == records.Count || records[i].Offset != records[i - 1].Offset + 1)
            {
                Write(records, first, i, nowUs);
                first = i;
            }
        }
    }

    private void Write(IReadOnlyList<ConsumeResult<string?, ReadOnlyMemory<byte>>> records, int first, int end, long nowUs)
    {
        string[] names = new string[end - first];
        long[]? latencies = withLatency ? new long[end - first] : null;
        for (int i = first; i < end; i++)
        {
            bool isWhole = RecordFormat.TryDecode(records[i].Value.Span, out string name, out long sentUs);
            names[i - first] = isWhole ? name : RecordFormat.Damaged;
            if (latencies is not null)
            {
                latencies[i - first] = isWhole ? nowUs - sentUs : 0;
            }
        }

        history.Write(new RecordsRead(nowUs, records[first].Partition, records[first].Offset, names, latencies));
    }
}
