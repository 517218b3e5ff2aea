namespace RaftLog.Broker.Network;

/// <summary>What <see cref="KafkaFrame.TryCut"/> found at the start of the received bytes.</summary>
internal enum FrameStatus
{
    /// <summary>A whole frame; it was cut off.</summary>
    Complete,

    /// <summary>The frame goes on; more has to be received.</summary>
    Incomplete,

    /// <summary>No frame at all: the size is negative or above the limit. The connection cannot go on, since the next frame cannot be found.</summary>
    BadSize,
}
