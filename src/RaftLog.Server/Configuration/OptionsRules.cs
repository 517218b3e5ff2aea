using RaftLog.Storage;

namespace RaftLog.Server.Configuration;

/// <summary>What must hold between settings, and which settings must be there at all.</summary>
internal static class OptionsRules
{
    // Three heartbeats must fit, or one lost packet starts an election.
    private const int HeartbeatsPerElectionTimeout = 3;

    private const int MostLogDirectories = 15;

    /// <summary>One line for each rule that is broken.</summary>
    public static IEnumerable<string> Check(RaftLogOptions options) =>
        Required(options).Concat(Directories(options)).Concat(Controllers(options)).Concat(Listeners(options)).Concat(Timing(options));

    private static IEnumerable<string> Required(RaftLogOptions options)
    {
        if (options.BrokerId < 0)
        {
            yield return Missing("BrokerId");
        }

        if (options.ClusterId.Length == 0)
        {
            yield return Missing("ClusterId");
        }

        if (options.DataDirectory.Length == 0)
        {
            yield return Missing("DataDirectory");
        }
    }

    private static IEnumerable<string> Directories(RaftLogOptions options)
    {
        if (options.LogDirectories.Count > MostLogDirectories)
        {
            yield return $"RaftLog:LogDirectories lists {options.LogDirectories.Count} directories; accepted: at most {MostLogDirectories}.";
        }

        if (options.DataDirectory.Length > 0
            && DataDirectoryLayout.FindOverlap([options.DataDirectory, .. options.LogDirectories]) is var (one, other))
        {
            yield return $"RaftLog:LogDirectories: '{one}' and '{other}' are the same, or one lies in the other; accepted: a path of its own for each, on a disk of its own.";
        }
    }

    private static IEnumerable<string> Controllers(RaftLogOptions options)
    {
        if (options.Controllers.Count == 0)
        {
            yield return "RaftLog:Controllers is missing; accepted: a list of 1, 3 or 5 brokers, each with Id and Peer.";
            yield break;
        }

        if (options.Controllers.Count is not (1 or 3 or 5))
        {
            yield return $"RaftLog:Controllers lists {options.Controllers.Count} brokers; accepted: 1, 3 or 5.";
        }

        for (int i = 0; i < options.Controllers.Count; i++)
        {
            var controller = options.Controllers[i];
            if (controller.Id < 0)
            {
                yield return $"RaftLog:Controllers:{i}:Id is missing; accepted: the number of a broker.";
            }

            if (controller.Peer.Host is null)
            {
                yield return $"RaftLog:Controllers:{i}:Peer is missing; accepted: host:port of that broker's peer listener.";
            }
            else if (controller.Id == options.BrokerId && controller.Peer.Port != options.Peer.Effective.Port)
            {
                yield return $"RaftLog:Controllers:{i}:Peer is '{controller.Peer}', but this broker's own peer address is '{options.Peer.Effective}'; "
                    + "make the ports the same, or the other brokers cannot reach this one.";
            }
        }

        if (options.Controllers.GroupBy(controller => controller.Id).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            yield return $"RaftLog:Controllers lists broker {twice.Key} more than once; accepted: each broker once.";
        }

        if (options.Controllers.GroupBy(controller => controller.Peer).FirstOrDefault(same => same.Count() > 1) is { } shared)
        {
            yield return $"RaftLog:Controllers gives '{shared.Key}' to more than one broker; accepted: an address of its own for each.";
        }
    }

    private static IEnumerable<string> Listeners(RaftLogOptions options)
    {
        var listeners = new List<(string Key, HostPort Address)> { ("Kafka:Listen", options.Kafka.Listen), ("Peer:Listen", options.Peer.Listen) };
        if (options.Http.Listen is { } http)
        {
            listeners.Add(("Http:Listen", http));
        }

        for (int i = 0; i < listeners.Count; i++)
        {
            for (int j = i + 1; j < listeners.Count; j++)
            {
                if (listeners[i].Address.Port != 0 && listeners[i].Address == listeners[j].Address)
                {
                    yield return $"RaftLog:{listeners[j].Key} is '{listeners[j].Address}', the same as RaftLog:{listeners[i].Key}; accepted: a port of its own.";
                }
            }
        }

        foreach (var (key, listener) in new[] { ("Kafka", options.Kafka), ("Peer", options.Peer) })
        {
            if (listener.Listen.IsWildcard && listener.Advertised is null)
            {
                yield return $"RaftLog:{key}:Advertised is missing; RaftLog:{key}:Listen '{listener.Listen}' means all addresses, so it has to say which one others use.";
            }
        }
    }

    private static IEnumerable<string> Timing(RaftLogOptions options)
    {
        if (options.Raft.HeartbeatMs * (long)HeartbeatsPerElectionTimeout > options.Raft.ElectionTimeoutMs)
        {
            yield return $"RaftLog:Raft:HeartbeatMs is '{options.Raft.HeartbeatMs}'; accepted: at most a third of "
                + $"RaftLog:Raft:ElectionTimeoutMs, which is '{options.Raft.ElectionTimeoutMs}'.";
        }
    }

    private static string Missing(string key)
    {
        SettingTable.TryFind(key, out var setting);
        return $"RaftLog:{key} is missing; accepted: {setting!.Accepted}.";
    }
}
