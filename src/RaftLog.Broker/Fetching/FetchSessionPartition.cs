using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Fetching;

/// <summary>One partition of a fetch session: what the client wants of it, and what it was told last.</summary>
internal sealed class FetchSessionPartition(FetchPartitionKey key, FetchRequest.FetchPartition wanted)
{
    // What no partition has, so that the first answer is news, and so is the first after an error.
    private const long NothingTold = -1;

    private long _highWatermark = NothingTold;
    private long _lastStableOffset = NothingTold;
    private long _logStartOffset = NothingTold;

    public FetchPartitionKey Key { get; } = key;

    /// <summary>Where to read from, and how much; replaced when the client says so.</summary>
    public FetchRequest.FetchPartition Wanted { get; set; } = wanted;

    /// <summary>Whether the client has to be told of an answer; takes note of what it is told.</summary>
    public bool TakeNote(FetchResponse.PartitionData answer)
    {
        bool isTrouble = answer.ErrorCode != ErrorCode.None || answer.DivergingEpoch is not null;
        bool isNews = isTrouble
            || HasRecords(answer)
            || answer.HighWatermark != _highWatermark
            || answer.LastStableOffset != _lastStableOffset
            || answer.LogStartOffset != _logStartOffset;
        _highWatermark = isTrouble ? NothingTold : answer.HighWatermark;
        _lastStableOffset = answer.LastStableOffset;
        _logStartOffset = answer.LogStartOffset;
        return isNews;
    }

    public static bool HasRecords(FetchResponse.PartitionData answer) => answer.Records is { IsEmpty: false };
}
