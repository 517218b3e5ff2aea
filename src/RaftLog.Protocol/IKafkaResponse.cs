using RaftLog.Model.Wire;

namespace RaftLog.Protocol;

/// <summary>A response, as a broker writes it without knowing which one it is.</summary>
public interface IKafkaResponse : IWireWritable;
