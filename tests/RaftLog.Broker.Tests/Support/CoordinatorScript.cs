using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using RaftLog.Broker.Groups;
using RaftLog.Metadata;
using RaftLog.Model;

namespace RaftLog.Broker.Tests.Support;

/// <summary>
/// Plays a text script against a <see cref="GroupCoordinator"/> and writes down who got which answer. A line is a verb, a member's name in
/// the script, and options as <c>key=value</c>; an answer is <c>&lt; name: what</c>, below the line that brought it about. What the verbs are, each
/// protocol's own script says; common are wait (milliseconds), lead (term), state, and the option as (whose member id to use).
/// </summary>
internal abstract class CoordinatorScript : IDisposable
{
    protected const string Group = "g";

    private readonly StringBuilder _transcript = new();
    private readonly ManualTime _time = new();

    protected CoordinatorScript(Action<GroupCoordinatorOptions>? configure, Func<MetadataImage> image)
    {
        var options = new GroupCoordinatorOptions { InitialRebalanceDelay = TimeSpan.Zero };
        configure?.Invoke(options);
        Coordinator = new GroupCoordinator(options, _time, new Random(1), image, NullLogger.Instance);
        Coordinator.BecomeCoordinator(new Term(0));
    }

    protected GroupCoordinator Coordinator { get; }

    /// <summary>The ids of the members by their names in the script.</summary>
    protected Dictionary<string, string> MemberIds { get; } = [];

    public void Dispose() => Coordinator.Dispose();

    /// <summary>Plays the commands of a transcript and checks that it comes out again as it is written.</summary>
    protected void Repeat(string transcript)
    {
        var lines = transcript.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        foreach (var line in lines.Where(line => !line.StartsWith('<')))
        {
            Play(line);
        }

        Assert.That(_transcript.ToString().TrimEnd(), Is.EqualTo(string.Join('\n', lines)));
    }

    /// <summary>Carries out a verb that is the protocol's own; false when it has none of that name.</summary>
    protected abstract bool TryPlay(string verb, string name, string[] words, Dictionary<string, string> options);

    /// <summary>What the verb state says of a group.</summary>
    protected abstract string Describe(GroupDescription group);

    /// <summary>Says what was answered because of a line besides what the line itself said.</summary>
    protected virtual void SayAnswers()
    {
    }

    /// <summary>The id of a member that has been given none.</summary>
    protected virtual string OwnId(string name) => "";

    protected string MemberId(string name, Dictionary<string, string> options)
    {
        var whose = options.GetValueOrDefault("as", name);
        return whose == "nobody" ? "" : MemberIds.GetValueOrDefault(whose, OwnId(whose));
    }

    protected void Say(string who, string what) => _transcript.Append($"< {who}: {what}\n");

    private void Play(string line)
    {
        _transcript.Append(line).Append('\n');
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var options = words.Where(word => word.Contains('=')).Select(word => word.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        var name = words.Length > 1 ? words[1] : "";
        switch (words[0])
        {
            case "wait":
                _time.AdvanceMs(int.Parse(name));
                break;
            case "lead":
                Coordinator.BecomeCoordinator(new Term(int.Parse(name)));
                break;
            case "state":
                Say("group", Coordinator.Describe(Group) is { } group ? Describe(group).TrimEnd() : "none");
                break;
            default:
                Assert.That(TryPlay(words[0], name, words, options), Is.True, $"Unknown verb in '{line}'.");
                break;
        }

        SayAnswers();
    }
}
