using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using RaftLog.Model;

namespace RaftLog.Metadata;

/// <summary>The registered brokers, fenced ones included.</summary>
public sealed class BrokersImage
{
    /// <summary>No broker.</summary>
    public static readonly BrokersImage Empty = new(ImmutableSortedDictionary<BrokerId, BrokerRegistration>.Empty);

    internal BrokersImage(ImmutableSortedDictionary<BrokerId, BrokerRegistration> byId) => ById = byId;

    /// <summary>All registrations in the order of their numbers.</summary>
    public ImmutableSortedDictionary<BrokerId, BrokerRegistration> ById { get; }

    /// <summary>How many brokers are registered.</summary>
    public int Count => ById.Count;

    /// <summary>The registrations in the order of their numbers.</summary>
    public IEnumerable<BrokerRegistration> All => ById.Values;

    /// <summary>The brokers that new replicas may be placed on, in the order of their numbers.</summary>
    public IEnumerable<BrokerRegistration> Usable => ById.Values.Where(broker => broker.IsUsable);

    /// <summary>Finds a broker by its number.</summary>
    public bool TryGet(BrokerId id, [NotNullWhen(true)] out BrokerRegistration? broker) => ById.TryGetValue(id, out broker);
}
