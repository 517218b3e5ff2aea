namespace RaftLog.Client;

/// <summary>A broker and how clients reach it.</summary>
/// <param name="BrokerId">Its number.</param>
/// <param name="Host">Its host.</param>
/// <param name="Port">Its port.</param>
/// <param name="Rack">Where it stands; null when it does not say.</param>
public sealed record BrokerDescription(int BrokerId, string Host, int Port, string? Rack);
