using System.Globalization;
using System.Text.Json;

namespace RaftLog.LocalCluster;

/// <summary>
/// The nodes of a cluster on this machine: the files of a folder under <c>cluster-configs/</c>, with the ports moved so that several
/// clusters can run side by side.
/// </summary>
/// <param name="Name">The folder's name, or the file's without its ending.</param>
/// <param name="Nodes">The brokers, by number.</param>
/// <param name="Controllers">The numbers of those that vote in the metadata group, in the order of the configuration.</param>
public sealed record ClusterLayout(string Name, IReadOnlyList<LocalNode> Nodes, IReadOnlyList<int> Controllers)
{
    /// <summary>The first Kafka port of the shipped configurations.</summary>
    public const int DefaultPortBase = 9092;

    // As in the shipped configurations: peers 7092.., HTTP 8092.. beside Kafka's 9092...
    private const int PeerOffset = -2000;
    private const int HttpOffset = -1000;

    /// <summary>The addresses to hand to a client.</summary>
    public string BootstrapServers => string.Join(',', Nodes.Select(n => n.Kafka));

    /// <summary>Reads a shipped configuration and places it at <paramref name="portBase"/>, data under <c>.run/</c> of the checkout.</summary>
    /// <exception cref="LocalClusterException">There is no such configuration.</exception>
    public static ClusterLayout Load(string checkout, string name, int portBase)
    {
        string root = Path.Combine(checkout, ".run", portBase == DefaultPortBase ? name : $"{name}-{portBase}");
        return Build(checkout, name, root, i => (portBase + i, portBase + PeerOffset + i, portBase + HttpOffset + i));
    }

    /// <summary>Reads a shipped configuration and gives it ports that are free now, its folders under <paramref name="root"/>.</summary>
    /// <exception cref="LocalClusterException">There is no such configuration.</exception>
    public static ClusterLayout LoadOnFreePorts(string checkout, string name, string root)
    {
        int[] free = LocalPorts.Choose(3 * ConfigFiles(checkout, name).Length);
        return Build(checkout, name, root, i => (free[3 * i], free[(3 * i) + 1], free[(3 * i) + 2]));
    }

    private static ClusterLayout Build(string checkout, string name, string root, Func<int, (int Kafka, int Peer, int Http)> ports)
    {
        string[] files = ConfigFiles(checkout, name);
        var nodes = new List<LocalNode>(files.Length);
        IReadOnlyList<int> controllers = [];
        for (int i = 0; i < files.Length; i++)
        {
            (int id, controllers) = ReadNumbers(files[i]);
            (int kafka, int peer, int http) = ports(i);
            nodes.Add(new LocalNode(id, files[i], kafka, peer, http, Path.Combine(root, string.Create(CultureInfo.InvariantCulture, $"node-{id}"))));
        }

        return new ClusterLayout(name, nodes, controllers);
    }

    private static string[] ConfigFiles(string checkout, string name)
    {
        string configs = Path.Combine(checkout, "cluster-configs");
        string single = Path.Combine(configs, name + ".json");
        if (File.Exists(single))
        {
            return [single];
        }

        string folder = Path.Combine(configs, name);
        string[] files = Directory.Exists(folder) ? Directory.GetFiles(folder, "node-*.json") : [];
        if (files.Length == 0)
        {
            string known = string.Join(
                ", ",
                Directory.GetDirectories(configs).Select(Path.GetFileName)
                    .Concat(Directory.GetFiles(configs, "*.json").Select(Path.GetFileNameWithoutExtension))
                    .Order(StringComparer.Ordinal));
            throw new LocalClusterException($"There is no configuration '{name}' under cluster-configs/. There are: {known}.");
        }

        Array.Sort(files, StringComparer.Ordinal);
        return files;
    }

    private static (int BrokerId, int[] Controllers) ReadNumbers(string file)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(
                File.ReadAllBytes(file),
                new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            JsonElement section = document.RootElement.GetProperty("RaftLog");
            int[] controllers = [.. section.GetProperty(nameof(Controllers)).EnumerateArray().Select(c => c.GetProperty("Id").GetInt32())];
            return (section.GetProperty("BrokerId").GetInt32(), controllers);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new LocalClusterException($"{file} lacks numbers at RaftLog:BrokerId or RaftLog:Controllers ({e.Message}).", e);
        }
    }
}
