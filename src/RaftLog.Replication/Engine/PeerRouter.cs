using System.Buffers;
using System.Collections.Concurrent;
using RaftLog.Consensus;
using RaftLog.Model;

namespace RaftLog.Replication;

/// <summary>
/// Takes frames off the transport, on its threads: checks entries, sorts the messages by shard and posts them. What a shard has no room for is
/// dropped, as if the network had lost it. The transport is not held up, but for the turn of a shard at rest that takes up little.
/// </summary>
internal sealed class PeerRouter(
    ShardServices services, ShardLoop[] shards, ConcurrentDictionary<GroupId, RaftGroup> groups, PeerRpc rpc)
    : IPeerReceiver
{
    public void Received(BrokerId from, PeerFrameKind kind, PooledBuffer frame, int controlBytes)
    {
        switch (kind)
        {
            case PeerFrameKind.RpcRequest or PeerFrameKind.RpcReply:
                rpc.Received(from, kind, frame, controlBytes);
                return;
            case PeerFrameKind.SnapshotChunk or PeerFrameKind.SnapshotAck:
                ReceivedSnapshot(from, kind, frame, controlBytes);
                return;
        }

        try
        {
            switch (kind)
            {
                case PeerFrameKind.Raft:
                    ReceivedMessages(from, frame, controlBytes);
                    break;
                case PeerFrameKind.Leaders:
                    LeaderAnnouncement.Receive(frame.Span[..controlBytes], from, services.Leaders);
                    break;
                default:
                    throw new PeerProtocolException($"a frame of the unknown kind {(byte)kind}");
            }
        }
        finally
        {
            frame.Release();
        }
    }

    public void AllReceived()
    {
        foreach (ShardLoop shard in shards)
        {
            shard.TakeUp();
        }
    }

    public void Connected(BrokerId peer)
    {
        services.Peers.Connected(peer);
        PostToAll(MailKind.PeerConnected, peer);
    }

    public void Lost(BrokerId peer)
    {
        services.Peers.Lost(peer);
        rpc.Lost(peer);
        PostToAll(MailKind.PeerLost, peer);
    }

    private void PostToAll(MailKind kind, BrokerId peer)
    {
        foreach (ShardLoop shard in shards)
        {
            shard.Mailbox.Post(new Mail(kind, Group: null, Replica: new ReplicaId(peer, DirectoryId.Unassigned)));
        }
    }

    private void ReceivedMessages(BrokerId from, PooledBuffer frame, int controlBytes)
    {
        InboundBatch?[] batches = ArrayPool<InboundBatch?>.Shared.Rent(shards.Length);
        try
        {
            Parse(from, frame, controlBytes, batches);
        }
        catch
        {
            foreach (InboundBatch? batch in batches)
            {
                batch?.Drop();
            }

            ArrayPool<InboundBatch?>.Shared.Return(batches, clearArray: true);
            throw;
        }

        for (int i = 0; i < shards.Length; i++)
        {
            if (batches[i] is { } batch && !shards[i].Mailbox.TryPost(new Mail(MailKind.Inbound, Group: null, batch, batch.Bytes), wakes: false))
            {
                services.Metrics.InboundDropped(batch.Messages.Count);
                batch.Drop();
            }
        }

        ArrayPool<InboundBatch?>.Shared.Return(batches, clearArray: true);
    }

    private void Parse(BrokerId from, PooledBuffer frame, int controlBytes, InboundBatch?[] batches)
    {
        PeerProtocol.Require(controlBytes % RaftMessageCodec.Size == 0, "messages that end inside a message");
        int payload = controlBytes;
        for (int position = 0; position < controlBytes; position += RaftMessageCodec.Size)
        {
            RaftMessage message = RaftMessageCodec.Read(
                frame.Span[position..], from, services.Broker, out GroupId id, out uint payloadBytes);
            PeerProtocol.Require(payloadBytes <= frame.Length - payload, "messages whose entries go beyond the frame");
            if (groups.TryGetValue(id, out RaftGroup? group))
            {
                if (payloadBytes > 0)
                {
                    message = WithEntries(message, frame, payload, (int)payloadBytes);
                }

                (batches[group.Shard.Number] ??= InboundBatch.Rent()).Add(group, message);
            }

            payload += (int)payloadBytes;
        }

        PeerProtocol.Require(payload == frame.Length, "entries that belong to no message");
    }

    private static RaftMessage WithEntries(in RaftMessage message, PooledBuffer frame, int start, int length)
    {
        PeerProtocol.Require(message.Kind == RaftMessageKind.AppendRequest, "entries with a message that is no append");
        InboundEntries entries = InboundEntries.Parse(frame, start, length, message.Index.Next(), message.LastIndex);
        return message with { Payload = entries, Entries = entries.Descriptors };
    }

    private void ReceivedSnapshot(BrokerId from, PeerFrameKind kind, PooledBuffer frame, int controlBytes)
    {
        SnapshotMessage message;
        try
        {
            message = SnapshotMessage.Read(kind, frame, controlBytes, from, services.Broker);
        }
        catch
        {
            frame.Release();
            throw;
        }

        if (!groups.TryGetValue(message.Group, out RaftGroup? group)
            || !message.To.Matches(group.Core.Self)
            || !group.Shard.Mailbox.TryPost(new Mail(MailKind.Snapshot, group, message, message.Piece.Length)))
        {
            frame.Release();
        }
    }
}
