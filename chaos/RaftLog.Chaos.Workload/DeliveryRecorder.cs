using System.Threading.Channels;
using RaftLog.Chaos.History;

namespace RaftLog.Chaos.Workload;

/// <summary>
/// Puts acknowledgements, which come one by one and from any thread, into lines of neighbouring offsets.
/// </summary>
internal sealed class DeliveryRecorder : IAsyncDisposable
{
    // What is acknowledged together was one batch, as a rule; more apart is kept apart, so that times stay true.
    private const long SameMomentUs = 1_000;

    private readonly HistoryWriter _history;
    private readonly Channel<Delivery> _deliveries = Channel.CreateUnbounded<Delivery>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Task _loop;

    public DeliveryRecorder(HistoryWriter history)
    {
        _history = history;
        _loop = RunAsync();
    }

    public void Add(Delivery delivery) => _deliveries.Writer.TryWrite(delivery);

    /// <summary>Writes what is left.</summary>
    public async ValueTask DisposeAsync()
    {
        _deliveries.Writer.TryComplete();
        await _loop;
    }

    private async Task RunAsync()
    {
        var taken = new List<Delivery>();
        while (await _deliveries.Reader.WaitToReadAsync())
        {
            while (_deliveries.Reader.TryRead(out Delivery delivery))
            {
                taken.Add(delivery);
            }

            taken.Sort((a, b) => (a.Partition, a.Offset).CompareTo((b.Partition, b.Offset)));
            Write(taken);
            taken.Clear();
        }
    }

    private void Write(List<Delivery> sorted)
    {
        int first = 0;
        for (int i = 1; i <= sorted.Count; i++)
        {
            if (i == sorted.Count || !Continues(sorted[first], sorted[i - 1], sorted[i]))
            {
                Delivery[] run = [.. sorted[first..i]];
                _history.Write(new RecordsAcknowledged(
                    run[0].AcknowledgedUs,
                    run[0].Partition,
                    run[0].Offset,
                    [.. run.Select(d => d.Sequence)],
                    [.. run.Select(d => d.AcknowledgedUs - d.SentUs)]));
                first = i;
            }
        }
    }

    private static bool Continues(Delivery first, Delivery last, Delivery next) =>
        next.Partition == last.Partition
        && last.Offset >= 0
        && next.Offset == last.Offset + 1
        && Math.Abs(next.AcknowledgedUs - first.AcknowledgedUs) < SameMomentUs;
}
