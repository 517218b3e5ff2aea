using Microsoft.Extensions.Logging;
using RaftLog.Protocol;

namespace RaftLog.Broker;

/// <summary>
/// The log messages of the broker: event ids 4000 to 4099 connections, 4100 to 4199 partitions, 4200 to 4299 requests, 4300 to 4399 consumer
/// groups. Highest in use: 4303.
/// </summary>
internal static partial class BrokerLog
{
    [LoggerMessage(EventId = 4000, Level = LogLevel.Warning, Message = "Connection of {Remote} closed because of {Reason} (API key {ApiKey}, version {Version}, client '{ClientId}').")]
    public static partial void ConnectionRefused(ILogger logger, string remote, string reason, short apiKey, short version, string clientId);

    [LoggerMessage(EventId = 4001, Level = LogLevel.Debug, Message = "Connection of {Remote} broke: {Reason}")]
    public static partial void ConnectionBroke(ILogger logger, string remote, string reason);

    [LoggerMessage(EventId = 4002, Level = LogLevel.Error, Message = "Connection of {Remote} closed because of a defect.")]
    public static partial void ConnectionFailed(ILogger logger, Exception defect, string remote);

    [LoggerMessage(EventId = 4003, Level = LogLevel.Information, Message = "Connection of {Remote} ended in the middle of a request, after {Bytes} bytes of it.")]
    public static partial void ConnectionEndedInFrame(ILogger logger, string remote, long bytes);

    [LoggerMessage(EventId = 4004, Level = LogLevel.Error, Message = "Connection of {Remote} closed because its {Api} request (version {Version}, client '{ClientId}') met a defect.")]
    public static partial void RequestFailed(ILogger logger, Exception defect, string remote, ApiKey api, short version, string clientId);

    [LoggerMessage(EventId = 4100, Level = LogLevel.Information, Message = "Partition {Partition} is led here in term {Term}, from offset {HighWatermark} on.")]
    public static partial void BecameLeader(ILogger logger, string partition, int term, long highWatermark);

    [LoggerMessage(EventId = 4101, Level = LogLevel.Information, Message = "Partition {Partition} is no longer led here; in term {Term} the leader is broker {Leader}.")]
    public static partial void LostLeadership(ILogger logger, string partition, int term, int leader);

    [LoggerMessage(EventId = 4102, Level = LogLevel.Error, Message = "Partition {Partition} is offline on this broker: its log failed. Its other replicas go on; it is opened again once its disk can be written.")]
    public static partial void ReplicaOffline(ILogger logger, Exception reason, string partition);

    [LoggerMessage(EventId = 4103, Level = LogLevel.Error, Message = "Partition {Partition} cannot be read at offset {Offset}.")]
    public static partial void ReadFailed(ILogger logger, Exception reason, string partition, long offset);

    [LoggerMessage(EventId = 4104, Level = LogLevel.Debug, Message = "Partition {Partition} is open here as group {Group}.")]
    public static partial void ReplicaOpened(ILogger logger, TopicPartition partition, long group);

    [LoggerMessage(EventId = 4105, Level = LogLevel.Error, Message = "Partition {Partition} cannot be opened on this broker now; its other replicas go on, and it is tried again in a while.")]
    public static partial void ReplicaNotOpened(ILogger logger, Exception reason, TopicPartition partition);

    [LoggerMessage(EventId = 4106, Level = LogLevel.Information, Message = "Partition {Partition} was deleted from this broker: it is not held here any more.")]
    public static partial void ReplicaDeleted(ILogger logger, TopicPartition partition);

    [LoggerMessage(EventId = 4107, Level = LogLevel.Warning, Message = "The files of deleted partition {Partition} cannot be removed; it is tried again.")]
    public static partial void ReplicaNotDeleted(ILogger logger, Exception reason, TopicPartition partition);

    [LoggerMessage(EventId = 4108, Level = LogLevel.Error, Message = "The replicas of topic {TopicId} could not be brought in step with the metadata.")]
    public static partial void TopicNotReconciled(ILogger logger, Exception defect, Guid topicId);

    [LoggerMessage(EventId = 4168, Level = LogLevel.Error, Message = "The replicas of {Topics} topics could not be made ready together; they are one by one.")]
    public static partial void ReplicasNotPrepared(ILogger logger, Exception defect, int topics);

    [LoggerMessage(EventId = 4109, Level = LogLevel.Error, Message = "The replica of partition {Partition} on this broker is damaged. Its files are put aside as {Path} and it is rebuilt from the other replicas; delete them once it is.")]
    public static partial void ReplicaQuarantined(ILogger logger, Exception damage, TopicPartition partition, string path);

    [LoggerMessage(EventId = 4110, Level = LogLevel.Error, Message = "The files of partition {Partition} are missing on this broker, but it took part in term {Term}. It is rebuilt from the other replicas.")]
    public static partial void ReplicaMissing(ILogger logger, TopicPartition partition, int term);

    [LoggerMessage(EventId = 4117, Level = LogLevel.Error, Message = "The replica of partition {Partition} on this broker was in a log directory that is gone. It is rebuilt from the other replicas.")]
    public static partial void ReplicaLostWithDirectory(ILogger logger, TopicPartition partition);

    [LoggerMessage(EventId = 4118, Level = LogLevel.Warning, Message = "What is left of deleted topics in {Directory} cannot be removed now; it is tried again, at the latest with the next start.")]
    public static partial void OrphansNotDeleted(ILogger logger, Exception reason, string directory);

    [LoggerMessage(EventId = 4111, Level = LogLevel.Information, Message = "Partition {Partition} gets a new, empty replica on this broker, {Replica}.")]
    public static partial void ReplicaCreated(ILogger logger, TopicPartition partition, ReplicaId replica);

    [LoggerMessage(EventId = 4112, Level = LogLevel.Error, Message = "Partition {Partition} has lost {Lost} of {Replicas} replicas that were not rebuilt yet. Without a majority of them it stops, since to go on would be to invent data: bring the files of a lost replica back (raftlog log recover takes what is left of damaged ones), or delete the topic.")]
    public static partial void MajorityLost(ILogger logger, TopicPartition partition, int lost, int replicas);

    [LoggerMessage(EventId = 4113, Level = LogLevel.Information, Message = "The leadership of partition {Partition} was given back to broker {Broker}, the preferred one.")]
    public static partial void LeadershipGivenBack(ILogger logger, TopicPartition partition, int broker);

    [LoggerMessage(EventId = 4114, Level = LogLevel.Information, Message = "The records of partition {Partition} from offset {From} to before {LogStart} expired.")]
    public static partial void RecordsExpired(ILogger logger, TopicPartition partition, long from, long logStart);

    [LoggerMessage(EventId = 4150, Level = LogLevel.Information, Message = "Scrubbed the files of {Replicas} replicas: {Bytes} bytes in {Elapsed}.")]
    public static partial void ScrubCompleted(ILogger logger, int replicas, long bytes, TimeSpan elapsed);

    [LoggerMessage(EventId = 4151, Level = LogLevel.Error, Message = "Scrubbing found the replica of partition {Partition} on this broker damaged.")]
    public static partial void ScrubFoundDamage(ILogger logger, Exception damage, TopicPartition partition);

    [LoggerMessage(EventId = 4152, Level = LogLevel.Warning, Message = "Scrubbing found {File} damaged: {Problem} {Repair}")]
    public static partial void ScrubRepaired(ILogger logger, string file, string problem, string repair);

    [LoggerMessage(EventId = 4153, Level = LogLevel.Warning, Message = "The files in {Path} could not be scrubbed now; the next pass looks again.")]
    public static partial void ScrubFailed(ILogger logger, Exception reason, string path);

    [LoggerMessage(EventId = 4154, Level = LogLevel.Warning, Message = "The manifest of partition {Partition} could not be written anew.")]
    public static partial void ManifestNotRepaired(ILogger logger, Exception reason, TopicPartition partition);

    [LoggerMessage(EventId = 4155, Level = LogLevel.Information, Message = "The files of a deleted replica were removed: {Path}.")]
    public static partial void FilesRemoved(ILogger logger, string path);

    [LoggerMessage(EventId = 4156, Level = LogLevel.Warning, Message = "The files of a deleted replica cannot be removed: {Path}; the next start tries again.")]
    public static partial void FilesNotRemoved(ILogger logger, Exception reason, string path);

    [LoggerMessage(EventId = 4157, Level = LogLevel.Warning, Message = "Partition {Partition} is closed on this broker until its disk can be written again; it is tried every {Pause}.")]
    public static partial void ReplicaClosedForFailure(ILogger logger, TopicPartition partition, TimeSpan pause);

    [LoggerMessage(EventId = 4158, Level = LogLevel.Information, Message = "Partition {Partition} is open on this broker again after {Tries} failures.")]
    public static partial void ReplicaReopened(ILogger logger, TopicPartition partition, int tries);

    [LoggerMessage(EventId = 4159, Level = LogLevel.Error, Message = "The metadata log is closed on this broker until its disk can be written again; it is tried every {Pause}, and less often later. Until then the broker serves by the metadata that it has, is not the controller and does not vote for one.")]
    public static partial void MetadataClosedForFailure(ILogger logger, TimeSpan pause);

    [LoggerMessage(EventId = 4160, Level = LogLevel.Error, Message = "The metadata log cannot be opened on this broker now; it is tried again in {Pause}.")]
    public static partial void MetadataNotReopened(ILogger logger, Exception reason, TimeSpan pause);

    [LoggerMessage(EventId = 4161, Level = LogLevel.Information, Message = "The metadata log is open on this broker again after {Tries} failures.")]
    public static partial void MetadataReopened(ILogger logger, int tries);

    [LoggerMessage(EventId = 4162, Level = LogLevel.Error, Message = "The metadata log could not be looked after.")]
    public static partial void MetadataNotReconciled(ILogger logger, Exception defect);

    [LoggerMessage(EventId = 4163, Level = LogLevel.Error, Message = "The metadata snapshot {File} is damaged: {Problem} It is left out, and a new one takes its place.")]
    public static partial void MetadataSnapshotDamaged(ILogger logger, string file, string problem);

    [LoggerMessage(EventId = 4164, Level = LogLevel.Error, Message = "A segment of the metadata log is damaged. The snapshot at {Index} holds all that was in it; the file is put aside as {Path}.")]
    public static partial void MetadataSegmentTakenOut(ILogger logger, Exception damage, LogIndex index, string path);

    [LoggerMessage(EventId = 4165, Level = LogLevel.Error, Message = "The metadata log of this broker is damaged. It is put aside as {Path}, and an empty replica, {Replica}, joins the metadata group in its place; delete the files once it has.")]
    public static partial void MetadataReplaced(ILogger logger, Exception damage, string path, ReplicaId replica);

    [LoggerMessage(EventId = 4166, Level = LogLevel.Error, Message = "Scrubbing found the metadata log damaged.")]
    public static partial void ScrubFoundMetadataDamage(ILogger logger, Exception damage);

    [LoggerMessage(EventId = 4167, Level = LogLevel.Warning, Message = "The damaged segment of the metadata log is not replaced by a snapshot now; the next pass of the scrubber tries again.")]
    public static partial void MetadataDamageStays(ILogger logger);

    [LoggerMessage(EventId = 4130, Level = LogLevel.Information, Message = "Compacted partition {Partition}: read {BytesRead} bytes, the log is {BytesFreed} bytes shorter.")]
    public static partial void Compacted(ILogger logger, TopicPartition partition, long bytesRead, long bytesFreed);

    [LoggerMessage(EventId = 4200, Level = LogLevel.Warning, Message = "The controller gave no producer ids: {Error}.")]
    public static partial void NoProducerIds(ILogger logger, ErrorCode error);

    [LoggerMessage(EventId = 4210, Level = LogLevel.Information, Message = "This broker coordinates transactions, in term {Term}.")]
    public static partial void TransactionCoordinatorStarted(ILogger logger, long term);

    [LoggerMessage(EventId = 4211, Level = LogLevel.Information, Message = "This broker no longer coordinates transactions.")]
    public static partial void TransactionCoordinatorResigned(ILogger logger);

    [LoggerMessage(EventId = 4212, Level = LogLevel.Debug, Message = "The end of the transaction of {TransactionalId} was not written to {Partition} on broker {Leader}: {Error}. It is tried again.")]
    public static partial void MarkerNotWritten(ILogger logger, string transactionalId, TopicPartition partition, int leader, ErrorCode error);

    [LoggerMessage(EventId = 4213, Level = LogLevel.Error, Message = "Sending the ends of transactions failed; it is tried again.")]
    public static partial void MarkersFailed(ILogger logger, Exception defect);

    [LoggerMessage(EventId = 4214, Level = LogLevel.Error, Message = "Telling the controller which transactions are complete failed; it is tried again.")]
    public static partial void CompletionReportFailed(ILogger logger, Exception defect);

    [LoggerMessage(EventId = 4300, Level = LogLevel.Information, Message = "This broker coordinates the consumer groups, in term {Term}.")]
    public static partial void CoordinatorStarted(ILogger logger, int term);

    [LoggerMessage(EventId = 4301, Level = LogLevel.Information, Message = "This broker no longer coordinates consumer groups; {Groups} groups were handed back.")]
    public static partial void CoordinatorResigned(ILogger logger, int groups);

    [LoggerMessage(EventId = 4302, Level = LogLevel.Information, Message = "Group {Group} is {State} in generation {Generation}.")]
    public static partial void GroupChanged(ILogger logger, string group, string state, int generation);

    [LoggerMessage(EventId = 4303, Level = LogLevel.Information, Message = "Member {Member} of group {Group} was silent too long and is out after generation {Generation}.")]
    public static partial void MemberExpired(ILogger logger, string member, string group, int generation);

    [LoggerMessage(EventId = 4304, Level = LogLevel.Information, Message = "{Offsets} committed offsets of {Groups} groups have expired.")]
    public static partial void OffsetsExpired(ILogger logger, int offsets, int groups);
}
