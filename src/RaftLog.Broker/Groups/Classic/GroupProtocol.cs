namespace RaftLog.Broker.Groups;

/// <summary>An assignment strategy that a member offers. Opaque to the coordinator, which passes the bytes on exactly.</summary>
/// <param name="Name">The strategy's name, such as <c>range</c>.</param>
/// <param name="Metadata">What the member says about itself under that strategy; for consumers the subscription.</param>
internal readonly record struct GroupProtocol(string Name, byte[] Metadata);
