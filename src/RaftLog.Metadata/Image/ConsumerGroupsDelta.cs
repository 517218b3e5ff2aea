using System.Collections.Immutable;
using RaftLog.Model;

namespace RaftLog.Metadata;

/// <summary>The changes to <see cref="ConsumerGroupsImage"/>.</summary>
internal sealed class ConsumerGroupsDelta(ConsumerGroupsImage old)
{
    // Removed ones included; they are in _removed too unless they came back.
    private readonly HashSet<string> _touched = new(StringComparer.Ordinal);
    private readonly HashSet<string> _removed = new(StringComparer.Ordinal);

    // Groups that change, with a builder each: an entry may hold many commits of one group.
    private readonly Dictionary<string, ChangedGroup> _changed = new(StringComparer.Ordinal);

    public IReadOnlySet<string> Touched => _touched;

    public void Commit(OffsetCommitRecord record)
    {
        var offsets = Change(record.ConsumerGroup).Offsets;
        foreach (var (partition, offset) in OffsetCommitRecord.OffsetsIn(record.Topics, record.CommitTimestampMs))
        {
            offsets[partition] = offset;
        }
    }

    public void Write(ConsumerGroupRecord record)
    {
        var group = Change(record.ConsumerGroup);
        group.Image = group.Image with { Generation = record.Generation, ProtocolType = record.ProtocolType, State = record.State };
    }

    public void RemoveOffsets(RemoveOffsetsRecord record)
    {
        var offsets = Change(record.ConsumerGroup).Offsets;
        foreach (int partition in record.Partitions)
        {
            offsets.Remove(new TopicPartition(record.Topic, partition));
        }
    }

    public void Remove(string groupId)
    {
        _touched.Add(groupId);
        _removed.Add(groupId);
        _changed.Remove(groupId);
    }

    /// <summary>Forgets every group's offsets in a topic.</summary>
    public void RemoveTopic(string topic)
    {
        foreach (string groupId in old.ById.Keys.Union(_changed.Keys))
        {
            if (!_removed.Contains(groupId) && OffsetsOf(groupId).Any(partition => partition.Topic == topic))
            {
                var offsets = Change(groupId).Offsets;
                offsets.RemoveRange([.. offsets.Keys.Where(partition => partition.Topic == topic)]);
            }
        }
    }

    public ConsumerGroupsImage Finish()
    {
        if (_touched.Count == 0)
        {
            return old;
        }

        var byId = old.ById.ToBuilder();
        byId.RemoveRange(_removed);
        foreach (var (groupId, group) in _changed)
        {
            byId[groupId] = group.Finish();
        }

        return new ConsumerGroupsImage(byId.ToImmutable());
    }

    private IEnumerable<TopicPartition> OffsetsOf(string groupId) =>
        _changed.TryGetValue(groupId, out var changed) ? changed.Offsets.Keys : old.ById[groupId].Offsets.Keys;

    private ChangedGroup Change(string groupId)
    {
        if (!_changed.TryGetValue(groupId, out var group))
        {
            bool isNew = _removed.Remove(groupId) || !old.ById.ContainsKey(groupId);
            group = new ChangedGroup(isNew ? new ConsumerGroupImage { Id = groupId } : old.ById[groupId]);
            _changed.Add(groupId, group);
            _touched.Add(groupId);
        }

        return group;
    }

    private sealed class ChangedGroup(ConsumerGroupImage image)
    {
        public ConsumerGroupImage Image { get; set; } = image;

        public ImmutableDictionary<TopicPartition, CommittedOffset>.Builder Offsets { get; } = image.Offsets.ToBuilder();

        public ConsumerGroupImage Finish() => Image with { Offsets = Offsets.ToImmutable() };
    }
}
