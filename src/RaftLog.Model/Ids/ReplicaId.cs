using RaftLog.Model.Wire;

namespace RaftLog.Model;

/// <summary>
/// A replica of a Raft group: a broker together with the data directory that holds its copy (KIP-853). Votes and acknowledgements
/// are counted by this pair, so what a wiped disk once promised is not attributed to the empty one that replaced it.
/// </summary>
/// <param name="Broker">The broker that hosts the replica.</param>
/// <param name="Directory">The directory that holds it; <see cref="DirectoryId.Unassigned"/> where it is not known yet.</param>
public readonly record struct ReplicaId(BrokerId Broker, DirectoryId Directory) : IWireValue<ReplicaId>
{
    /// <summary>Nobody: no leader is known, no vote was cast.</summary>
    public static readonly ReplicaId None = new(BrokerId.None, DirectoryId.Unassigned);

    /// <summary>Whether this is a replica at all.</summary>
    public bool IsSome => Broker != BrokerId.None;

    /// <summary>
    /// Whether both name the same replica; an <see cref="DirectoryId.Unassigned"/> directory on either side matches every directory of
    /// that broker.
    /// </summary>
    public bool Matches(ReplicaId other) =>
        Broker == other.Broker
        && (Directory == other.Directory || Directory == DirectoryId.Unassigned || other.Directory == DirectoryId.Unassigned);

    /// <summary>Reads what <see cref="Write"/> wrote; the bytes are the same in every version.</summary>
    public static ReplicaId Read(ref WireReader reader, short version) =>
        new(new BrokerId(reader.ReadInt32()), new DirectoryId(reader.ReadUInt64()));

    /// <inheritdoc/>
    public void Write(ref WireWriter writer, short version)
    {
        writer.WriteInt32(Broker.Value);
        writer.WriteUInt64(Directory.Value);
    }

    /// <inheritdoc/>
    public int SizeOf(short version) => sizeof(int) + sizeof(ulong);

    /// <inheritdoc/>
    public override string ToString() => Directory == DirectoryId.Unassigned ? Broker.ToString() : $"{Broker}/{Directory}";
}
