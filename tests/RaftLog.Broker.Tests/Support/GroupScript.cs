using System.Text;
using RaftLog.Broker.Groups;
using RaftLog.Metadata;
using RaftLog.Model;

namespace RaftLog.Broker.Tests.Support;

/// <summary>The script of a group of the classic protocol, in which a member assigns.</summary>
/// <remarks>
/// Verbs: join, sync (the leader's <c>assign=a:x,b:y</c>), heartbeat, commit, leave, resign.
/// Options: v, instance, protocols, topics, session, rebalance, generation, type.
/// </remarks>
internal sealed class GroupScript : CoordinatorScript
{
    private readonly Dictionary<string, int> _generations = [];
    private readonly List<(string Name, Task Answer, Func<string> Describe)> _waiting = [];

    private GroupScript(Action<GroupCoordinatorOptions>? configure)
        : base(configure, () => MetadataImage.Empty)
    {
    }

    /// <summary>As <see cref="CoordinatorScript.Repeat"/>, on a coordinator of its own.</summary>
    public static void Verify(string transcript, Action<GroupCoordinatorOptions>? configure = null)
    {
        using var run = new GroupScript(configure);
        run.Repeat(transcript);
    }

    protected override bool TryPlay(string verb, string name, string[] words, Dictionary<string, string> options)
    {
        switch (verb)
        {
            case "join":
                Join(name, options);
                return true;
            case "sync":
                Sync(name, options);
                return true;
            case "heartbeat":
                Say(name, Coordinator.Heartbeat(Claim(name, options)).KafkaName());
                return true;
            case "commit":
                Say(name, Coordinator.CheckCommit(Claim(name, options), out _).KafkaName());
                return true;
            case "leave":
                Say(name, Coordinator.Leave(Group, MemberId(name, options), options.GetValueOrDefault("instance")).KafkaName());
                return true;
            case "resign":
                Coordinator.Resign();
                return true;
            default:
                return false;
        }
    }

    protected override string Describe(GroupDescription group) => $"{group.State} {string.Join(',', group.Members.Select(member => NameOf(member.MemberId)))}";

    // The coordinator completes an answer before the call that brought it about returns, so nothing has to be awaited here.
    protected override void SayAnswers()
    {
        foreach (var entry in _waiting.Where(entry => entry.Answer.IsCompleted).ToArray())
        {
            _waiting.Remove(entry);
            Say(entry.Name, entry.Describe());
        }
    }

    private void Join(string name, Dictionary<string, string> options)
    {
        int session = int.Parse(options.GetValueOrDefault("session", "10000"));
        var answer = Coordinator.JoinAsync(new JoinGroupCommand
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
            MemberIds[name] = result.MemberId;
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
            .Select(pair => KeyValuePair.Create(MemberIds[pair[0]], Encoding.UTF8.GetBytes(pair[1])));
        var answer = Coordinator.SyncAsync(new SyncGroupCommand
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

    private string NameOf(string memberId) =>
        MemberIds.FirstOrDefault(pair => pair.Value == memberId).Key ?? memberId.Split('-')[0];

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
}
