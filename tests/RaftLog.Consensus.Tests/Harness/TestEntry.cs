using RaftLog.Model;

namespace RaftLog.Consensus.Tests.Harness;

/// <summary>An entry of a <see cref="TestReplica"/>'s log.</summary>
internal sealed record TestEntry(Term Term, EntryKind Kind, string Text, int Bytes, GroupConfiguration? Configuration)
{
    public EntryDescriptor Descriptor => new(Term, Kind, Bytes, Configuration);

    public override string ToString() => $"{Term}:{(Kind is EntryKind.Data or EntryKind.Command ? Text : Kind == EntryKind.NoOp ? "-" : $"({ConfigurationText.Of(Configuration!)})")}";
}
