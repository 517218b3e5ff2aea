using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Fetching;

/// <summary>A fetch of what its session knows; the answer holds the partitions that there is something new of.</summary>
internal sealed class IncrementalFetch(FetchSession session, int epoch, List<FetchRequest.FetchTopic> topics) : FetchContext
{
    public override List<FetchRequest.FetchTopic> Topics => topics;

    public override bool IsInTurn => true;

    public override void Complete(FetchResponse response) => session.Complete(epoch, response);
}
