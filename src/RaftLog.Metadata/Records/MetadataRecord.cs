namespace RaftLog.Metadata;

/// <summary>
/// One change of the metadata. Records reach every broker through the log of the metadata group (<see cref="MetadataEntry"/>) and are
/// applied by <see cref="MetadataDelta"/>. What a record says is absolute, never relative to the image: a snapshot is a list of them too.
/// </summary>
public abstract class MetadataRecord;
