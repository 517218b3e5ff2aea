namespace RaftLog.Broker.Groups;

/// <summary>One member of a <see cref="ClassicGroup"/>; touched only under the coordinator's lock.</summary>
internal sealed class ClassicMember(string id, string? instanceId, JoinGroupCommand join)
{
    /// <summary>The id that the coordinator gave; replaced only by making a new member (static members).</summary>
    public string Id { get; } = id;

    /// <summary>The static member's own name (KIP-345), or null.</summary>
    public string? InstanceId { get; } = instanceId;

    public string ClientId { get; } = join.ClientId;

    public string ClientHost { get; } = join.ClientHost;

    public int SessionTimeoutMs { get; private set; } = join.SessionTimeoutMs;

    public int RebalanceTimeoutMs { get; private set; } = join.RebalanceTimeoutMs;

    /// <summary>The strategies on offer, best first.</summary>
    public IReadOnlyList<GroupProtocol> Protocols { get; private set; } = join.Protocols;

    /// <summary>What the leader assigned in this generation; empty before.</summary>
    public byte[] Assignment { get; set; } = [];

    /// <summary>The JoinGroup that waits for the generation to form. While it waits the member cannot expire.</summary>
    public TaskCompletionSource<JoinGroupResult>? PendingJoin { get; set; }

    /// <summary>The SyncGroup that waits for the leader's assignments.</summary>
    public TaskCompletionSource<SyncGroupResult>? PendingSync { get; set; }

    /// <summary>Whether the member took part in the current generation's SyncGroup.</summary>
    public bool HasSynced { get; set; }

    /// <summary>When the session ends unless the member is heard of, in the coordinator's milliseconds.</summary>
    public long SessionDeadline { get; private set; }

    public bool IsWaiting => PendingJoin is not null || PendingSync is not null;

    public void Update(JoinGroupCommand join)
    {
        SessionTimeoutMs = join.SessionTimeoutMs;
        RebalanceTimeoutMs = join.RebalanceTimeoutMs;
        Protocols = join.Protocols;
    }

    /// <summary>Whether a subscription that the member offers names <paramref name="topic"/>, or cannot be read.</summary>
    public bool MayRead(string topic)
    {
        foreach (var offered in Protocols)
        {
            if (ConsumerSubscription.MayName(offered.Metadata, topic))
            {
                return true;
            }
        }

        return false;
    }

    public void HeardOf(long now) => SessionDeadline = now + SessionTimeoutMs;

    public byte[] MetadataFor(string protocol)
    {
        foreach (var offered in Protocols)
        {
            if (offered.Name == protocol)
            {
                return offered.Metadata;
            }
        }

        return [];
    }

    public bool Offers(IReadOnlyList<GroupProtocol> protocols)
    {
        if (protocols.Count != Protocols.Count)
        {
            return false;
        }

        for (int i = 0; i < protocols.Count; i++)
        {
            if (protocols[i].Name != Protocols[i].Name || !protocols[i].Metadata.AsSpan().SequenceEqual(Protocols[i].Metadata))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Answers whatever the member waits for with an error.</summary>
    public void FailPending(ErrorCode error)
    {
        var join = PendingJoin;
        var sync = PendingSync;
        PendingJoin = null;
        PendingSync = null;
        join?.TrySetResult(JoinGroupResult.Failed(error, Id));
        sync?.TrySetResult(SyncGroupResult.Failed(error));
    }
}
