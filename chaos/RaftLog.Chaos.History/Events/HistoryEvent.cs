using System.Text.Json.Serialization;

namespace RaftLog.Chaos.History;

/// <summary>
/// One line of a worker's history. Short names keep the files small: a run has millions of records, but a line holds what one call, one
/// batch or one tick brought.
/// </summary>
/// <param name="AtUs">When, in microseconds since 1970 (<see cref="UnixClock"/>).</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "e")]
[JsonDerivedType(typeof(WorkerStarted), "worker")]
[JsonDerivedType(typeof(RecordsSent), "sent")]
[JsonDerivedType(typeof(RecordsAcknowledged), "ack")]
[JsonDerivedType(typeof(RecordsFailed), "failed")]
[JsonDerivedType(typeof(OutcomesUnknown), "unknown")]
[JsonDerivedType(typeof(RecordsRead), "read")]
[JsonDerivedType(typeof(PartitionResumed), "resumed")]
[JsonDerivedType(typeof(PartitionsReleased), "released")]
[JsonDerivedType(typeof(OffsetCommitted), "commit")]
[JsonDerivedType(typeof(PartitionBounds), "log")]
[JsonDerivedType(typeof(WorkerNote), "note")]
public abstract record HistoryEvent([property: JsonPropertyName("at"), JsonPropertyOrder(-1)] long AtUs);
