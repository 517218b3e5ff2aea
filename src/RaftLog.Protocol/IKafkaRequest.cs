using RaftLog.Model.Wire;

namespace RaftLog.Protocol;

/// <summary>A request, as a client sends it without knowing which one it is.</summary>
/// <typeparam name="TResponse">The message that answers it.</typeparam>
public interface IKafkaRequest<TResponse> : IWireWritable
    where TResponse : IKafkaResponse<TResponse>
{
    /// <summary>The API that it belongs to.</summary>
    ApiKey ApiKey { get; }
}
