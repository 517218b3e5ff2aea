using RaftLog.Model;

namespace RaftLog.Metadata;

/// <summary>What a request is decided by.</summary>
/// <param name="Image">The committed image with the records of the requests before this one in the same turn.</param>
/// <param name="Configs">The defaults of this broker.</param>
/// <param name="Sessions">When brokers were last heard of.</param>
/// <param name="ClusterId">The cluster's id.</param>
/// <param name="Random">Chance, for ids.</param>
/// <param name="Now">The wall clock, for timestamps that people read.</param>
/// <param name="Term">The term of the leadership that the decisions are made under; they are committed in it or not at all.</param>
internal sealed record ControlContext(
    MetadataImage Image, ConfigResolver Configs, BrokerSessions Sessions, string ClusterId, Random Random, DateTimeOffset Now, Term Term);
