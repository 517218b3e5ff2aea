using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Fetching;

/// <summary>One fetch as its session makes it: what is to be read, and what of the answer the client has to be told.</summary>
internal abstract class FetchContext
{
    /// <summary>What to read, in this order.</summary>
    public abstract List<FetchRequest.FetchTopic> Topics { get; }

    /// <summary>Whether the order is one by which everybody has its turn; otherwise the reader begins somewhere else each time.</summary>
    public virtual bool IsInTurn => false;

    /// <summary>Makes what was read the answer of the session.</summary>
    public abstract void Complete(FetchResponse response);
}
