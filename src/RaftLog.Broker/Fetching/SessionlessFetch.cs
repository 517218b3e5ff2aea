using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Fetching;

/// <summary>A fetch that is asked and answered in full, and that nothing is kept of.</summary>
internal sealed class SessionlessFetch(FetchRequest request) : FetchContext
{
    public override List<FetchRequest.FetchTopic> Topics => request.Topics;

    public override void Complete(FetchResponse response) => response.SessionId = FetchSessions.NoSession;
}
