using RaftLog.Model;

namespace RaftLog.Consensus.Tests.Harness;

/// <summary>A core with a host around it that keeps log and hard state in memory and knows which part a power loss would spare.</summary>
internal sealed class TestReplica : IRaftLogView
{
    private readonly RaftOptions _options;
    private readonly Ready _ready = new();
    private TestLog _durableLog;
    private HardState _durableHardState = HardState.Initial;
    private HardState? _unflushedHardState;
    private bool _isLogUnflushed;
    private CoreObservation? _observation;

    public TestReplica(ReplicaId id, GroupConfiguration configuration, RaftOptions options, int seed, long nowMs)
    {
        Id = id;
        _options = options;
        Log = TestLog.Born(configuration);
        _durableLog = Log.Copy();
        Core = Start(seed, nowMs);
    }

    public ReplicaId Id { get; private set; }

    public RaftCore Core { get; private set; }

    public TestLog Log { get; private set; }

    public bool IsUp { get; private set; } = true;

    /// <summary>Whether every write is flushed at once.</summary>
    public bool FlushesAtOnce { get; set; } = true;

    public List<string> Applied => Log.TextsUpTo(Core.CommitIndex);

    /// <summary>What happened, for transcripts.</summary>
    public Action<string>? Trace { get; set; }

    public List<ReadState> Reads { get; } = [];

    public List<SnapshotOffer> Offers { get; } = [];

    public LogIndex LastIndexWithin(LogIndex from, int maxBytes, out long bytes)
    {
        bytes = Log[from].Bytes;
        var last = from;
        while (last < Log.LastIndex && bytes + Log[last.Next()].Bytes <= maxBytes)
        {
            last = last.Next();
            bytes += Log[last].Bytes;
        }

        return last;
    }

    public void Step(in RaftMessage message) => Core.Step(message);

    /// <summary>Does what the core asks for until it asks for nothing more; returns the messages with their entries filled in.</summary>
    public List<RaftMessage> Turn()
    {
        var messages = new List<RaftMessage>();
        int turns = 0;
        while (IsUp && Core.HasReady)
        {
            Invariant.Require(turns++ < 100);
            Core.CollectWrites(_ready);
            Write();
            Core.CollectMessages(_ready);
            foreach (var message in _ready.Messages)
            {
                messages.Add(Fill(message));
            }

            Report();
            _observation = RaftInvariants.Check(Core, _observation);
            if (FlushesAtOnce)
            {
                Flush();
            }
        }

        return messages;
    }

    /// <summary>Everything written so far is on stable storage.</summary>
    public void Flush()
    {
        if (_unflushedHardState is { } hardState)
        {
            _durableHardState = hardState;
            _unflushedHardState = null;
            Core.HardStatePersisted(hardState.Term, hardState.Vote);
        }

        if (_isLogUnflushed)
        {
            _isLogUnflushed = false;
            _durableLog = Log.Copy();
            Core.EntriesPersisted(Log.LastIndex, Core.TermAt(Log.LastIndex)!.Value);
        }
    }

    /// <summary>The process dies, and the machine with it: what was not flushed is gone.</summary>
    public void Crash()
    {
        IsUp = false;
        Log = _durableLog.Copy();
        _unflushedHardState = null;
        _isLogUnflushed = false;
    }

    public void Restart(int seed, long nowMs)
    {
        IsUp = true;
        _observation = null;
        Reads.Clear();
        Offers.Clear();
        Core = Start(seed, nowMs);
    }

    /// <summary>The disk is lost and replaced by an empty one: another directory, and no memory.</summary>
    public void Wipe(DirectoryId directory, GroupConfiguration configuration, int seed, long nowMs)
    {
        Id = Id with { Directory = directory };
        Log = TestLog.Born(configuration);
        _durableLog = Log.Copy();
        _durableHardState = HardState.Initial;
        Restart(seed, nowMs);
    }

    public void Compact(LogIndex index)
    {
        Log.Compact(index, Core.ConfigurationAt(index));
        _durableLog = Log.Copy();
        Core.LogCompacted(Log.FirstIndex);
    }

    /// <summary>Installs the snapshot of another replica, if it is news.</summary>
    public void Restore(TestLog source)
    {
        if (!Core.NeedsSnapshot(source.SnapshotIndex, source.SnapshotTerm))
        {
            return;
        }

        Log.Restore(source);
        _durableLog = Log.Copy();
        _isLogUnflushed = false;
        Core.RestoreSnapshot(Log.SnapshotIndex, Log.SnapshotTerm, Log.SnapshotConfiguration);
    }

    private RaftCore Start(int seed, long nowMs) => new(Id, _options, Log.ToState(_durableHardState), this, new Random(seed), nowMs);

    private void Write()
    {
        foreach (var append in _ready.Appends)
        {
            if (append.TruncateFrom is { } from)
            {
                Trace?.Invoke($"truncates from {from.Value}");
                Log.TruncateFrom(from);
            }

            Assert.That(append.First, Is.EqualTo(Log.LastIndex.Next()));
            if (append.Payload is List<TestEntry> received)
            {
                received.Skip(append.SkippedEntries).ToList().ForEach(Log.Append);
            }
            else
            {
                Log.Append(new TestEntry(append.Term, append.Kind, (string?)append.Payload ?? "", append.Kind == EntryKind.Data ? 10 : 1, append.Configuration));
            }

            Assert.That(append.Last, Is.EqualTo(Log.LastIndex));
            _isLogUnflushed = true;
        }

        _unflushedHardState = _ready.HardState ?? _unflushedHardState;
    }

    private RaftMessage Fill(in RaftMessage message)
    {
        if (message.Kind != RaftMessageKind.AppendRequest)
        {
            return message;
        }

        var entries = new List<TestEntry>();
        for (var i = message.Index.Next(); i <= message.LastIndex; i = i.Next())
        {
            entries.Add(Log[i]);
        }

        return message with { Entries = entries.Select(entry => entry.Descriptor).ToArray(), Payload = entries };
    }

    private void Report()
    {
        if (_ready.RoleChange is { } role)
        {
            var leader = role.Leader.IsSome ? $" leader={role.Leader.Broker.Value}" : "";
            Trace?.Invoke($"{role.Role}{(role.IsLearner ? " (learner)" : "")} {role.Term}{leader}{(role.IsEstablished ? " established" : "")}");
        }

        if (_ready.CommitAdvanced)
        {
            Trace?.Invoke($"commits {_ready.CommitIndex.Value}");
        }

        foreach (var read in _ready.ReadStates)
        {
            Trace?.Invoke($"read {read.Context} {(read.IsConfirmed ? $"at {read.Index.Value}" : "failed")}");
            Reads.Add(read);
        }

        foreach (var offer in _ready.SnapshotOffers)
        {
            Trace?.Invoke($"offers a snapshot to {offer.To.Broker.Value}, at least {offer.AtLeast.Value}");
            Offers.Add(offer);
        }
    }
}
