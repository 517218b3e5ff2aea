namespace RaftLog.Chaos.Workload;

/// <summary>The workers there are. The foreign ones are scripts in another language and take the same arguments.</summary>
internal enum WorkerKind
{
    Producer,
    Member,
    Tail,
    Final,
    Updater,
    Source,
    Transformer,
}
