using RaftLog.Consensus;
using RaftLog.Model;

namespace RaftLog.Replication;

/// <summary>
/// The read barriers of a group: those that wait for the confirmation of leadership, then those that wait until enough is applied. All that
/// come in one turn share one round of heartbeats. Owned by the shard.
/// </summary>
internal sealed class ReadBarriers(RaftGroup group)
{
    private const int Limit = 10_000;

    private readonly Dictionary<long, List<ReadBarrierCall>> _unconfirmed = [];
    private readonly PriorityQueue<ReadBarrierCall, LogIndex> _unapplied = new();
    private List<ReadBarrierCall> _next = [];
    private long _lastContext;
    private int _count;

    public void Begin(ReadBarrierCall call)
    {
        if (_count >= Limit)
        {
            call.Refuse(busy: true);
            return;
        }

        _count++;
        _next.Add(call);
    }

    /// <summary>Asks the core on behalf of what came this turn.</summary>
    public void Ask()
    {
        if (_next.Count == 0)
        {
            return;
        }

        List<ReadBarrierCall> calls = _next;
        _next = [];
        long context = ++_lastContext;
        _unconfirmed.Add(context, calls);
        if (!group.Core.ReadIndex(context))
        {
            Fail(context);
        }
    }

    /// <summary>The core has answered.</summary>
    public void Answered(in ReadState state)
    {
        if (!state.IsConfirmed)
        {
            Fail(state.Context);
            return;
        }

        if (_unconfirmed.Remove(state.Context, out List<ReadBarrierCall>? calls))
        {
            foreach (ReadBarrierCall call in calls)
            {
                call.Index = state.Index;
                _unapplied.Enqueue(call, state.Index);
            }
        }
    }

    /// <summary>Lets pass whoever waited for no more than this.</summary>
    public void Applied(LogIndex applied)
    {
        while (_unapplied.TryPeek(out ReadBarrierCall? call, out LogIndex index) && index <= applied)
        {
            _unapplied.Dequeue();
            _count--;
            call.Complete(ReadBarrierStatus.Passed);
        }
    }

    public void FailAll(ReadBarrierStatus status)
    {
        foreach (ReadBarrierCall call in _unconfirmed.Values.SelectMany(calls => calls).Concat(_next))
        {
            call.Complete(status);
        }

        while (_unapplied.TryDequeue(out ReadBarrierCall? call, out _))
        {
            call.Complete(status);
        }

        _unconfirmed.Clear();
        _next.Clear();
        _count = 0;
    }

    private void Fail(long context)
    {
        if (_unconfirmed.Remove(context, out List<ReadBarrierCall>? calls))
        {
            foreach (ReadBarrierCall call in calls)
            {
                _count--;
                call.Complete(ReadBarrierStatus.NotLeader);
            }
        }
    }
}
