namespace RaftLog.Storage;

/// <summary>What an <see cref="IndexRecord"/> says. The numbers stand on disk.</summary>
internal enum IndexRecordKind
{
    /// <summary>A signpost: index and offset of the frame, and the largest timestamp before it.</summary>
    Position = 1,

    /// <summary>The frame is the first of its term; the value is the term.</summary>
    Epoch = 2,

    /// <summary>The frame is a configuration entry.</summary>
    Configuration = 3,

    /// <summary>
    /// The segment is complete and durable: index of its last frame, offset behind it, largest timestamp; the position is the file's length.
    /// </summary>
    Seal = 4,

    /// <summary>The frame is a command, in a log whose commands must be found without reading all of it (<see cref="PartitionLogOptions.FindsCommands"/>).</summary>
    Command = 5,

    /// <summary>The frame is the marker of an aborted transaction; the value is the producer's id. <see cref="AbortedTransaction"/> follows.</summary>
    AbortedProducer = 6,

    /// <summary>The same frame; the value is the offset at which the transaction begins, perhaps in an earlier segment.</summary>
    AbortedTransaction = 7,
}
