using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

// The parts that FetchResponseFrame writes around the records. Generated code writes each struct in one go and is what tests compare with;
// a field added to FetchResponse is added here too, or they fail.
public sealed partial class FetchResponse
{
    private const short FirstVersionWithSessions = 7;
    private const short FirstVersionWithTopicIds = 13;

    internal void WriteHead(ref WireWriter writer, short version, bool flexible)
    {
        writer.WriteInt32(ThrottleTimeMs);
        if (version >= FirstVersionWithSessions)
        {
            writer.WriteInt16((short)ErrorCode);
            writer.WriteInt32(SessionId);
        }

        writer.WriteArrayLength(Responses.Count, flexible);
    }

    internal void WriteTail(ref WireWriter writer, short version, bool flexible)
    {
        if (flexible)
        {
            WriteTags(ref writer, version);
        }
    }

    public sealed partial class FetchableTopic
    {
        internal void WriteHead(ref WireWriter writer, short version, bool flexible)
        {
            if (version >= FirstVersionWithTopicIds)
            {
                writer.WriteGuid(TopicId);
            }
            else
            {
                writer.WriteString(Topic, flexible);
            }

            writer.WriteArrayLength(Partitions.Count, flexible);
        }
    }

    public sealed partial class PartitionData
    {
        private const short FirstVersionWithLogStart = 5;
        private const short FirstVersionWithPreferredReplica = 11;

        /// <summary>
        /// How many bytes of records the caller of <see cref="HotPaths.FetchResponseFrame"/> will write, which takes this for the length
        /// of <see cref="Records"/>. No field on the wire.
        /// </summary>
        public int RecordsBytes { get; set; }

        /// <summary>
        /// What the caller of <see cref="HotPaths.FetchResponseFrame"/> will write the records from. No field on the wire.
        /// </summary>
        public object? RecordsSource { get; set; }

        internal void WriteHead(ref WireWriter writer, short version, bool flexible)
        {
            writer.WriteInt32(PartitionIndex);
            writer.WriteInt16((short)ErrorCode);
            writer.WriteInt64(HighWatermark);
            writer.WriteInt64(LastStableOffset);
            if (version >= FirstVersionWithLogStart)
            {
                writer.WriteInt64(LogStartOffset);
            }

            WriteAbortedTransactions(ref writer, version, flexible);
            if (version >= FirstVersionWithPreferredReplica)
            {
                writer.WriteInt32(PreferredReadReplica);
            }

            writer.WriteBytesLength(RecordsBytes, flexible);
        }

        internal void WriteTail(ref WireWriter writer, short version, bool flexible)
        {
            if (flexible)
            {
                WriteTags(ref writer, version);
            }
        }

        private void WriteAbortedTransactions(ref WireWriter writer, short version, bool flexible)
        {
            writer.WriteArrayLength(AbortedTransactions?.Count ?? -1, flexible);
            for (int i = 0; i < AbortedTransactions?.Count; i++)
            {
                AbortedTransactions[i].Write(ref writer, version);
            }
        }
    }
}
