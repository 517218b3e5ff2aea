using System.Buffers;
using RaftLog.Model;
using RaftLog.Model.Wire;
using RaftLog.Protocol.Messages;

namespace RaftLog.Protocol.HotPaths;

/// <summary>
/// Writes a Fetch response as a frame in steps, and leaves the records to the caller, who brings them from the tail cache or a file
/// straight into the output and may flush between partitions. The frame's size is known beforehand from
/// <see cref="FetchResponse.PartitionData.RecordsBytes"/>.
/// </summary>
/// <remarks>
/// <code>
/// while (frame.WriteToNextRecords(output, out var partition)) { /* write exactly partition.RecordsBytes bytes to output */ }
/// </code>
/// Once the first step is written, an error can only close the connection: the size has promised the rest.
/// </remarks>
public sealed class FetchResponseFrame
{
    private readonly FetchResponse _response;
    private readonly short _version;
    private readonly int _correlationId;
    private readonly short _headerVersion;
    private readonly bool _flexible;

    // Where writing stands: _topic and _partition are the ones begun last, -1 before the first.
    private bool _begun;
    private bool _ended;
    private int _topic = -1;
    private int _partition = -1;

    /// <summary>Computes the size of the frame.</summary>
    /// <exception cref="WireFormatException">The version cannot carry the response; nothing was written.</exception>
    public FetchResponseFrame(FetchResponse response, short version, int correlationId)
    {
        _response = response;
        _version = version;
        _correlationId = correlationId;
        _headerVersion = KafkaApi.ResponseHeaderVersion(ApiKey.Fetch, version);
        _flexible = KafkaApi.IsFlexible(ApiKey.Fetch, version);
        FrameBytes = checked(ResponseHeader.SizeOf(_headerVersion) + response.SizeOf(version) + SizeOfRecords());
    }

    /// <summary>The bytes of the frame, without the size in front of it.</summary>
    public int FrameBytes { get; }

    /// <summary>Writes up to the next place where records belong, or to the end of the frame.</summary>
    /// <param name="output">The connection's output.</param>
    /// <param name="partition">The partition whose records come next; partitions without any are passed over.</param>
    /// <returns>Whether records come next; false at the end of the frame.</returns>
    public bool WriteToNextRecords(IBufferWriter<byte> output, out FetchResponse.PartitionData partition)
    {
        Invariant.Require(!_ended);
        var writer = new WireWriter(output);
        if (!_begun)
        {
            _begun = true;
            WriteFrameHead(ref writer);
        }

        while (TryMoveToNextPartition(ref writer))
        {
            partition = _response.Responses[_topic].Partitions[_partition];
            partition.WriteHead(ref writer, _version, _flexible);
            if (partition.RecordsBytes > 0)
            {
                writer.Flush();
                return true;
            }
        }

        _ended = true;
        _response.WriteTail(ref writer, _version, _flexible);
        writer.Flush();
        partition = null!;
        return false;
    }

    private void WriteFrameHead(ref WireWriter writer)
    {
        writer.WriteInt32(FrameBytes);
        new ResponseHeader(_correlationId).Write(ref writer, _headerVersion);
        _response.WriteHead(ref writer, _version, _flexible);
    }

    // Ends the partition whose records are written, and begins topics until one has a partition to begin.
    private bool TryMoveToNextPartition(ref WireWriter writer)
    {
        var topics = _response.Responses;
        if (_partition >= 0)
        {
            topics[_topic].Partitions[_partition].WriteTail(ref writer, _version, _flexible);
        }

        _partition++;
        while (_topic < 0 || _partition == topics[_topic].Partitions.Count)
        {
            if (_topic >= 0 && _flexible)
            {
                writer.WriteUnsignedVarint(0);
            }

            _topic++;
            _partition = 0;
            if (_topic == topics.Count)
            {
                return false;
            }

            topics[_topic].WriteHead(ref writer, _version, _flexible);
        }

        return true;
    }

    // What is there more than the null that generated code counts in the place of each partition's records.
    private int SizeOfRecords()
    {
        int size = 0;
        foreach (var topic in _response.Responses)
        {
            foreach (var partition in topic.Partitions)
            {
                Invariant.Require(partition.Records is null);
                Invariant.Require(partition.RecordsBytes >= 0);
                int length = WireSize.OfLength(partition.RecordsBytes, _flexible) - WireSize.OfLength(-1, _flexible);
                size = checked(size + length + partition.RecordsBytes);
            }
        }

        return size;
    }
}
