using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using RaftLog.Broker.Groups;
using RaftLog.Metadata;
using RaftLog.Model;

namespace RaftLog.Broker.Tests.Support;

/// <summary>
/// Plays a text script against a <see cref="GroupCoordinator"/> and writes down who got which answer. A line is a verb, a member's name in
/// the script, and options as <c>key=value</c>; an answer is <c>&lt; name: what</c>, below the line that brought it about.
/// </summary>
/// <remarks>
/// Verbs: join, sync (the leader's <c>assign=a:x,b:y</c>), heartbeat, commit, leave, wait (milliseconds), state, resign, lead (term).
/// Options: v, instance, protocols, topics, session, rebalance, as (whose member id to use), generation, type.
/// </remarks>
internal sealed class GroupScript : IDisposable
{
    private const string Group = "g";

    private readonly StringBuilder _transcript = new();
    private readonly Dictionary<string, string> _memberIds = [];
    private readonly Dictionary<string, int> _generations = [];
    private readonly List<(string Name, Task Answer, Func<string> Describe)> _waiting = [];
    private readonly GroupCoordinator _coordinator;
    private readonly ManualTime _time = new();

    public GroupScript(Action<GroupCoordinatorOptions>? configure = null)
    {
        var options = new GroupCoordinatorOptions { InitialRebalanceDelay = TimeSpan.Zero };
        configure?.Invoke(options);
        _coordinator = new GroupCoordinator(options, _time, new Random(1), () => MetadataImage.Empty, NullLogger.Instance);
        _coordinator.BecomeCoordinator(new Term(0));
    }

    public static string Run(string script, Action<GroupCoordinatorOptions>? configure = null)
    {
        using var run = new GroupScript(configure);
        foreach (var line in script.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!line.StartsWith('<'))
            {
                run.Play(line);
            }
        }

        return run._transcript.ToString().TrimEnd();
    }

    /// <summary>Plays the commands of a transcript and checks that it comes out again as it is written.</summary>
    public static void Verify(string transcript, Action<GroupCoordinatorOptions>? configure = null)
    {
        var expected = string.Join('\n', transcript.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        Assert.That(Run(transcript, configure), Is.EqualTo(expected));
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
            case "join":
                Join(name, options);
                break;
            case "sync":
                Sync(name, options);
                break;
            case "heartbeat":
                Say(name, _coordinator.Heartbeat(Claim(name, options)).KafkaName());
                break;
            case "commit":
                Say(name, _coordinator.CheckCommit(Claim(name, options), out _).KafkaName());
                break;
            case "leave":
                Say(name, _coordinator.Leave(Group, MemberId(name, options), options.GetValueOrDefault("instance")).KafkaName());
                break;
            case "wait":
                _time.AdvanceMs(int.Parse(name));
                break;
            case "state":
                SayState();
                break;
            case "resign":
                _coordinator.Resign();
                break;
            case "lead":
                _coordinator.BecomeCoordinator(new Term(int.Parse(name)));
                break;
            default:
                throw new ArgumentException($"Unknown verb in '{line}'.");
        }

        SayAnswers();
    }

    private void Join(string name, Dictionary<string, string> options)
    {
        int session = int.Parse(options.GetValueOrDefault("session", "10000"));
        var answer = _coordinator.JoinAsync(new JoinGroupCommand
        {
            GroupId = Group,
            MemberId = MemberId(name, options),
            InstanceId = options.GetValueOrDefault("instance"),
            ClientId = name,
            SessionTimeoutMs = session,
            RebalanceTimeoutMs = int.Parse(options.GetValueOrDefault("rebalance", "60000")),
            ProtocolType = options.GetValueOrDefault("type", "consumer"),
            Protocols = [.. options.GetValueOrDefault("protocols", "range").Split(',').Select(
                protocol => new GroupProtocol(protocol, Subscription(options.GetValueOrDefault("topics", "t"))))],
            RequiresKnownMember = int.Parse(options.GetValueOrDefault("v", "3")) >= 4,
            UnderstandsSkipAssignment = int.Parse(options.GetValueOrDefault("v", "3")) >= 9,
        });
        _waiting.Add((name, answer, () => Describe(name, answer.GetAwaiter().GetResult())));
    }

    private string Describe(string name, JoinGroupResult result)
    {
        if (result.MemberId.Length > 0)
        {
            _memberIds[name] = result.MemberId;
        }

        if (result.Error != ErrorCode.None)
        {
            return result.Error.KafkaName();
        }

        _generations[name] = result.Generation;
        var members = result.Members.Count == 0 ? "" : $" members={string.Join(',', result.Members.Select(member => NameOf(member.MemberId)))}";
        var skip = result.SkipAssignment ? " skip" : "";
        return $"generation={result.Generation} {result.ProtocolName} leader={NameOf(result.LeaderId)}{members}{skip}";
    }

    private void Sync(string name, Dictionary<string, string> options)
    {
        var assignments = options.GetValueOrDefault("assign", "")
            .Split(',', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split(':'))
            .Select(pair => KeyValuePair.Create(_memberIds[pair[0]], Encoding.UTF8.GetBytes(pair[1])));
        var answer = _coordinator.SyncAsync(new SyncGroupCommand
        {
            Member = Claim(name, options),
            ProtocolName = options.GetValueOrDefault("protocols"),
            Assignments = [.. assignments],
        });
        _waiting.Add((name, answer, () => Describe(answer.GetAwaiter().GetResult())));
    }

    private static string Describe(SyncGroupResult result) =>
        result.Error != ErrorCode.None ? result.Error.KafkaName() : $"assigned '{Encoding.UTF8.GetString(result.Assignment)}'";

    private MemberClaim Claim(string name, Dictionary<string, string> options) => new(
        Group,
        options.TryGetValue("generation", out var given) ? int.Parse(given) : _generations.GetValueOrDefault(name, -1),
        MemberId(name, options),
        options.GetValueOrDefault("instance"));

    private string MemberId(string name, Dictionary<string, string> options)
    {
        var whose = options.GetValueOrDefault("as", name);
        return whose == "nobody" ? "" : _memberIds.GetValueOrDefault(whose, "");
    }

    private string NameOf(string memberId) =>
        _memberIds.FirstOrDefault(pair => pair.Value == memberId).Key ?? memberId.Split('-')[0];

    // The shape of a consumer's metadata; the protocol does not matter here.
    private static byte[] Subscription(string topics)
    {
        var bytes = new List<byte> { 0, 0, 0, 0, 0, (byte)topics.Split('+').Length };
        foreach (var topic in topics.Split('+'))
        {
            bytes.AddRange([0, (byte)topic.Length, .. Encoding.UTF8.GetBytes(topic)]);
        }

        return [.. bytes];
    }

    private void SayState()
    {
        var group = _coordinator.Describe(Group);
        Say("group", group is null ? "none" : $"{group.State} {string.Join(',', group.Members.Select(member => NameOf(member.MemberId)))}".TrimEnd());
    }

    // The coordinator completes an answer before the call that brought it about returns, so nothing has to be awaited here.
    private void SayAnswers()
    {
        foreach (var entry in _waiting.Where(entry => entry.Answer.IsCompleted).ToArray())
        {
            _waiting.Remove(entry);
            Say(entry.Name, entry.Describe());
        }
    }

    private void Say(string who, string what) => _transcript.Append($"< {who}: {what}\n");
}
