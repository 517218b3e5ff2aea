using RaftLog.Storage;

namespace RaftLog.Replication;

/// <summary>Writes a piece of a shipped log, and checks what is whole with it. Owns a reference of the piece's buffer.</summary>
internal sealed class TakePieceJob(RaftGroup group, LogAssembler assembler, LogImport import, SnapshotMessage message) : BackgroundJob(group)
{
    public SnapshotMessage Message { get; } = message;

    /// <summary>How much is there afterwards.</summary>
    public long Position { get; private set; }

    /// <summary>Whether that is all.</summary>
    public bool IsComplete { get; private set; }

    public override void Complete()
    {
        Message.Owner?.Release();
        assembler.Taken(this);
    }

    protected override void Run()
    {
        import.Take(Message.Position, Message.Piece.Span);
        Position = import.Position;
        IsComplete = import.IsComplete;
    }
}
