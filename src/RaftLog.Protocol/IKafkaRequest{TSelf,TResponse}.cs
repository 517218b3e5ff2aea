using RaftLog.Model.Wire;

namespace RaftLog.Protocol;

/// <summary>A request.</summary>
/// <typeparam name="TSelf">The request itself.</typeparam>
/// <typeparam name="TResponse">The message that answers it.</typeparam>
public interface IKafkaRequest<TSelf, TResponse> : IKafkaRequest<TResponse>, IIdentifiedWireMessage<TSelf, ApiKey>
    where TSelf : IKafkaRequest<TSelf, TResponse>
    where TResponse : IKafkaResponse<TResponse>
{
    /// <inheritdoc/>
    ApiKey IKafkaRequest<TResponse>.ApiKey => TSelf.MessageId;
}
