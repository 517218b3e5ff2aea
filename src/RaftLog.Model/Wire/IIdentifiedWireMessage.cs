namespace RaftLog.Model.Wire;

/// <summary>A message whose declaration names an id, such as a Kafka api key or the type of a metadata record.</summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
/// <typeparam name="TId">The type of the id, an enum as a rule.</typeparam>
public interface IIdentifiedWireMessage<TSelf, TId> : IWireMessage<TSelf>
    where TSelf : IIdentifiedWireMessage<TSelf, TId>
{
    /// <summary>The id in the declaration.</summary>
    static abstract TId MessageId { get; }
}
