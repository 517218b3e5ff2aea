using RaftLog.Model;

namespace RaftLog.Consensus.Tests.Harness;

/// <summary>A core over a given log, for tests that look at single steps.</summary>
internal sealed class TestLogBuilder : IRaftLogView
{
    private readonly TestLog _log = TestLog.Born(GroupConfiguration.Empty);
    private readonly Ready _ready = new();

    public TestLogBuilder Add(int term)
    {
        _log.Append(new TestEntry(new Term(term), EntryKind.Data, "", 10, null));
        return this;
    }

    public RaftCore ToCore(ReplicaId self, GroupConfiguration configuration, HardState? hardState = null)
    {
        var log = _log.ToState(hardState ?? HardState.Initial);
        var state = new RaftLogState
        {
            HardState = hardState ?? new HardState(log.TermStarts.Count == 0 ? Term.Zero : log.TermStarts[^1].Term, ReplicaId.None),
            LastIndex = log.LastIndex,
            TermStarts = log.TermStarts,
            Configurations = [new ConfigurationEntry(LogIndex.Zero, configuration)],
        };
        return new RaftCore(self, new RaftOptions(), state, this, new Random(1), nowMs: 0);
    }

    public Ready Turn(RaftCore core)
    {
        core.CollectWrites(_ready);
        core.CollectMessages(_ready);
        return _ready;
    }

    public LogIndex LastIndexWithin(LogIndex from, int maxBytes, out long bytes)
    {
        bytes = 0;
        return from;
    }
}
