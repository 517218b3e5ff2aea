using RaftLog.Model;

namespace RaftLog.Client;

/// <content>What is read, from where, and what is committed.</content>
public sealed partial class Consumer<TKey, TValue>
{
    /// <summary>The partitions that this consumer reads now.</summary>
    public IReadOnlyList<TopicPartition> Assignment => _core.Partitions.List();

    /// <summary>The topics subscribed to; empty with partitions of one's own choice.</summary>
    public IReadOnlyList<string> Subscription => _core.Topics;

    /// <summary>This consumer's place in its group at present, for sending offsets to a transaction.</summary>
    /// <exception cref="InvalidOperationException">There is no group id.</exception>
    public ConsumerGroupMetadata GroupMetadata => _core.GroupMetadata;

    /// <summary>Joins the group for these topics. The partitions come with the first consuming call. Once per consumer.</summary>
    /// <exception cref="InvalidOperationException">There is no group id, or the consumer already reads something.</exception>
    public void Subscribe(params IEnumerable<string> topics)
    {
        string[] names = [.. topics.Distinct()];
        OptionChecks.Require(names.Length > 0, nameof(topics), "must name at least one topic");
        _core.Subscribe(names);
    }

    /// <summary>
    /// Reads these partitions, in place of any others, without sharing them in a group; each from its committed offset, if there is
    /// a group id, or as <see cref="ConsumerOptions.AutoOffsetReset"/> says.
    /// </summary>
    /// <exception cref="InvalidOperationException">The consumer has subscribed to topics.</exception>
    public void Assign(params IEnumerable<TopicPartition> partitions)
    {
        TopicPartition[] all = [.. partitions.Distinct()];
        _core.Assign(Enumerable.Repeat<TopicPartitionOffset?>(null, all.Length), all);
    }

    /// <summary>Reads these partitions, in place of any others, from the given offsets.</summary>
    /// <exception cref="InvalidOperationException">The consumer has subscribed to topics.</exception>
    public void Assign(params IEnumerable<TopicPartitionOffset> positions)
    {
        TopicPartitionOffset[] all = [.. positions];
        _core.Assign(all.Select(position => (TopicPartitionOffset?)position), [.. all.Select(position => position.TopicPartition)]);
    }

    /// <summary>The offset of the next record to be returned of a partition; null while it is not known yet.</summary>
    public long? Position(TopicPartition partition) => _core.Partitions.Find(partition) is { Position: >= 0 and var position } ? position : null;

    /// <summary>Continues at an offset.</summary>
    /// <exception cref="InvalidOperationException">The partition is not assigned.</exception>
    public void Seek(TopicPartition partition, long offset) => _core.Seek(_core.Partitions.Require(partition), offset);

    /// <summary>Continues each partition at its earliest offset, its latest, or its first record at or after a time.</summary>
    /// <exception cref="InvalidOperationException">A partition is not assigned.</exception>
    /// <exception cref="RaftLogException">The offsets could not be looked up.</exception>
    public Task SeekAsync(IEnumerable<TopicPartition> partitions, OffsetSpec where, CancellationToken cancellationToken = default) =>
        _core.SeekAsync([.. partitions], where, cancellationToken);

    /// <summary>
    /// Continues each partition at the committed offset of the group, or as <see cref="ConsumerOptions.AutoOffsetReset"/> says where there is none: after a
    /// transaction was aborted that had what was read in it.
    /// </summary>
    /// <exception cref="InvalidOperationException">There is no group id.</exception>
    public void SeekToCommitted() => _core.SeekToCommitted();

    /// <summary>Returns nothing more of these partitions until <see cref="Resume"/>.</summary>
    /// <exception cref="InvalidOperationException">A partition is not assigned.</exception>
    public void Pause(params IEnumerable<TopicPartition> partitions) => _core.SetPaused(partitions, isPaused: true);

    /// <summary>Undoes <see cref="Pause"/>.</summary>
    /// <exception cref="InvalidOperationException">A partition is not assigned.</exception>
    public void Resume(params IEnumerable<TopicPartition> partitions) => _core.SetPaused(partitions, isPaused: false);

    /// <summary>Commits the positions of all partitions: everything that was returned so far.</summary>
    /// <exception cref="RaftLogException">The commit failed, among others because the group has gone on without this member.</exception>
    public Task CommitAsync(CancellationToken cancellationToken = default) => _core.CommitAsync(null, cancellationToken);

    /// <summary>Commits these offsets, each that of the next record to read.</summary>
    /// <exception cref="RaftLogException">The commit failed, among others because the group has gone on without this member.</exception>
    public Task CommitAsync(IEnumerable<TopicPartitionOffset> offsets, CancellationToken cancellationToken = default) =>
        _core.CommitAsync([.. offsets], cancellationToken);

    /// <summary>The committed offsets of the group; partitions without one are left out.</summary>
    /// <exception cref="RaftLogException">The coordinator did not answer in time.</exception>
    public async Task<IReadOnlyList<TopicPartitionOffset>> CommittedAsync(
        IEnumerable<TopicPartition> partitions, CancellationToken cancellationToken = default) =>
        await _core.CommittedAsync(partitions, cancellationToken).ConfigureAwait(false);
}
