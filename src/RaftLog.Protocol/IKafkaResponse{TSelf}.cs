using RaftLog.Model.Wire;

namespace RaftLog.Protocol;

/// <summary>A response.</summary>
/// <typeparam name="TSelf">The response itself.</typeparam>
public interface IKafkaResponse<TSelf> : IKafkaResponse, IIdentifiedWireMessage<TSelf, ApiKey>
    where TSelf : IKafkaResponse<TSelf>;
