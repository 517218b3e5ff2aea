namespace RaftLog.Replication;

/// <summary>Reads the next piece of what is shipped, into the frame that carries it.</summary>
internal sealed class ReadPieceJob(
    RaftGroup group, SnapshotShipping shipping, SnapshotSession session, SnapshotSource source, SnapshotMessage message, int bytes)
    : BackgroundJob(group)
{
    public SnapshotSession Session { get; } = session;

    /// <summary>Where the piece begins.</summary>
    public long Position => message.Position;

    public int Bytes => bytes;

    /// <summary>The frame, to be sent or released; null when reading failed.</summary>
    public PeerFrame? Frame { get; private set; }

    public override void Complete() => shipping.PieceRead(this);

    protected override void Run() => Frame = message.ToFrame(source, bytes);
}
