using RaftLog.Model;

namespace RaftLog.Replication.Tests;

internal sealed record ReceivedFrame(BrokerId From, PeerFrameKind Kind, byte[] Control, byte[] Payload);
