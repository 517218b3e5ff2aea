using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using RaftLog.Broker.Groups;
using RaftLog.Metadata;
using RaftLog.Model;

namespace RaftLog.Broker.Tests.Support;

/// <summary>
/// Plays a text script of KIP-848 members against a <see cref="GroupCoordinator"/> and writes down what each is told, as <see cref="GroupScript"/> does for
/// the classic protocol. A partition is written as its topic's one letter and its number.
/// </summary>
/// <remarks>
/// Verbs: topic (name, partitions), untopic, join (options topics, regex, assignor, instance, rebalance, as), beat (says nothing), ack (says that it has what
/// it was told), full (says everything), leave, away, commit, fetch, classic (a JoinGroup), wait (milliseconds), state, lead (term).
/// </remarks>
internal sealed class ConsumerScript : IDisposable
{
    private const string Group = "g";

    private readonly StringBuilder _transcript = new();
    private readonly Dictionary<string, string> _memberIds = [];
    private readonly Dictionary<string, int> _epochs = [];
    private readonly Dictionary<string, IReadOnlySet<TopicIdPartition>> _told = [];
    private readonly TestTopics _topics = new();
    private readonly ManualTime _time = new();
    private readonly GroupCoordinator _coordinator;

    private ConsumerScript(Action<GroupCoordinatorOptions>? configure)
    {
        var options = new GroupCoordinatorOptions { InitialRebalanceDelay = TimeSpan.Zero };
        configure?.Invoke(options);
        _coordinator = new GroupCoordinator(options, _time, new Random(1), () => _topics.Image, NullLogger.Instance);
        _coordinator.BecomeCoordinator(new Term(0));
    }

    /// <summary>Plays the commands of a transcript and checks that it comes out again as it is written.</summary>
    public static void Verify(string transcript, Action<GroupCoordinatorOptions>? configure = null)
    {
        var lines = transcript.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        using var run = new ConsumerScript(configure);
        foreach (var line in lines.Where(line => !line.StartsWith('<')))
        {
            run.Play(line);
        }

        Assert.That(run._transcript.ToString().TrimEnd(), Is.EqualTo(string.Join('\n', lines)));
    }

    public void Dispose() => _coordinator.Dispose();

    private void Play(string line)
    {
        _transcript.Append(line).Append('\n');
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var options = words.Where(word => word.Contains('=')).Select(word => word.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        var name = words.Length > 1 ? words[1] : "";
        switch (words[0])
        {
            case "topic":
                _topics.Set(name, int.Parse(words[2]));
                break;
            case "untopic":
                _topics.Remove(name);
                break;
            case "join" or "beat" or "ack" or "full" or "leave" or "away":
                Beat(words[0], name, options);
                break;
            case "commit":
                Say(name, _coordinator.CheckCommit(new MemberClaim(Group, EpochOf(name, options), MemberId(name, options), null), out _).KafkaName());
                break;
            case "fetch":
                Say(name, _coordinator.CheckFetch(Group, MemberId(name, options), EpochOf(name, options)).KafkaName());
                break;
            case "classic":
                JoinClassic(name);
                break;
            case "wait":
                _time.AdvanceMs(int.Parse(name));
                break;
            case "state":
                SayState();
                break;
            case "lead":
                _coordinator.BecomeCoordinator(new Term(int.Parse(name)));
                break;
            default:
                throw new ArgumentException($"Unknown verb in '{line}'.");
        }
    }

    private void Beat(string verb, string name, Dictionary<string, string> options)
    {
        bool says = verb is "join" or "full";
        var result = _coordinator.Heartbeat(new ConsumerHeartbeat
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

        _memberIds[name] = result.MemberId!;
        _epochs[name] = result.Epoch;
        _told[name] = result.Assigned ?? _told.GetValueOrDefault(name, new HashSet<TopicIdPartition>());
        Say(name, $"epoch={result.Epoch}{(result.Assigned is { } assigned ? $" [{Describe(assigned)}]" : "")}");
    }

    private void JoinClassic(string name)
    {
        var answer = _coordinator.JoinAsync(new JoinGroupCommand
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

    private IReadOnlySet<TopicIdPartition> Owned(string name, Dictionary<string, string> options) =>
        options.TryGetValue("owned", out var owned)
            ? owned.Split(',').Select(text => new TopicIdPartition(TestTopics.IdOf(text), int.Parse(text[1..]))).ToHashSet()
            : _told[name];

    private int EpochOf(string name, Dictionary<string, string> options) =>
        options.TryGetValue("epoch", out var given) ? int.Parse(given) : _epochs.GetValueOrDefault(name, -1);

    private string MemberId(string name, Dictionary<string, string> options)
    {
        var whose = options.GetValueOrDefault("as", name);
        return whose == "nobody" ? "" : _memberIds.GetValueOrDefault(whose, whose);
    }

    private static string Describe(IEnumerable<TopicIdPartition> partitions) => string.Join(
        ',', partitions.Select(partition => $"{(char)partition.TopicId.ToByteArray()[0]}{partition.Partition}").Order(StringComparer.Ordinal));

    private void SayState()
    {
        var group = _coordinator.Describe(Group);
        var members = group?.Members.Select(member => _memberIds.FirstOrDefault(pair => pair.Value == member.MemberId).Key ?? "?") ?? [];
        Say("group", group is null ? "none" : $"{group.State} {group.ProtocolName} {string.Join(',', members)}".TrimEnd());
    }

    private void Say(string name, string what) => _transcript.Append($"< {name}: {what}\n");
}
