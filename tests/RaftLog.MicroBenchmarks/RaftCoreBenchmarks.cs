using BenchmarkDotNet.Attributes;
using RaftLog.Consensus;
using RaftLog.Model;

namespace RaftLog.MicroBenchmarks;

/// <summary>The core alone: a leader of three that has an entry committed, and a follower that hears a heartbeat.</summary>
public class RaftCoreBenchmarks : IRaftLogView
{
    private const int EntryBytes = 100;
    private static readonly GroupConfiguration Voters = new([Replica(1), Replica(2), Replica(3)]);

    private readonly Ready _ready = new();
    private RaftCore? _leader;
    private RaftCore? _follower;
    private long _context;

    /// <summary>Elects the leader.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _follower = Start(2);
        _leader = Start(1);
        _leader.Tick(_leader.NextDeadlineMs);
        Turn(_leader);
        _leader.Step(Answer(RaftMessageKind.PreVoteResponse) with { Term = new Term(1) });
        Turn(_leader);
        _leader.HardStatePersisted(_leader.Term, _leader.Vote);
        Turn(_leader);
        _leader.Step(Answer(RaftMessageKind.VoteResponse));
        Turn(_leader);
        Commit();
        Invariant.Require(_leader.CommitIndex == _leader.LastIndex);
    }

    /// <summary>Propose, send, flush, an acknowledgement, commit: one entry through a leader.</summary>
    [Benchmark]
    public LogIndex CommitAnEntry()
    {
        _leader!.Propose(payload: null, EntryKind.Data, EntryBytes);
        Turn(_leader);
        return Commit();
    }

    /// <summary>What a follower of an idle group does.</summary>
    [Benchmark]
    public int AnswerAHeartbeat()
    {
        _follower!.Step(new RaftMessage
        {
            Kind = RaftMessageKind.HeartbeatRequest,
            From = Replica(1),
            To = Replica(2),
            Term = new Term(1),
            Context = ++_context,
        });
        return Turn(_follower);
    }

    /// <inheritdoc/>
    public LogIndex LastIndexWithin(LogIndex from, int maxBytes, out long bytes)
    {
        bytes = EntryBytes;
        return from;
    }

    private static ReplicaId Replica(int number) => new(new BrokerId(number), new DirectoryId((ulong)number));

    private RaftCore Start(int number)
    {
        var state = new RaftLogState { Configurations = [new ConfigurationEntry(LogIndex.Zero, Voters)] };
        return new RaftCore(Replica(number), new RaftOptions(), state, this, new Random(1), nowMs: 0);
    }

    private LogIndex Commit()
    {
        _leader!.EntriesPersisted(_leader.LastIndex, _leader.Term);
        _leader.Step(Answer(RaftMessageKind.AppendResponse) with { Index = _leader.LastIndex });
        Turn(_leader);
        return _leader.CommitIndex;
    }

    private RaftMessage Answer(RaftMessageKind kind) => new() { Kind = kind, From = Replica(2), To = Replica(1), Term = _leader!.Term };

    private int Turn(RaftCore core)
    {
        core.CollectWrites(_ready);
        core.CollectMessages(_ready);
        return _ready.Messages.Count;
    }
}
