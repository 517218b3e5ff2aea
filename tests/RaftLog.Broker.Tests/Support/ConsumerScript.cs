using RaftLog.Broker.Groups;
using RaftLog.Metadata;
using RaftLog.Model;

namespace RaftLog.Broker.Tests.Support;

/// <summary>The script of a group of KIP-848, whose coordinator assigns. A partition is written as its topic's one letter and its number.</summary>
/// <remarks>
/// Verbs: topic (name, partitions), untopic, join (options topics, regex, assignor, instance, rebalance), beat (says nothing), ack (says that it has what
/// it was told), full (says everything), leave, away, commit, fetch, classic (a JoinGroup), keep (what outlives the coordinator).
/// </remarks>
internal sealed class ConsumerScript : CoordinatorScript
{
    private readonly Dictionary<string, int> _epochs = [];
    private readonly Dictionary<string, IReadOnlySet<TopicIdPartition>> _told = [];
    private readonly TestTopics _topics;

    private ConsumerScript(TestTopics topics, Action<GroupCoordinatorOptions>? configure)
        : base(configure, () => topics.Image)
    {
        _topics = topics;
    }

    /// <summary>As <see cref="CoordinatorScript.Repeat"/>, on a coordinator of its own.</summary>
    public static void Verify(string transcript, Action<GroupCoordinatorOptions>? configure = null)
    {
        using var run = new ConsumerScript(new TestTopics(), configure);
        run.Repeat(transcript);
    }

    protected override bool TryPlay(string verb, string name, string[] words, Dictionary<string, string> options)
    {
        switch (verb)
        {
            case "topic":
                _topics.Set(name, int.Parse(words[2]));
                return true;
            case "untopic":
                _topics.Remove(name);
                return true;
            case "join" or "beat" or "ack" or "full" or "leave" or "away":
                Beat(verb, name, options);
                return true;
            case "commit":
                Say(name, Coordinator.CheckCommit(new MemberClaim(Group, EpochOf(name, options), MemberId(name, options), null), out _).KafkaName());
                return true;
            case "fetch":
                Say(name, Coordinator.CheckFetch(Group, MemberId(name, options), EpochOf(name, options)).KafkaName());
                return true;
            case "classic":
                JoinClassic(name);
                return true;
            case "keep":
                Keep();
                return true;
            default:
                return false;
        }
    }

    protected override string Describe(GroupDescription group)
    {
        var members = group.Members.Select(member => MemberIds.FirstOrDefault(pair => pair.Value == member.MemberId).Key ?? "?");
        return $"{group.State} {group.ProtocolName} {string.Join(',', members)}";
    }

    // Members of this protocol draw their own.
    protected override string OwnId(string name) => name;

    private void Beat(string verb, string name, Dictionary<string, string> options)
    {
        bool says = verb is "join" or "full";
        var result = Coordinator.Heartbeat(new ConsumerHeartbeat
        {
            GroupId = Group,
            MemberId = MemberId(name, options),
            Epoch = verb switch { "join" => 0, "leave" => -1, "away" => -2, _ => EpochOf(name, options) },
            InstanceId = options.GetValueOrDefault("instance"),
            RebalanceTimeoutMs = says ? int.Parse(options.GetValueOrDefault("rebalance", "60000")) : -1,
            TopicNames = options.TryGetValue("topics", out var topics) ? topics.Split(',', StringSplitOptions.RemoveEmptyEntries)
                : says && !options.ContainsKey("regex") ? ["t"]
                : null,
            TopicPattern = options.GetValueOrDefault("regex"),
            Assignor = options.GetValueOrDefault("assignor"),
            Owned = verb switch { "join" => new HashSet<TopicIdPartition>(), "ack" or "full" => Owned(name, options), _ => null },
        });
        if (result.Error != ErrorCode.None)
        {
            Say(name, result.Error.KafkaName());
            return;
        }

        MemberIds[name] = result.MemberId!;
        _epochs[name] = result.Epoch;
        _told[name] = result.Assigned ?? _told.GetValueOrDefault(name, new HashSet<TopicIdPartition>());
        Say(name, $"epoch={result.Epoch}{(result.Assigned is { } assigned ? $" [{Describe(assigned)}]" : "")}");
    }

    private void JoinClassic(string name)
    {
        var answer = Coordinator.JoinAsync(new JoinGroupCommand
        {
            GroupId = Group,
            MemberId = "",
            SessionTimeoutMs = 10_000,
            RebalanceTimeoutMs = 10_000,
            ProtocolType = "consumer",
            Protocols = [new GroupProtocol("range", [])],
        }).GetAwaiter().GetResult();
        Say(name, answer.Error == ErrorCode.None ? $"generation={answer.Generation}" : answer.Error.KafkaName());
    }

    private void Keep()
    {
        foreach (var kept in Coordinator.TakeChanged(out _))
        {
            _topics.Keep(kept.GroupId, kept.Generation, kept.State.ToBytes());
        }
    }

    private IReadOnlySet<TopicIdPartition> Owned(string name, Dictionary<string, string> options) =>
        options.TryGetValue("owned", out var owned)
            ? owned.Split(',').Select(text => new TopicIdPartition(TestTopics.IdOf(text), int.Parse(text[1..]))).ToHashSet()
            : _told[name];

    private int EpochOf(string name, Dictionary<string, string> options) =>
        options.TryGetValue("epoch", out var given) ? int.Parse(given) : _epochs.GetValueOrDefault(name, -1);

    private static string Describe(IEnumerable<TopicIdPartition> partitions) => string.Join(
        ',', partitions.Select(partition => $"{(char)partition.TopicId.ToByteArray()[0]}{partition.Partition}").Order(StringComparer.Ordinal));
}
