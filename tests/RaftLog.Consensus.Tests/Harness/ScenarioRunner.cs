using System.Globalization;
using System.Text;
using RaftLog.Model;

namespace RaftLog.Consensus.Tests.Harness;

/// <summary>
/// Plays a script: lines that start with <c>&gt;</c> are commands, <c>#</c> comments; the lines under a command are what it led to. Returns
/// the
/// script with those lines as they really came out. The commands are in Scenarios/README.md.
/// </summary>
internal sealed class ScenarioRunner
{
    private readonly StringBuilder _transcript = new();
    private readonly List<RaftMessage> _kept = [];
    private TestCluster _cluster = new();
    private RaftOptions _options = new();
    private bool _isQuiet;

    public string Play(string script)
    {
        foreach (var line in script.Split('\n'))
        {
            if (line.StartsWith('>'))
            {
                Line(line);
                Execute(line[1..].Split(' ', StringSplitOptions.RemoveEmptyEntries));
                _cluster.CheckLogs();
            }
            else if (line.StartsWith('#') || line.Length == 0)
            {
                Line(line);
            }
        }

        return _transcript.ToString().TrimEnd('\n') + "\n";
    }

    private void Execute(string[] words)
    {
        var rest = words[1..];
        switch (words[0])
        {
            case "nodes":
                Nodes(rest);
                break;
            case "limits":
                _options = new RaftOptions { MaxAppendBytes = Number(rest[0]), MaxInflightAppends = Number(rest[1]), MaxUncommittedBytes = Number(rest[2]) };
                break;
            case "add":
                _cluster.Add(Number(rest[0]), GroupConfiguration.Empty);
                break;
            case "campaign":
                _cluster.Campaign(Number(rest[0]));
                break;
            case "tick":
                _cluster.Advance(Number(rest[0]));
                break;
            case "run":
                _isQuiet = true;
                _cluster.Run(Number(rest[0]));
                _isQuiet = false;
                break;
            case "settle":
                _cluster.Settle();
                break;
            case "deliver":
                _cluster.Deliver(Number(rest[0]), Number(rest[1]));
                break;
            case "drop":
                Drop(rest);
                break;
            case "keep":
                _kept.AddRange(_cluster.Messages.FindAll(message => IsMeant(message, rest)));
                break;
            case "again":
                _kept.ForEach(_cluster.Deliver);
                _kept.Clear();
                break;
            case "cut":
                _cluster.Cut(Number(rest[0]), Number(rest[1]));
                break;
            case "isolate":
                _cluster.Isolate(Number(rest[0]));
                break;
            case "heal":
                _cluster.Heal();
                break;
            case "crash":
                _cluster.Crash(Number(rest[0]));
                break;
            case "restart":
                _cluster.Restart(Number(rest[0]));
                break;
            case "wipe":
                _cluster.Wipe(Number(rest[0]), Configuration(rest[1..]), directory: 0xbeef);
                break;
            default:
                ExecuteOnReplica(words[0], _cluster[Number(rest[0])], Number(rest[0]), rest[1..]);
                break;
        }
    }

    private void ExecuteOnReplica(string command, TestReplica replica, int id, string[] rest)
    {
        switch (command)
        {
            case "propose":
                foreach (var text in rest)
                {
                    var outcome = replica.Core.Propose(text, EntryKind.Data, 10);
                    Line(outcome.IsAccepted ? $"{id} takes {text} as {outcome.Index.Value}" : $"{id} refuses {text}: {outcome.Status}");
                }

                break;
            case "configure":
                var change = replica.Core.ProposeConfiguration(Configuration(rest));
                Line($"{id} {change.Status} {change.Index.Value}");
                break;
            case "transfer":
                Line($"{id} {replica.Core.TransferLeadership(new BrokerId(Number(rest[0])))}");
                break;
            case "read":
                Line($"{id} {(replica.Core.ReadIndex(Number(rest[0])) ? "asks" : "does not lead")}");
                break;
            case "lost":
                replica.Core.PeerLost(new BrokerId(Number(rest[0])));
                break;
            case "unreachable":
                replica.Core.ReportUnreachable(new BrokerId(Number(rest[0])));
                break;
            case "flush":
                replica.Flush();
                break;
            case "flushing":
                replica.FlushesAtOnce = rest[0] == "on";
                break;
            case "compact":
                replica.Compact(new LogIndex(Number(rest[0])));
                break;
            case "ship":
                _cluster.Ship(id, Number(rest[0]));
                break;
            case "show":
                Show(id, replica);
                break;
            default:
                throw new FormatException($"'{command}' is no command.");
        }

        _cluster.Pump(id);
    }

    private void Nodes(string[] words)
    {
        _cluster = new TestCluster(options: _options) { Trace = Event };
        var configuration = Configuration(words);
        foreach (var replica in configuration.Voters.Concat(configuration.Learners))
        {
            _cluster.Add(replica.Broker.Value, configuration);
        }
    }

    private void Drop(string[] words)
    {
        foreach (var message in _cluster.Drop(message => IsMeant(message, words)))
        {
            Line($"lost: {MessageText.Of(message)}");
        }
    }

    private void Show(int id, TestReplica replica)
    {
        var core = replica.Core;
        Line($"{id} {core.Role} {core.Term} commit={core.CommitIndex.Value} persisted={core.PersistedIndex.Value} ({ConfigurationText.Of(core.Configuration)})");
        Line($"  log {replica.Log}");
        var progress = new List<ProgressSnapshot>();
        core.CopyProgress(progress);
        foreach (var other in progress.Where(other => other.Replica != replica.Id))
        {
            Line($"  {other.Replica.Broker.Value} {other.State} match={other.Match.Value} next={other.Next.Value} inflight={other.InflightAppends}");
        }
    }

    private void Event(string text)
    {
        // Whole seconds of heartbeats say nothing; what they lead to does.
        if (!_isQuiet || !text.Contains("->", StringComparison.Ordinal))
        {
            Line(text);
        }
    }

    private void Line(string text) => _transcript.Append(text).Append('\n');

    private static bool IsMeant(in RaftMessage message, string[] words) =>
        message.From.Broker.Value == Number(words[0])
        && message.To.Broker.Value == Number(words[1])
        && (words.Length < 3 || message.Kind.ToString() == words[2]);

    // "1 2 3 learners 4", each a number, or with a question mark behind it for a directory that is not known.
    private static GroupConfiguration Configuration(string[] words)
    {
        var voters = words.TakeWhile(word => word != "learners").Select(Replica);
        var learners = words.SkipWhile(word => word != "learners").Skip(1).Select(Replica);
        return new GroupConfiguration([.. voters], [], [.. learners]);
    }

    private static ReplicaId Replica(string word) => word switch
    {
        _ when word.EndsWith('?') => TestCluster.UnassignedId(Number(word[..^1])),
        _ when word.EndsWith('!') => new ReplicaId(new BrokerId(Number(word[..^1])), new DirectoryId(0xbeef)),
        _ => TestCluster.Id(Number(word)),
    };

    private static int Number(string word) => int.Parse(word, CultureInfo.InvariantCulture);
}
