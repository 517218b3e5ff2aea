using RaftLog.Model;

namespace RaftLog.Client.Network;

/// <summary>A response and, where it was asked for, the pooled frame that its byte fields are slices of; the receiver releases it.</summary>
internal readonly record struct Received<TResponse>(TResponse Message, PooledBuffer? Frame);
