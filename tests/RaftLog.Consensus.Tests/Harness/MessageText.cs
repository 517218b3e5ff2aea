using RaftLog.Model;

namespace RaftLog.Consensus.Tests.Harness;

/// <summary>A message as a line of a transcript.</summary>
internal static class MessageText
{
    public static string Of(in RaftMessage m)
    {
        var way = $"{m.From.Broker.Value}->{m.To.Broker.Value} {m.Kind} {m.Term}";
        return m.Kind switch
        {
            RaftMessageKind.PreVoteRequest or RaftMessageKind.VoteRequest =>
                $"{way} last={m.Index.Value}/{m.LogTerm}{(m.IsTransfer ? " transfer" : "")}",
            RaftMessageKind.PreVoteResponse or RaftMessageKind.VoteResponse => $"{way} {(m.Reject ? "no" : "yes")}",
            RaftMessageKind.AppendRequest =>
                $"{way} prev={m.Index.Value}/{m.LogTerm} commit={m.Commit.Value}{Entries(m)}{(m.IsNotice ? " notice" : "")}",
            RaftMessageKind.AppendResponse when m.Reject => $"{way} refused={m.Index.Value} hint={m.LastIndex.Value}/{m.LogTerm}",
            RaftMessageKind.AppendResponse => $"{way} match={m.Index.Value}",
            RaftMessageKind.HeartbeatRequest => $"{way} commit={m.Commit.Value} round={m.Context}",
            RaftMessageKind.HeartbeatResponse => $"{way} verified={m.Index.Value} round={m.Context}",
            _ => way,
        };
    }

    private static string Entries(in RaftMessage message) =>
        message.Payload is List<TestEntry> { Count: > 0 } entries ? $" [{string.Join(' ', entries)}]" : "";
}
