namespace RaftLog.Chaos;

/// <summary>The way from one broker to another, as it is now. Set by nemeses, read by the connections of the proxy.</summary>
internal sealed class PeerLink(int from, int to)
{
    private readonly Lock _gate = new();
    private LinkCondition _condition = LinkCondition.Healthy;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The broker that dials and sends.</summary>
    public int From => from;

    /// <summary>The broker that listens.</summary>
    public int To => to;

    /// <summary>What happens to the bytes from now on.</summary>
    public LinkCondition Condition
    {
        get
        {
            lock (_gate)
            {
                return _condition;
            }
        }

        set
        {
            lock (_gate)
            {
                _condition = value;
                _changed.SetResult();
                _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }

    /// <summary>Waits until the link is not cut and returns its condition.</summary>
    public async ValueTask<LinkCondition> PassAsync(CancellationToken cancellation)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (!_condition.IsCut)
                {
                    return _condition;
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellation);
        }
    }
}
