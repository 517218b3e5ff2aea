using System.Collections.Immutable;
using RaftLog.Consensus;
using RaftLog.Model;

namespace RaftLog.Replication.Tests;

/// <summary>
/// Two brokers of three on one thread, with a network between them that copies as sockets do and makes no garbage, so that what the leader and what the
/// follower allocate for an entry can be told apart.
/// </summary>
internal sealed class MeteredPair : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("raftlog-metered-").FullName;
    private readonly Queue<(MeteredBroker From, MeteredBroker To, PeerFrameKind Kind, PooledBuffer Body, int ControlBytes)> _flying = new();
    private readonly MeteredBroker[] _brokers;

    public MeteredPair()
    {
        ImmutableArray<ReplicaId> replicas = [.. Enumerable.Range(1, 3).Select(number => new ReplicaId(new BrokerId(number), new DirectoryId((ulong)number + 100)))];
        var configuration = new GroupConfiguration(replicas);
        _brokers = [.. Enumerable.Range(1, 2).Select(number => new MeteredBroker(this, number, Path.Combine(_directory, $"{number}"), configuration))];
        Leader = _brokers[0];
        Follower = _brokers[1];
        foreach (MeteredBroker broker in _brokers)
        {
            broker.Start();
        }

        Leader.Connect(Follower.Id);
        Follower.Connect(Leader.Id);
        while (!_brokers.Any(broker => broker.Group.Status.IsLeader))
        {
            Step();
        }

        Leader = _brokers.Single(broker => broker.Group.Status.IsLeader);
        Follower = _brokers.Single(broker => broker != Leader);
    }

    public ManualTime Time { get; } = new();

    public MeteredBroker Leader { get; }

    public MeteredBroker Follower { get; }

    public MeteredBroker? Find(BrokerId broker) => Array.Find(_brokers, candidate => candidate.Id == broker);

    /// <summary>A batch from the call to its acknowledgement, and to the follower that knows it committed.</summary>
    public void Append(PooledBuffer batch)
    {
        ValueTask<AppendOutcome> outcome = Leader.AppendAsync(batch);
        while (!outcome.IsCompleted || Follower.Group.Status.HighWatermark < Leader.Group.Status.HighWatermark)
        {
            Step();
        }

#pragma warning disable VSTHRD002, CA2012 // Completed: nothing blocks, and it is asked once.
        Assert.That(outcome.GetAwaiter().GetResult().Status, Is.EqualTo(AppendStatus.Appended));
#pragma warning restore VSTHRD002, CA2012
    }

    public void Carry(MeteredBroker from, MeteredBroker to, PeerFrame frame)
    {
        PooledBuffer body = PooledBuffer.Rent((int)frame.TotalBytes - PeerFrame.HeaderSize);
        int control = frame.Head.Length - PeerFrame.HeaderSize;
        frame.Head.Span[PeerFrame.HeaderSize..].CopyTo(body.Span);
        frame.Payload.CopyTo(body.Span[control..]);
        _flying.Enqueue((from, to, frame.Kind, body, control));
        frame.Release();
    }

    public void Dispose()
    {
        foreach (MeteredBroker broker in _brokers)
        {
            broker.Dispose();
        }

        Directory.Delete(_directory, recursive: true);
    }

    private void Step()
    {
        bool isBusy = false;
        foreach (MeteredBroker broker in _brokers)
        {
            isBusy |= broker.Turn();
        }

        while (_flying.TryDequeue(out var frame))
        {
            isBusy = true;
            frame.To.Receive(frame.From.Id, frame.Kind, frame.Body, frame.ControlBytes);
        }

        if (!isBusy)
        {
            Time.Advance(TimeSpan.FromMilliseconds(1));
        }
    }
}
