using RaftLog.Protocol.Messages;

namespace RaftLog.Client;

/// <summary>How a produce request ended, handed to the sender's loop.</summary>
/// <param name="Broker">The broker it went to.</param>
/// <param name="Request">What was under way.</param>
/// <param name="Response">The response; null when there is none.</param>
/// <param name="Failure">Why there is none; null with a response, and with acks=0.</param>
internal sealed record ProduceOutcome(BrokerSendState Broker, InFlightProduce Request, ProduceResponse? Response, RaftLogException? Failure);
