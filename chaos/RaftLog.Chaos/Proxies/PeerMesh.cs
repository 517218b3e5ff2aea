using System.Globalization;
using RaftLog.LocalCluster;

namespace RaftLog.Chaos;

/// <summary>
/// A proxy for each ordered pair of brokers, so that each way can be cut, slowed or delayed by itself, without privileges. It needs no help
/// from the brokers: each is given a list of controllers in which the others stand with the addresses of its own proxies, and what is
/// configured goes before what is registered.
/// </summary>
internal sealed class PeerMesh : IAsyncDisposable
{
    private readonly ClusterLayout _layout;
    private readonly List<PeerProxy> _proxies = [];

    /// <summary>Starts the proxies.</summary>
    public PeerMesh(ClusterLayout layout, Random random)
    {
        _layout = layout;
        (LocalNode From, LocalNode To)[] pairs = [.. from a in layout.Nodes from b in layout.Nodes where a != b select (a, b)];
        int[] ports = LocalPorts.Choose(pairs.Length);
        for (int i = 0; i < pairs.Length; i++)
        {
            (LocalNode from, LocalNode to) = pairs[i];
            _proxies.Add(new PeerProxy(new PeerLink(from.Id, to.Id), ports[i], to.PeerPort, random));
        }
    }

    /// <summary>The settings that send a broker's connections through its proxies.</summary>
    public IEnumerable<string> SettingsOf(int broker)
    {
        for (int i = 0; i < _layout.Controllers.Count; i++)
        {
            int other = _layout.Controllers[i];
            if (other != broker)
            {
                int port = _proxies.First(p => p.Link.From == broker && p.Link.To == other).Port;
                yield return string.Create(CultureInfo.InvariantCulture, $"Controllers:{i}:Peer=127.0.0.1:{port}");
            }
        }
    }

    /// <summary>Sets the ways from <paramref name="brokers"/> to the others and, unless one-way, from the others to them.</summary>
    public void Set(IReadOnlyCollection<int> brokers, LinkCondition condition, bool oneWay)
    {
        foreach (PeerLink link in _proxies.Select(p => p.Link))
        {
            bool leaves = brokers.Contains(link.From) && !brokers.Contains(link.To);
            bool enters = brokers.Contains(link.To) && !brokers.Contains(link.From);
            if (leaves || (enters && !oneWay))
            {
                link.Condition = condition;
            }
        }
    }

    /// <summary>Makes every way whole.</summary>
    public void Heal() => _proxies.ForEach(p => p.Link.Condition = LinkCondition.Healthy);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (PeerProxy proxy in _proxies)
        {
            await proxy.DisposeAsync();
        }
    }
}
