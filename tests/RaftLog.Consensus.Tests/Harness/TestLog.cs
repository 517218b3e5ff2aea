using RaftLog.Model;

namespace RaftLog.Consensus.Tests.Harness;

/// <summary>A log as a host keeps it: entries behind an optional snapshot. Copied, it is what a disk held at that moment.</summary>
internal sealed class TestLog
{
    private readonly List<TestEntry> _entries = [];

    public LogIndex SnapshotIndex { get; private set; } = LogIndex.Zero;

    public Term SnapshotTerm { get; private set; } = Term.Zero;

    /// <summary>The texts of everything in the snapshot.</summary>
    public List<string> SnapshotTexts { get; private set; } = [];

    public GroupConfiguration SnapshotConfiguration { get; private set; } = GroupConfiguration.Empty;

    public LogIndex FirstIndex => SnapshotIndex.Next();

    public LogIndex LastIndex => SnapshotIndex + _entries.Count;

    public static TestLog Born(GroupConfiguration configuration) => new() { SnapshotConfiguration = configuration };

    public TestEntry this[LogIndex index] => _entries[(int)(index - FirstIndex)];

    public TestLog Copy()
    {
        var copy = new TestLog
        {
            SnapshotIndex = SnapshotIndex,
            SnapshotTerm = SnapshotTerm,
            SnapshotTexts = SnapshotTexts,
            SnapshotConfiguration = SnapshotConfiguration,
        };
        copy._entries.AddRange(_entries);
        return copy;
    }

    public void Append(TestEntry entry) => _entries.Add(entry);

    public void TruncateFrom(LogIndex index) => _entries.RemoveRange((int)(index - FirstIndex), (int)(LastIndex - index) + 1);

    /// <summary>Moves everything up to <paramref name="index"/> into the snapshot.</summary>
    public void Compact(LogIndex index, GroupConfiguration configuration)
    {
        var texts = TextsUpTo(index);
        SnapshotTerm = this[index].Term;
        _entries.RemoveRange(0, (int)(index - SnapshotIndex));
        SnapshotIndex = index;
        SnapshotTexts = texts;
        SnapshotConfiguration = configuration;
    }

    public void Restore(TestLog source)
    {
        _entries.Clear();
        SnapshotIndex = source.SnapshotIndex;
        SnapshotTerm = source.SnapshotTerm;
        SnapshotTexts = source.SnapshotTexts;
        SnapshotConfiguration = source.SnapshotConfiguration;
    }

    /// <summary>The texts of the data entries up to an index (inclusive): what a state machine would hold.</summary>
    public List<string> TextsUpTo(LogIndex index)
    {
        var texts = new List<string>(SnapshotTexts);
        for (var i = FirstIndex; i <= index; i = i.Next())
        {
            if (this[i].Kind is EntryKind.Data or EntryKind.Command)
            {
                texts.Add(this[i].Text);
            }
        }

        return texts;
    }

    public RaftLogState ToState(HardState hardState)
    {
        var starts = new List<TermStart>();
        var configurations = new List<ConfigurationEntry> { new(SnapshotIndex, SnapshotConfiguration) };
        for (var i = FirstIndex; i <= LastIndex; i = i.Next())
        {
            if (starts.Count == 0 || starts[^1].Term != this[i].Term)
            {
                starts.Add(new TermStart(this[i].Term, i));
            }

            if (this[i].Configuration is { } configuration)
            {
                configurations.Add(new ConfigurationEntry(i, configuration));
            }
        }

        return new RaftLogState
        {
            HardState = hardState,
            FirstIndex = FirstIndex,
            LastIndex = LastIndex,
            PrecedingTerm = SnapshotTerm,
            TermStarts = starts,
            Configurations = configurations,
            CommitIndex = SnapshotIndex,
        };
    }

    public override string ToString()
    {
        var text = SnapshotIndex.Value > 0 ? $"[snapshot {SnapshotIndex.Value}/{SnapshotTerm}] " : "";
        return text + string.Join(' ', _entries);
    }
}
