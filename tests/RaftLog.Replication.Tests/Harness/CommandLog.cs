using System.Buffers;
using System.Text;
using RaftLog.Model;

namespace RaftLog.Replication.Tests;

/// <summary>A state machine whose state is the list of all commands ever applied.</summary>
internal sealed class CommandLog : RecordingStateMachine, ICommandStateMachine
{
    private LogIndex _last;

    public LogIndex LastApplied => _last;

    public List<string> Commands { get; } = [];

    public int Restored { get; private set; }

    public void Apply(LogIndex index, Term term, ReadOnlySpan<byte> command)
    {
        Assert.That(index, Is.GreaterThan(_last), "A command was applied twice or out of order.");
        _last = index;
        Commands.Add(Encoding.UTF8.GetString(command));
    }

    public SnapshotWriter CaptureSnapshot()
    {
        string all = string.Join('\n', Commands);
        return destination => destination.Write(Encoding.UTF8.GetBytes(all));
    }

    public void RestoreSnapshot(LogIndex index, Term term, ReadOnlySequence<byte> content)
    {
        _last = index;
        Restored++;
        Commands.Clear();
        Commands.AddRange(Encoding.UTF8.GetString(content).Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
