using RaftLog.Model.Wire;

namespace RaftLog.Protocol.HotPaths;

/// <summary>
/// Reads a Produce request partition by partition without an object for each; the records stay slices of the frame. The bytes are those of
/// <see cref="Messages.ProduceRequest"/>.
/// </summary>
/// <remarks>
/// A malformed end shows only when it is reached. Whoever must not append half a request reads to the end before acting on the beginning;
/// a copy of the reader starts where the copy was made.
/// </remarks>
public ref struct ProduceRequestReader
{
    private const int LeastTopicSize = 3;
    private const int LeastPartitionSize = 5;
    private const short FirstVersionWithTransactions = 3;
    private const short FirstVersionWithTopicIds = 13;

    private readonly short _version;
    private readonly bool _flexible;
    private WireReader _reader;
    private string _topic = "";
    private Guid _topicId;

    // The topics and partitions that have not begun yet, -1 when their struct is closed.
    private int _topicsLeft;
    private int _partitionsLeft = -1;
    private bool _isFirstOfTopic;

    /// <summary>Reads what comes before the partitions.</summary>
    /// <param name="reader">A reader behind the request header.</param>
    /// <param name="version">The version of the request.</param>
    /// <exception cref="WireFormatException">The bytes are no such request.</exception>
    public ProduceRequestReader(WireReader reader, short version)
    {
        _reader = reader;
        _version = version;
        _flexible = KafkaApi.IsFlexible(ApiKey.Produce, version);
        TransactionalId = version >= FirstVersionWithTransactions ? _reader.ReadNullableString(_flexible) : null;
        Acks = _reader.ReadInt16();
        TimeoutMs = _reader.ReadInt32();
        _topicsLeft = _reader.ReadArrayLength(_flexible, LeastTopicSize);
    }

    /// <inheritdoc cref="Messages.ProduceRequest.TransactionalId"/>
    public string? TransactionalId { get; }

    /// <inheritdoc cref="Messages.ProduceRequest.Acks"/>
    public short Acks { get; }

    /// <inheritdoc cref="Messages.ProduceRequest.TimeoutMs"/>
    public int TimeoutMs { get; }

    /// <summary>Reads the next partition, whatever topic it belongs to.</summary>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="WireFormatException">The bytes are no such request.</exception>
    public bool TryReadPartition(out ProducePartition partition)
    {
        while (_partitionsLeft <= 0)
        {
            if (_partitionsLeft == 0)
            {
                EndStruct();
                _partitionsLeft = -1;
            }

            if (!TryBeginTopic())
            {
                partition = default;
                return false;
            }
        }

        int index = _reader.ReadInt32();
        partition = new ProducePartition(_isFirstOfTopic, _topic, _topicId, index, _reader.ReadNullableSequence(_flexible));
        EndStruct();
        _isFirstOfTopic = false;
        _partitionsLeft--;
        return true;
    }

    private bool TryBeginTopic()
    {
        if (_topicsLeft <= 0)
        {
            if (_topicsLeft == 0)
            {
                EndStruct();
                _topicsLeft = -1;
            }

            return false;
        }

        bool hasId = _version >= FirstVersionWithTopicIds;
        _topic = hasId ? "" : _reader.ReadString(_flexible);
        _topicId = hasId ? _reader.ReadGuid() : Guid.Empty;
        _partitionsLeft = _reader.ReadArrayLength(_flexible, LeastPartitionSize);
        _isFirstOfTopic = true;
        _topicsLeft--;
        return true;
    }

    private void EndStruct()
    {
        if (_flexible)
        {
            _reader.SkipTaggedFields();
        }
    }
}
