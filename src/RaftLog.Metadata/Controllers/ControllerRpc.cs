using System.Buffers;
using RaftLog.Model;
using RaftLog.Model.Wire;
using RaftLog.Replication;

namespace RaftLog.Metadata;

/// <summary>
/// Requests to the controller and its answers on the wire between brokers.
/// <code>
/// request:  int16 type (<see cref="ControllerCommandType"/>)   int16 version   the request in that version
/// answer:   int16 error   compact nullable string message   int64 index to be applied   the result in the request's version
/// </code>
/// </summary>
internal static class ControllerRpc
{
    /// <summary>The kind that all of them are sent as.</summary>
    public static readonly RpcKind Kind = new(1);

    private delegate Task<ReadOnlyMemory<byte>> Server(Controller controller, ReadOnlyMemory<byte> request, short version);

    private static readonly Dictionary<ControllerCommandType, Server> Servers = new()
    {
        [ControllerCommandType.CreateTopics] = Serve(ControllerCommands.CreateTopics),
        [ControllerCommandType.DeleteTopics] = Serve(ControllerCommands.DeleteTopics),
        [ControllerCommandType.AlterConfigs] = Serve(ControllerCommands.AlterConfigs),
        [ControllerCommandType.RegisterBroker] = Serve(ControllerCommands.RegisterBroker),
        [ControllerCommandType.BrokerHeartbeat] = Serve(ControllerCommands.BrokerHeartbeat),
        [ControllerCommandType.UnregisterBroker] = Serve(ControllerCommands.UnregisterBroker),
        [ControllerCommandType.AllocateProducerIds] = Serve(ControllerCommands.AllocateProducerIds),
        [ControllerCommandType.CommitOffsets] = Serve(ControllerCommands.CommitOffsets),
        [ControllerCommandType.DeleteOffsets] = Serve(ControllerCommands.DeleteOffsets),
        [ControllerCommandType.WriteConsumerGroup] = Serve(ControllerCommands.WriteConsumerGroup),
        [ControllerCommandType.DeleteConsumerGroups] = Serve(ControllerCommands.DeleteConsumerGroups),
        [ControllerCommandType.ReportReplicas] = Serve(ControllerCommands.ReportReplicas),
        [ControllerCommandType.MovePartitions] = Serve(ControllerCommands.MovePartitions),
        [ControllerCommandType.InitializeProducer] = Serve(ControllerCommands.InitializeProducer),
        [ControllerCommandType.AddPartitionsToTransaction] = Serve(ControllerCommands.AddPartitionsToTransaction),
        [ControllerCommandType.AddOffsetsToTransaction] = Serve(ControllerCommands.AddOffsetsToTransaction),
        [ControllerCommandType.CommitTransactionOffsets] = Serve(ControllerCommands.CommitTransactionOffsets),
        [ControllerCommandType.EndTransaction] = Serve(ControllerCommands.EndTransaction),
        [ControllerCommandType.CompleteTransactions] = Serve(ControllerCommands.CompleteTransactions),
        [ControllerCommandType.CreatePartitions] = Serve(ControllerCommands.CreatePartitions),
        [ControllerCommandType.ExpireOffsets] = Serve(ControllerCommands.ExpireOffsets),
    };

    /// <summary>Whether a kind of request can be served.</summary>
    public static bool Serves(ControllerCommandType type) => Servers.ContainsKey(type);

    /// <summary>Answers a request of another broker.</summary>
    /// <exception cref="WireFormatException">The bytes are no request that this program knows.</exception>
    public static async ValueTask<ReadOnlyMemory<byte>> ServeAsync(Controller controller, ReadOnlyMemory<byte> request)
    {
        var (server, version, body) = Open(request);
        return await server(controller, body, version);
    }

    /// <summary>Encodes a request.</summary>
    public static ReadOnlyMemory<byte> EncodeRequest<TCommand>(TCommand command)
        where TCommand : class, IIdentifiedWireMessage<TCommand, ControllerCommandType>
    {
        short version = TCommand.Versions.Highest;
        var output = new ArrayBufferWriter<byte>();
        var writer = new WireWriter(output);
        writer.WriteInt16((short)TCommand.MessageId);
        writer.WriteInt16(version);
        command.Write(ref writer, version);
        writer.Flush();
        return output.WrittenMemory;
    }

    /// <summary>Decodes the answer to a request that was sent in the highest version.</summary>
    public static TResult DecodeResult<TCommand, TResult>(ReadOnlyMemory<byte> answer)
        where TCommand : class, IIdentifiedWireMessage<TCommand, ControllerCommandType>
        where TResult : ControllerResult, IWireMessage<TResult>, new()
    {
        var reader = new WireReader(answer);
        var error = (ErrorCode)reader.ReadInt16();
        string? message = reader.ReadNullableString(flexible: true);
        var index = new LogIndex(reader.ReadInt64());
        var result = TResult.Read(ref reader, TCommand.Versions.Highest);
        reader.RequireEnd();
        (result.Error, result.ErrorMessage, result.Index) = (error, message, index);
        return result;
    }

    private static (Server Server, short Version, ReadOnlyMemory<byte> Body) Open(ReadOnlyMemory<byte> request)
    {
        var reader = new WireReader(request);
        var type = (ControllerCommandType)reader.ReadInt16();
        short version = reader.ReadInt16();
        return Servers.TryGetValue(type, out var server)
            ? (server, version, request[(int)reader.Position..])
            : throw new WireFormatException($"The controller here does not know request {(short)type}", reader.Position);
    }

    private static Server Serve<TCommand, TResult>(ControllerCommand<TCommand, TResult> kind)
        where TCommand : class, IIdentifiedWireMessage<TCommand, ControllerCommandType>
        where TResult : ControllerResult, IWireMessage<TResult>, new() =>
        async (controller, request, version) =>
        {
            var command = WireEncoding.FromBytes<TCommand>(request, version);
            return EncodeResult(await controller.ExecuteAsync(kind, command), version);
        };

    private static ReadOnlyMemory<byte> EncodeResult<TResult>(TResult result, short version)
        where TResult : ControllerResult, IWireMessage<TResult>
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new WireWriter(output);
        writer.WriteInt16((short)result.Error);
        writer.WriteNullableString(result.ErrorMessage, flexible: true);
        writer.WriteInt64(result.Index.Value);
        result.Write(ref writer, version);
        writer.Flush();
        return output.WrittenMemory;
    }
}
