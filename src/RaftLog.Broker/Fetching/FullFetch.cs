using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Fetching;

/// <summary>A fetch in full by a client that would have a session from then on; it gets one if there is room.</summary>
internal sealed class FullFetch(FetchSessions sessions, FetchRequest request, bool usesTopicIds) : FetchContext
{
    public override List<FetchRequest.FetchTopic> Topics => request.Topics;

    public override void Complete(FetchResponse response) => response.SessionId = sessions.Open(request, response, usesTopicIds);
}
